"""Achievements, limitations and directions: what the author is doing in a sentence, a block or a section."""
