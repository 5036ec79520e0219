"""Graphs made by hand, without a server: documents, and a store in memory that takes things of one kind and name for the same. Knows no format."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.model import DISPUTING, FIRMNESS, KINDS, RELATIONS, Claim, Document, Edge, Entity, Extraction, LocalEntity, Mention, make_id


def split(name: str) -> tuple[str, str]:
    """ "Person:Ann" is the kind Person and the name Ann; without a kind it is a Company."""
    kind, _, plain = name.partition(":")
    return (kind, plain) if kind in KINDS else ("Company", name)


def document_of(sentences: Iterable[tuple[str, str, str, str, tuple[str, ...]]], **metadata: object) -> Extraction:
    """One document; each sentence is (subject, relation, object, status, said by)."""
    text, found, stretches = "", {}, []
    for subject, relation, object_, status, speakers in sentences:
        start = len(text)
        for name in (*speakers, subject, object_):
            kind, plain = split(name)
            found.setdefault((kind, plain), []).append((len(text), len(text) + len(plain)))
            text += plain + " "
        stretches.append((start, len(text) - 1))
        text += f"{status} {relation}.\n"
    document = Document(text=text, **metadata)
    entities = {key: LocalEntity(document.id, *key, aliases=(key[1],), mentions=tuple(Mention(*span, key[1], key[0]) for span in spans))
                for key, spans in found.items()}

    def local(name: str) -> str:
        return entities[split(name)].id

    claims = tuple(Claim(document.id, relation, local(subject), local(object_), status, tuple(map(local, speakers)), text[start:end], start, end,
                         category="other" if RELATIONS[relation].categorised else None, rule="by hand 1", confidence=0.9)
                   for (subject, relation, object_, status, speakers), (start, end) in zip(sentences, stretches, strict=True))
    return Extraction(document, tuple(entities.values()), (), claims, extractor="test 1.0")


@dataclass(frozen=True)
class Graph:
    """A store in memory: things of the same kind and name in different documents are one."""

    documents: tuple[Extraction, ...]

    def resolved(self) -> Iterator[tuple[Extraction, dict[str, str]]]:
        for extraction in sorted(self.documents, key=lambda extraction: extraction.document.id):
            yield extraction, {entity.id: make_id(entity.kind, entity.name) for entity in extraction.entities}

    def entities(self) -> Iterator[Entity]:
        local = sorted((make_id(entity.kind, entity.name), entity.id, entity) for extraction in self.documents for entity in extraction.entities)
        for id, group in itertools.groupby(local, lambda row: row[0]):
            members = [entity for _, _, entity in group]
            yield Entity(id, members[0].kind, members[0].name, tuple({alias for member in members for alias in member.aliases}),
                         tuple(member.id for member in members))

    def edges(self) -> Iterator[Edge]:
        pairs: dict[tuple[str, str, str], list[Claim]] = {}
        for extraction, entity in self.resolved():
            for claim in extraction.claims:
                pairs.setdefault((claim.relation, entity[claim.subject], entity[claim.object]), []).append(claim)
        for (relation, source, target), claims in sorted(pairs.items()):
            statuses = {claim.status for claim in claims}
            yield Edge(relation, source, target, max(sorted(statuses), key=lambda status: FIRMNESS.get(status, 0)), tuple(statuses),
                       bool(statuses & DISPUTING), tuple(claim.id for claim in claims), "2021-08", None, len({claim.document for claim in claims}))
