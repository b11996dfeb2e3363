"""How good the library is on annotated reports: outcomes of each part, scores with intervals, tables."""
