"""Reads the text layer of a PDF in a process of its own, with limits on time and memory. Knows pdfplumber, not what becomes of the text.

`python -m ingest.read_pdf FILE` is that process; it prints one JSON object.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.read_layout import REDACTED, Page, Word, group_lines, lay_out, redaction_share
from ingest.text import ReadError

SECONDS = 120               # of processor time; a 66-page filing takes 4
MEMORY = 3 << 30            # bytes of address space; a 66-page filing takes a fifth
MAX_PAGES = 1500
MOSTLY = 0.5                # share of a page's writing from which it counts as mostly blacked out
TOO_FEW_WORDS = 20          # fewer in a whole file: there is nothing to read

_STAMP = re.compile(r"Case:? (?P<case>\S+) .*?Document:? (?P<document>\S+) .*?(?:Date )?Filed:? (?P<m>\d\d)/(?P<d>\d\d)/(?P<y>\d{2,4})")
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
_UNDECODED = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read: `pages` are the offsets at which the pages begin, `notes` sentences on what could not be read."""

    text: str
    pages: tuple[int, ...]
    title: str
    published: str
    court: bool
    notes: tuple[str, ...]


def read_pdf(path: Path) -> PdfText:
    """Read a PDF file. Raises ReadError with a sentence that does not name the file."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        if b"%%EOF" not in file.read():
            raise ReadError("its end is missing: it is truncated or damaged; fetch it again")
    home = Path(__file__).resolve().parent.parent
    try:
        done = subprocess.run([sys.executable, "-P", "-m", "ingest.read_pdf", str(path)], capture_output=True, timeout=2 * SECONDS,
                              check=False, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(home)})
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise ReadError(f"reading it took more than {SECONDS} seconds or {MEMORY >> 30} GB, as a damaged or hostile PDF does; "
                        "print it to a new PDF and ingest that") from error
    if "error" in answer:
        raise ReadError(answer["error"])
    return PdfText(**{**answer, "pages": tuple(answer["pages"]), "notes": tuple(answer["notes"])})


# ------------------------------------------------------------------ in the child process

def _limit() -> None:
    """Take the limits upon this process, where the system knows them."""
    import resource
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue        # macOS has no limit on address space; the time limit of the parent still holds


def _read(path: str) -> dict[str, Any]:
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    logging.disable(logging.CRITICAL)
    try:
        with pdfplumber.open(path, password="") as pdf:
            return _read_pages(pdf)
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise ReadError("it is protected by a password; save a copy without one") from error
        raise ReadError("it is not a readable PDF: it is truncated or damaged") from error
    except PDFException as error:
        raise ReadError("it is not a readable PDF: it is truncated or damaged") from error


def _read_pages(pdf: Any) -> dict[str, Any]:
    if not pdf.pages:
        raise ReadError("it has no pages: it is truncated or damaged")
    if len(pdf.pages) > MAX_PAGES:
        raise ReadError(f"it has {len(pdf.pages)} pages, and {MAX_PAGES} are the most that are read; split it")
    pages, broken = [], []
    for number, page in enumerate(pdf.pages, 1):
        try:
            pages.append(Page(tuple(_words(page)), float(page.height)))
        except (RecursionError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError):
            pages.append(Page(()))    # pdfminer's ways to fail on one damaged page
            broken.append(number)
        page.close()
    metadata = pdf.metadata or {}
    stamp = next((m for line in group_lines(pages[0].words) if (m := _STAMP.search(line.text))), None)
    text, offsets = lay_out(pages)
    return {"text": text, "pages": offsets, "title": _title(metadata, stamp), "published": _published(metadata, stamp),
            "court": bool(stamp), "notes": _notes(pages, broken, text)}


def _notes(pages: list[Page], broken: list[int], text: str) -> list[str]:
    """Sentences on what of the file is not in the text. Raises ReadError where nearly all of it is not."""
    empty = [number for number, page in enumerate(pages, 1) if not page.words and number not in broken]
    if len(broken) == len(pages):
        raise ReadError("none of its pages can be read: it is damaged")
    if len(empty) + len(broken) == len(pages):
        raise ReadError("it has no text layer, only pictures of pages; run OCR on it first (for example `ocrmypdf IN OUT`)")
    words = [word for page in pages for word in page.words if word.text != REDACTED]
    if sum(bool(_UNDECODED.search(word.text)) for word in words) > len(words) / 5:
        raise ReadError("its fonts do not say which letters they draw; run OCR on it first (for example `ocrmypdf --force-ocr IN OUT`)")
    black = [number for number, page in enumerate(pages, 1) if redaction_share(page.words) >= MOSTLY]
    if len(text.replace(REDACTED, "").split()) < TOO_FEW_WORDS:
        raise ReadError("it is blacked out: next to no words are left" if black else "it has next to no text, only pictures; run OCR on it first")
    notes = []
    if black:
        notes.append(f"{_which(black, len(pages))} mostly blacked out; what is missing reads {REDACTED}.")
    if empty:
        notes.append(f"{_which(empty, len(pages))} without text, only pictures, and not read.")
    if broken:
        notes.append(f"{_which(broken, len(pages))} damaged and not read.")
    return notes


def _which(numbers: list[int], of: int) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]} of {of} is"
    return f"{len(numbers)} of {of} pages ({', '.join(map(str, numbers[:12]))}{', …' if len(numbers) > 12 else ''}) are"


def _words(page: Any) -> list[Word]:
    """The visible upright words of a page, and a word REDACTED for each black box among them."""
    boxes = _black_boxes(page)
    seen = page.filter(lambda o: o["object_type"] != "char" or (o.get("upright", True) and not any(_inside(o, box) for box in boxes)))
    raw = seen.extract_words(x_tolerance_ratio=0.15, y_tolerance=3, extra_attrs=["size", "fontname"])
    words = [Word(w["text"].replace("\0", "\ufffd"), w["x0"], w["x1"], w["top"], w["bottom"], round(w["size"], 1), "bold" in w["fontname"].lower())
             for w in raw]
    return words + _redactions(boxes, words) if words else []


def _black_boxes(page: Any) -> list[dict[str, Any]]:
    """Boxes that are black when the page is drawn; many that are filled with black are painted over later, as forms on web pages are.

    Letters in them are not meant to be read, also where they are still in the file.
    """
    boxes = [r for r in page.rects if r.get("fill") and _dark(r.get("non_stroking_color")) and r["width"] >= 8 and r["height"] >= 6]
    if not boxes:
        return []
    picture = page.to_image(resolution=72).original.convert("L")        # a pixel a point
    return [box for box in boxes if _is_black(picture.crop((box["x0"] + 1, box["top"] + 1, box["x1"] - 1, box["bottom"] - 1)))]


def _is_black(picture: Any) -> bool:
    pixels = picture.histogram()
    return bool(sum(pixels[:64]) >= 0.93 * max(1, sum(pixels)))     # white letters on a black ground leave less


def _inside(thing: dict[str, Any], box: dict[str, Any]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box["x0"] <= x <= box["x1"] and box["top"] <= y <= box["bottom"])


def _redactions(boxes: list[dict[str, Any]], words: list[Word]) -> list[Word]:
    """A word for each box in the body, and for each line that a tall one covers."""
    left, right = min(w.x0 for w in words) - 6, max(w.x1 for w in words) + 6
    size = sorted(w.size for w in words)[len(words) // 2]
    found = []
    for box in boxes:
        if left <= box["x0"] and box["x1"] <= right:
            rows = max(1, round(box["height"] / (2.2 * size)))
            height = box["height"] / rows
            found += [Word(REDACTED, box["x0"], box["x1"], box["top"] + n * height, box["top"] + (n + 1) * height, size) for n in range(rows)]
    return found


def _dark(colour: Any) -> bool:
    """True for near-black in any of PDF's colour spaces; letters and boxes without a stated colour are black."""
    parts = [float(part) for part in colour if isinstance(part, int | float)] if isinstance(colour, tuple | list) else \
        [float(colour)] if isinstance(colour, int | float) else []
    if len(parts) == 4:
        return parts[3] > 0.75 or sum(parts[:3]) > 2.4
    return sum(parts) <= 0.25 * len(parts)


