"""From results to annotated reports: samples of a batch, drafts for annotation tools, corrected files back as gold."""
