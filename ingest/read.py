"""From a file to a Document: which reader takes it, its sidecar of metadata, the limits on size. Knows files, not what their words mean.

Text (.txt), Markdown and dossiers (.md), pages (.html), PDF with a text layer (.pdf), and folders of them. Metadata comes from the file itself;
a sidecar `NAME.meta.yaml` beside it (`article.txt.meta.yaml` or `article.meta.yaml`) overrides it.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graph.model import DOCUMENT_KINDS, Document
from ingest.read_html import read_html
from ingest.read_markdown import iso_date, read_markdown, read_yaml, scalar
from ingest.read_pdf import read_pdf
from ingest.text import ReadError, detect_language, normalise

MAX_BYTES = 50 << 20        # of a file; a PDF may hold pictures
MAX_TEXT = 1_000_000        # characters of text, about 500 pages: what spaCy takes at once
MAX_HEADLINE = 150          # characters; a first paragraph of a text no longer than this, without a full stop, is its title
SIDECAR = ".meta.yaml"
METADATA = ("title", "publisher", "url", "date", "kind", "licence", "language")

Note = Callable[[str], None]

_HOSTS = (  # what a web address says of the kind of document
    (re.compile(r"(?:^|\.)(?:courtlistener|casetext|caselaw\.findlaw|law\.justia)\.com$|(?:^|\.)(?:bailii|canlii)\.org$"), "court"),
    (re.compile(r"(?:^|\.)(?:supremecourt|uscourts)\.gov$"), "court"),
    (re.compile(r"(?:^|\.)wikipedia\.org$"), "encyclopedia"),
    (re.compile(r"(?:^|\.)(?:gov|mil|gouv|gob|govt|europa)(?:\.[a-z]{2})?$"), "government"),
)


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to read, in order: those named, and all readable ones in folders named, however deep. ReadError where there is no such path."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(folder, name) for name in sorted(names) if not name.startswith(".") and Path(name).suffix.lower() in READERS)
        elif path.exists():
            yield path
        else:
            raise ReadError(f"There is no file or folder {path}.")


def read_document(path: Path, note: Note = lambda sentence: None) -> Document:
    """Read one file. `note` is called with sentences on what of it could not be read. Raises ReadError with one sentence that names the file."""
    try:
        document = _with_sidecar(_read(path, note), path)
        if not document.text.strip():
            raise ReadError("there is no text in it")
        if len(document.text) > MAX_TEXT:
            raise ReadError(f"it has {len(document.text):,} characters of text, and {MAX_TEXT:,} are the most that are read; split it")
        if document.text.count("\ufffd") > len(document.text) / 200:
            raise ReadError("it was saved with the wrong encoding, and letters are lost; get it anew as UTF-8")
        return document
    except ReadError as error:
        raise ReadError(f"{path.name} cannot be read: {error}.") from error
    except OSError as error:
        raise ReadError(f"{path.name} cannot be read: {error.strerror or error}.") from error


def _read(path: Path, note: Note) -> Document:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReadError(f"files of type {path.suffix or 'without an ending'} are not read, only {', '.join(READERS)}")
    if not path.is_file():
        raise ReadError("it is not a regular file")
    size = path.stat().st_size
    if not size:
        raise ReadError("it is empty")
    if size > MAX_BYTES:
        raise ReadError(f"it has {size >> 20} MB, and {MAX_BYTES >> 20} are the most that are read")
    document = reader(path, note)
    return replace(document, title=document.title or path.stem.replace("_", " "), language=detect_language(document.text),
                   kind=document.kind if document.kind != "unknown" else _kind_of_host(document.url))


def _kind_of_host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return "unknown"
    return next((kind for pattern, kind in _HOSTS if pattern.search(host)), "unknown")


# ------------------------------------------------------------------ one reader a type

def _read_text(path: Path, note: Note) -> Document:
    text = normalise(decode(path.read_bytes()))
    headline = text.split("\n\n", 1)[0]
    return Document(text=text, title=headline if len(headline) <= MAX_HEADLINE < len(text) and headline[-1:] not in ".,:;" else "")


def _read_markdown(path: Path, note: Note) -> Document:
    page = read_markdown(decode(path.read_bytes()))
    document = Document(text=page.text, sources=page.sources, citations=page.citations, kind="dossier" if page.sources else "unknown")
    return _with_metadata(document, {name: page.meta[name] for name in METADATA if name in page.meta}, "its front matter")


def _read_html(path: Path, note: Note) -> Document:
    page = read_html(path.read_bytes())
    return Document(text=page.text, title=page.title, publisher=page.publisher, url=page.url, published=page.published, licence=page.licence,
                    kind=page.kind)


def _read_pdf(path: Path, note: Note) -> Document:
    pdf = read_pdf(path)
    for sentence in pdf.notes:
        note(sentence)
    return Document(text=pdf.text, title=pdf.title, published=pdf.published, pages=pdf.pages, kind="court" if pdf.court else "unknown")


READERS: dict[str, Callable[[Path, Note], Document]] = {
    ".txt": _read_text, ".md": _read_markdown, ".markdown": _read_markdown, ".html": _read_html, ".htm": _read_html, ".pdf": _read_pdf,
}


_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark. Raises ReadError for other encodings and for binary files."""
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "utf-8")
    if raw.startswith(b"%PDF-") or (encoding != "utf-16" and b"\0" in raw):
        raise ReadError("it is a binary file, not text; give it the ending of its type")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError("it is not text in UTF-8; convert it first (for example `iconv -f windows-1252 -t utf-8 IN > OUT`)") from error


# ------------------------------------------------------------------ metadata

def _with_sidecar(document: Document, path: Path) -> Document:
    for sidecar in (path.with_name(path.name + SIDECAR), path.with_suffix(SIDECAR)):
        if sidecar.is_file():
            return _with_metadata(document, read_yaml(decode(sidecar.read_bytes()), sidecar.name), sidecar.name)
    return document


def _with_metadata(document: Document, meta: dict[str, Any], where: str) -> Document:
    """The document with what `meta` says of it. Raises ReadError for names and values that mean nothing."""
    unknown = meta.keys() - set(METADATA)
    if unknown:
        raise ReadError(f"{where} has {min(unknown)!r}; it may have {', '.join(METADATA)}")
    values: dict[str, Any] = {name: scalar(value, f"`{name}` in {where}") for name, value in meta.items()}
    if values.get("kind") and values["kind"] not in DOCUMENT_KINDS:
        raise ReadError(f"`kind` in {where} is {values['kind']!r}; kinds are {', '.join(DOCUMENT_KINDS)}")
    if "date" in values:
        values["published"] = iso_date(values.pop("date"), f"`date` in {where}")
    return replace(document, **{name: value for name, value in values.items() if value})
