"""Files in: reading a report from .txt, .md, .html, .docx and .pdf into text."""
