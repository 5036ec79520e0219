"""The affair of `affair.yaml` as documents. Knows its format, not what is asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from graph.model import RELATIONS, Citation, Extraction, Source
from tests.factories import Says, extraction, says

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
KIND = {name: kind for kind, names in TABLE["entities"].items() for name in names}


def affair() -> list[Extraction]:
    """All documents; what a claim says is its quote, and its document's sentence."""
    return [_document(**document) for document in TABLE["documents"]]


def _document(title: str, claims: list[list[Any]] | None = None, names: list[str] | None = None, sources: list[dict[str, str]] | None = None,
              **metadata: str) -> Extraction:
    said, cited = [], []
    text = f"{title}.\n" + " ".join(names or ())
    for number, (subject, relation, object, status, *more) in enumerate(claims or (), 1):
        details = dict(*more)
        source, by = details.pop("source", None), tuple(details.pop("by", ()))
        quote = f"{number}. {subject} {RELATIONS[relation].reading} {object} [{', '.join((status, *by))}]."
        cited += [Citation(len(text), len(text) + len(quote), source)] if source else []
        text += f"{quote}\n"
        said.append(says(subject, relation, object, quote, status, by, **details))
    named = {name for claim in said for name in _names(claim)} | set(names or ())
    return extraction(text, {name: KIND[name] for name in KIND if name in named}, *said, title=title,
                      sources=tuple(Source(**source) for source in sources or ()), citations=tuple(cited), **metadata)


def _names(claim: Says) -> tuple[str, ...]:
    return (claim.subject, claim.object, *claim.by)
