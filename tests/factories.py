"""Documents and claims built by hand, about parties that do not exist. Knows the records, not how they are found in texts.

    extraction("Acme Widgets sues Borduria Cameras in Springfield. …", Acme="Company", …)

A claim is one line: `says("Acme Widgets", "SUES", "Borduria Cameras", "the quote", status="alleged", by=("Daily Bugle",))`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.model import Attribution, Claim, Document, Extraction, LocalEntity, Mention


@dataclass(frozen=True)
class Says:
    """A claim by names; the names and the quote must stand in the text."""

    subject: str
    relation: str
    object: str
    quote: str
    status: str = "asserted"
    by: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


def says(subject: str, relation: str, object: str, quote: str, status: str = "asserted", by: tuple[str, ...] = (), **more: Any) -> Says:
    return Says(subject, relation, object, quote, status, by, more)


def extraction(text: str, entities: dict[str, str], *claims: Says, aliases: dict[str, tuple[str, ...]] | None = None,
               attributions: tuple[Attribution, ...] = (), extractor: str = "hand 1", **metadata: Any) -> Extraction:
    """The extraction of a text in which `entities` (name → kind) are named, with further names in `aliases`. A name need not stand in the text."""
    document = Document(text, **metadata)
    found = {name: local(document, kind, name, (aliases or {}).get(name, ())) for name, kind in entities.items()}
    records = tuple(_claim(document, found, claim) for claim in claims)
    return Extraction(document, tuple(found.values()), attributions, records, extractor)


def local(document: Document, kind: str, name: str, aliases: tuple[str, ...] = ()) -> LocalEntity:
    """What a document calls one thing, with a mention at every place where one of its names stands."""
    names = (name, *aliases)
    places = {(at, at + len(alias)): alias for alias in sorted(names, key=len) for at in _places(document.text, alias)}
    return LocalEntity(document.id, kind, name, names, tuple(sorted(Mention(start, end, alias, "name") for (start, end), alias in places.items())))


def _places(text: str, name: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(name, at)]


def _claim(document: Document, found: dict[str, LocalEntity], claim: Says) -> Claim:
    start = document.text.index(claim.quote)
    return Claim(document.id, claim.relation, found[claim.subject].id, found[claim.object].id, claim.status, tuple(found[name].id for name in claim.by),
                 claim.quote, start, start + len(claim.quote), **({"rule": "hand 1"} | claim.more))
