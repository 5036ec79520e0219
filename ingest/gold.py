"""The annotated-document format (`NNN.json`) in and out. Knows JSON, not how anything in it was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graph.model import DOCUMENT_KINDS, Document, Extraction, WatchdocketError


def read_gold(path: Path) -> Document:
    """Read only `text` and `source` of a gold-format file; its annotations are never looked at."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        text, source = data["text"], data.get("source") or {}
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise WatchdocketError(f"{path} is not a gold-format file: it must be JSON with a `text` ({error}).") from error
    kind = source.get("kind") or "unknown"
    return Document(text=text, title=source.get("title") or "", publisher=source.get("publisher") or "", url=source.get("url") or "",
                    published=source.get("date") or "", kind=kind if kind in DOCUMENT_KINDS else "unknown", licence=source.get("licence") or "")


def to_gold(extraction: Extraction, name: str) -> dict[str, Any]:
    """Give the extraction in gold format, with `attributions` beside; `name` is what `doc` says."""
    document = extraction.document
    ids = {entity.id: f"e{number}" for number, entity in enumerate(extraction.entities, 1)}
    return {
        "doc": name,
        "text": document.text,
        "source": {"title": document.title, "publisher": document.publisher, "url": document.url, "date": document.published,
                   "kind": document.kind, "licence": document.licence},
        "entities": [{"id": ids[e.id], "kind": e.kind, "name": e.name, "aliases": list(e.aliases)} for e in extraction.entities],
        "claims": [{"id": f"c{number}", "relation": c.relation, "subject": ids[c.subject], "object": ids[c.object], "status": c.status,
                    "said_by": [*(ids[s] for s in c.said_by), "doc"], "category": c.category, "date": c.date, "amount": c.amount,
                    "quote": c.quote, "start": c.start, "end": c.end, "rule": c.rule, "confidence": round(c.confidence, 3)}
                   for number, c in enumerate(extraction.claims, 1)],
        "attributions": [{"source": [list(s) for s in a.source], "cue": [list(s) for s in a.cue], "content": [list(s) for s in a.content],
                          "kind": a.kind} for a in extraction.attributions],
    }
