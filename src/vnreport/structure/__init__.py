"""The shape of a report: blocks, outline, sentences and words."""
