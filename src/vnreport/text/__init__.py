"""Characters: spans, normalisation with a map back to the source, and the scanning engine; nothing about reports."""
