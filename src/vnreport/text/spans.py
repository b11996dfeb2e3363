"""A span: where something stands in a text, and what stands there.

Offsets are half-open `[start, end)` and count Unicode code points (Python `str` indices). The one law of the
library is `source[span.start:span.end] == span.text`.
"""

from __future__ import annotations

import datetime

from vnreport.records import record


@record
class Span:
    """A stretch of text, e.g. `Span(4, 12, "Bảo Yên")`."""

    start: int
    end: int
    text: str


@record
class DatedSpan(Span):
    """A stretch of text that says a day, e.g. "ngày 12/12/2013"; `value` is None where it fixes no day."""

    value: datetime.date | None = None
