"""An answer's values as cells of text, and as CSV that a spreadsheet takes for text. Knows values, not where they go."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.connection import Rows


ENDS_OF_LINES = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}      # beside those that JSON escapes


def cell(value: Any) -> str:
    """A value as one cell of text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(cell, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula: text from documents is nobody's program."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def to_json(value: Any) -> str:
    """The value as JSON on one line, whatever a reader takes for the end of a line."""
    return json.dumps(value, ensure_ascii=False).translate(ENDS_OF_LINES)


def to_csv(answer: Rows) -> str:
    """The answer as CSV with a header line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([safe_cell(cell(row[column])) for column in answer.columns] for row in answer.rows)
    return out.getvalue()
