"""What a report is for other tools: pieces for a search engine, records and frames, CoNLL-U."""
