"""Graphs made by hand, without a server: a document from claims alone, and a store in memory that resolves as the real one does. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.as_of import day_of, last_day
from graph.model import DISPUTING, KINDS, RELATIONS, Claim, Decision, Edge, Entity, Extraction
from graph.resolve import Names, Pair, edge_status, entity_id, pair_of
from tests.factories import extraction, says


def split(name: str) -> tuple[str, str]:
    """ "Person:Ann" is the kind Person and the name Ann; without a kind it is a Company."""
    kind, _, plain = name.partition(":")
    return (kind, plain) if kind in KINDS else ("Company", name)


def document_of(sentences: Iterable[tuple[str, str, str, str, tuple[str, ...]]], **metadata: object) -> Extraction:
    """One document; each sentence is (subject, relation, object, status, said by), and what it says is its quote."""
    entities, claims = {}, []
    for subject, relation, object_, status, speakers in sentences:
        names = [split(name) for name in (*speakers, subject, object_)]
        entities |= {plain: kind for kind, plain in names}
        *by, subject, object_ = (plain for _, plain in names)
        quote = f"{status}: {', '.join((*by, subject))} {RELATIONS[relation].reading} {object_}."
        more = {"category": "other"} if RELATIONS[relation].categorised else {}
        claims.append(says(subject, relation, object_, quote, status, tuple(by), rule="by hand 1", confidence=0.9, **more))
    return extraction("\n".join(claim.quote for claim in claims), entities, *claims, extractor="test 1.0", **metadata)


@dataclass(frozen=True)
class Graph:
    """A store in memory."""

    documents: tuple[Extraction, ...]
    reviewed: frozenset[str] = frozenset()          # ids of claims

    def resolved(self, as_of: str = "") -> Iterator[tuple[Extraction, dict[str, str]]]:
        for document in sorted(self.documents, key=lambda extraction: extraction.document.id):
            if not as_of or "" < last_day(document.document.published) <= day_of(as_of):
                yield document, {entity.id: entity_id(entity) for entity in document.entities}

    def entities(self, as_of: str = "") -> Iterator[Entity]:
        found: dict[str, tuple[str, Names, list[str]]] = {}
        for document in self.documents:
            for entity in document.entities:
                _, names, members = found.setdefault(entity_id(entity), (entity.kind, Names(), []))
                names.add(entity.name, entity.aliases)
                members.append(entity.id)
        return (Entity(id, kind, names.name, names.aliases, tuple(members)) for id, (kind, names, members) in sorted(found.items()))

    def edges(self, as_of: str = "") -> Iterator[Edge]:
        pairs: dict[Pair, list[tuple[Claim, str]]] = {}
        for document, entity_of in self.resolved():
            for claim in document.claims:
                pairs.setdefault(pair_of(claim, entity_of), []).append((claim, claim.date or document.document.published))
        for pair in sorted(pairs, key=lambda pair: (pair.source, pair.relation, pair.target)):
            claims, statuses = [claim for claim, _ in pairs[pair]], {claim.status for claim, _ in pairs[pair]}
            dates = [date for _, date in pairs[pair] if date]
            yield Edge(pair.relation, pair.source, pair.target, edge_status(statuses), tuple(statuses), bool(statuses & DISPUTING),
                       tuple(claim.id for claim in claims), min(dates, default=None), max(dates, default=None),
                       len({claim.document for claim in claims}))

    def decisions(self) -> list[Decision]:
        return []

    def reviewed_claims(self) -> frozenset[str]:
        return self.reviewed
