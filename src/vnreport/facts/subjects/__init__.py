"""Subjects: what a quantity measures, as a span of the report.

words    the classes of words that tell (data/subject_words.tsv)
phrase   a stretch of words, cut to what may name something
clause   what of the words of a clause is measured
before, after    the phrase before the number, and the one behind it
choice   which of them it is, or that of an earlier number
"""

from vnreport.facts.subjects.choice import Subject, find_subject

__all__ = ["Subject", "find_subject"]
