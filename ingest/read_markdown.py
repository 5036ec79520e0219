"""Reads Markdown: front matter, plain paragraphs, and the footnote marks by which a dossier ties its sentences to sources. Knows no store.

    ---
    id: bes-huawei-lahore
    title: BES and Huawei over the Lahore Safe City project
    date: 2021-08-11
    places: [Lahore, Pakistan]
    sources:
      - {key: wsj, title: Suit against Huawei, publisher: The Wall Street Journal, url: "https://example.org/1", date: 2021-08-14}
    ---
    BES sued Huawei in California.[^wsj] Huawei denies wrongdoing.[^wsj]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from graph.model import Citation, Source
from ingest.text import ReadError, clean, normalise

MAX_FRONT_MATTER = 100_000      # characters

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*", re.MULTILINE)
_MARK = re.compile(r" ?\[\^([^\]\s]+)\]")
_HEADING = re.compile(r"^# +(.+?)[ #]*$", re.MULTILINE)
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
# A full stop after these, after one capital or after "U.S." is no end of a sentence.
_ABBREVIATIONS = frozenset("v vs Inc Corp Ltd Co No Nos Dr Mr Mrs Ms Gov Sen Rep Gen Jr Sr St cf e.g i.e approx Cir Supp Cal Dkt Art art Rs "
                           "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split())
_END = re.compile(r"(?P<word>\S*?)[.!?][\"”’')\]]*\s+(?=[\"“‘'(]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """What was read: `meta` is the front matter without `sources`."""

    text: str
    meta: dict[str, Any]
    sources: tuple[Source, ...]
    citations: tuple[Citation, ...]


def read_markdown(raw: str) -> MarkdownText:
    """Read a Markdown file. Raises ReadError with a sentence that does not name the file."""
    meta, body = split_front_matter(raw)
    heading = _HEADING.search(body)
    if heading:
        meta.setdefault("title", heading.group(1))
    sources = _sources(meta.pop("sources", None))
    pieces: list[str] = []
    citations: list[Citation] = []
    length = 0
    for paragraph in _paragraphs(_DEFINITION.sub("", body)):
        text, cited = strip_marks(paragraph)
        if text:
            start = length + 2 * bool(pieces)
            citations += (Citation(start + c.start, start + c.end, c.source) for c in cited)
            pieces.append(text)
            length = start + len(text)
    unknown = {c.source for c in citations} - {source.key for source in sources}
    if sources and unknown:
        raise ReadError(f"it cites the source {min(unknown)!r}, which its front matter does not list under `sources`")
    return MarkdownText("\n\n".join(pieces), meta, sources, tuple(citations) if sources else ())


def split_front_matter(raw: str) -> tuple[dict[str, Any], str]:
    """The front matter, and the text after it."""
    found = _FRONT_MATTER.match(raw)
    if not found:
        return {}, raw
    return read_yaml(found.group(1), "its front matter"), raw[found.end():]


def read_yaml(raw: str, what: str) -> dict[str, Any]:
    """A YAML mapping; `what` names it in the ReadError that is raised where it is none."""
    if len(raw) > MAX_FRONT_MATTER:
        raise ReadError(f"{what} is longer than {MAX_FRONT_MATTER} characters")
    try:
        meta = yaml.safe_load(raw) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ReadError(f"{what} is not valid YAML{f' (line {mark.line + 1})' if mark else ''}") from error
    if not isinstance(meta, dict):
        raise ReadError(f"{what} must be YAML of the form `name: value`")
    return {str(name): value for name, value in meta.items()}


def scalar(value: Any, what: str) -> str:
    """A value of YAML as text: dates are ISO, nothing is empty. Raises ReadError for lists and mappings."""
    if value is None:
        return ""
    if isinstance(value, list | dict | set):
        raise ReadError(f"{what} must be a single value")
    return " ".join(clean(str(value)).split())


def iso_date(value: Any, what: str) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; empty for none. Raises ReadError for anything else."""
    date = scalar(value, what)[:10]
    if date and not _DATE.fullmatch(date):
        raise ReadError(f"{what} is {date!r}; write dates as 2021, 2021-08 or 2021-08-16")
    return date


def _sources(entries: Any) -> tuple[Source, ...]:
    if entries is None:
        return ()
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and entry.get("key") for entry in entries):
        raise ReadError("`sources` in its front matter must be a list in which each source has a `key`")
    sources = tuple(Source(key=scalar(e["key"], "a source's key"), title=scalar(e.get("title"), "a source's title"),
                           publisher=scalar(e.get("publisher"), "a source's publisher"), url=scalar(e.get("url"), "a source's url"),
                           date=iso_date(e.get("date"), "a source's date")) for e in entries)
    keys = [source.key for source in sources]
    if len(set(keys)) < len(keys):
        raise ReadError(f"two of its `sources` have the key {next(key for key in keys if keys.count(key) > 1)!r}")
    return sources


def _paragraphs(body: str) -> Iterator[str]:
    """The text of each heading, paragraph, list item and table cell, without markup. Code, pictures and HTML are left out."""
    from markdown_it import MarkdownIt

    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(body):
        if token.type == "inline":
            parts = [" " if child.type in ("softbreak", "hardbreak") else "" if child.type in ("html_inline", "image") else child.content
                     for child in token.children or ()]
            paragraph = normalise("".join(parts)).replace("\n\n", " ")
            if paragraph:
                yield paragraph


def strip_marks(paragraph: str) -> tuple[str, list[Citation]]:
    """The paragraph without its marks [^key], and for each mark the sentence before it."""
    pieces: list[str] = []
    marks: list[tuple[int, str]] = []
    at = length = 0
    for mark in _MARK.finditer(paragraph):
        pieces.append(paragraph[at:mark.start()])
        length += mark.start() - at
        marks.append((length, mark.group(1)))
        at = mark.end()
    text = "".join([*pieces, paragraph[at:]])
    starts = sentence_starts(text)
    cited = (Citation(max((s for s in starts if s < end), default=0), end, key) for end, key in marks)
    return text.rstrip(), list(cited)


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a paragraph begin. In doubt there is no boundary: a citation too wide is better than one cut short."""
    return [0, *(m.end() for m in _END.finditer(text) if not _is_abbreviation(m.group("word")))]


def _is_abbreviation(word: str) -> bool:
    word = word.lstrip("\"“‘'([")
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isupper()) or bool(re.search(r"(?:^|\.)[A-Z]$", word))
