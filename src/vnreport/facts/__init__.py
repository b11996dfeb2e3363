"""What the mentions say together: resolved references, completed times, indicators, and the report's own metadata."""