def _title(metadata: dict[str, Any], stamp: re.Match[str] | None) -> str:
    title = str(metadata.get("Title") or "").strip()
    title = re.sub(r"^Microsoft (?:Word|PowerPoint|Excel) - ", "", title)
    title = re.sub(r"\.(?:docx?|pdf|rtf|odt|xlsx?|pptx?)$", "", title, flags=re.IGNORECASE)
    if stamp and (not title or "://" in title):
        return f"Case {stamp['case']}, document {stamp['document']}"
    return "" if "://" in title or title.lower() in ("untitled", "document") else title


def _published(metadata: dict[str, Any], stamp: re.Match[str] | None) -> str:
    if stamp:
        return f"{stamp['y'] if len(stamp['y']) == 4 else '20' + stamp['y']}-{stamp['m']}-{stamp['d']}"
    made = _DATE.match(str(metadata.get("CreationDate") or ""))
    return "-".join(made.groups()) if made else ""


def _main(path: str) -> None:
    _limit()
    try:
        answer: dict[str, Any] = _read(path)
    except ReadError as error:
        answer = {"error": str(error)}
    except (MemoryError, RecursionError):
        answer = {"error": "it is nested or packed in a way that only a hostile PDF is; print it to a new PDF and ingest that"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main(sys.argv[1])
