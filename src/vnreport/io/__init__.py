"""Files in: reading a report from .txt, .md, .html, .docx, .doc, .odt, .rtf and .pdf into text."""

from vnreport.io.document import Document
from vnreport.io.reading import read

__all__ = ["Document", "read"]
