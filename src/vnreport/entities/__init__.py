"""Mentions that can be found in any string: cited documents, times, quantities, names and abbreviations."""
