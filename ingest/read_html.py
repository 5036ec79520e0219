"""Reads an HTML page: its main text, and its title, publisher, date, address and licence as the page states them. Knows trafilatura, offline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.text import ReadError, normalise

BLOCKS = frozenset({"p", "head", "item", "quote", "row", "code", "fw", "ab"})       # of the TEI that trafilatura makes
_KINDS = (("NewsArticle", "news"), ("ReportageNewsArticle", "news"), ("Legislation", "court"))


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What was read; metadata that the page does not state is empty."""

    text: str
    title: str
    publisher: str
    url: str
    published: str
    licence: str
    kind: str


def read_html(raw: bytes) -> HtmlText:
    """Read a page. Raises ReadError with a sentence that does not name the file."""
    import trafilatura  # takes half a second to load: only where a page is read

    try:
        page: Any = trafilatura.bare_extraction(raw, include_comments=False, include_tables=True, with_metadata=True,
                                           date_extraction_params={"extensive_search": False, "original_date": True})
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:     # what broken markup does to the parsers
        raise ReadError("its markup is too broken to be read; save the page as text and ingest that") from error
    body = normalise("\n\n".join(_blocks(page.body))) if page is not None and page.body is not None else ""
    if not body:
        raise ReadError("no text was found in it; it may be a page that only scripts fill, so save it from a browser and ingest that")
    headline = _headline(raw)
    text = body if headline in body else f"{headline}\n\n{body}"
    return HtmlText(text, page.title or "", page.sitename or page.hostname or "", page.url or "", page.date or "", page.license or "",
                    _kind(raw))


def _headline(raw: bytes) -> str:
    """The page's one main heading, which trafilatura often takes for part of the frame; empty where there are none or several."""
    from trafilatura import load_html

    tree = load_html(raw)
    headings = [] if tree is None else tree.findall(".//h1")
    return normalise(headings[0].text_content()).replace("\n\n", " ") if len(headings) == 1 else ""


def _kind(raw: bytes) -> str:
    """What the page says of itself in schema.org's words; "unknown" where it says nothing that we know."""
    types = set(re.findall(rb'"@type"\s*:\s*"(\w+)"', raw))
    return next((kind for name, kind in _KINDS if name.encode() in types), "unknown")


def _blocks(element: Any) -> Iterator[str]:
    """The paragraphs, headings, list items and table rows, in order; what stands within one of them is part of it."""
    for child in element:
        if child.tag == "row":
            yield _row(child)
        elif child.tag in BLOCKS and not any(part.tag in BLOCKS for part in child.iterdescendants()):
            yield _text(child)
        else:
            yield (child.text or "").strip()
            yield from _blocks(child)
        yield (child.tail or "").strip()


def _row(row: Any) -> str:
    """A table's row: "Fine: 20,000,000 EUR", or its cells apart by a bar."""
    cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row]
    if len(cells) == 2 and cells[0].endswith(":"):
        return " ".join(cells) if cells[1] else ""
    return " | ".join(cell for cell in cells if cell)


def _text(element: Any) -> str:
    """The text within; a line break stays one."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "lb" else _text(child), child.tail or ""]
    return "".join(parts)
