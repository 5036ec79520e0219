"""Entities and edges of any documents, gathered in memory: their names, ids and numbers, never their texts. Knows records, not where they are kept.

For all documents of a store they are those of the store itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.as_of import last_day
from graph.edges import edge_row
from graph.entities import Thing, entity_row, main_kind
from graph.model import Claim, Document, Edge, Entity, Extraction, LocalEntity
from graph.resolve import Names, Pair, pair_of

Row = dict[str, Any]


@dataclass(slots=True)
class Naming:
    """What documents call one entity."""

    kinds: Counter[str] = field(default_factory=Counter)
    names: Names = field(default_factory=Names)
    members: list[str] = field(default_factory=list)        # local entity ids

    @property
    def kind(self) -> str:
        return main_kind(self.kinds)

    def add(self, entity: LocalEntity) -> None:
        self.kinds[entity.kind] += 1
        self.names.add(entity.name, entity.aliases)
        self.members.append(entity.id)


@dataclass(slots=True)
class Telling:
    """What the claims under one edge say."""

    pair: Pair
    claims: list[str] = field(default_factory=list)
    counts: Counter[tuple[str, str | None]] = field(default_factory=Counter)        # by status and category
    documents: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    known: str = ""

    def add(self, claim: Claim, document: Document, speakers: Iterable[str]) -> None:
        self.claims.append(claim.id)
        self.counts[claim.status, claim.category] += 1
        self.documents.add(document.id)
        self.speakers.update(speakers)
        self.dates.update(filter(None, [claim.date or document.published]))
        known = last_day(document.published)
        self.known = min(filter(None, (self.known, known)), default="")

    def row(self, kinds: tuple[str, str]) -> Row:
        """The properties of the edge, as store.py has them. `kinds` are those of its ends."""
        shared = {"known": self.known or None, "first": min(self.dates, default=None), "last": max(self.dates, default=None)}
        groups: list[Row] = [{"status": status, "category": category, "claims": number, **shared}
                             for (status, category), number in self.counts.items()]
        groups[0] |= {"support": len(self.documents), "said_by": sorted(self.speakers)}
        return edge_row(self.pair, groups, kinds)


class Gathered:
    """The entities that documents name, and the edges under which their claims stand."""

    def __init__(self, documents: Iterable[tuple[Extraction, dict[str, str]]]) -> None:
        self.named: dict[str, Naming] = {}
        self.told: dict[str, Telling] = {}
        for extraction, entity_of in documents:
            for entity in extraction.entities:
                self.named.setdefault(entity_of[entity.id], Naming()).add(entity)
            for claim in extraction.claims:
                pair = pair_of(claim, entity_of)
                self.told.setdefault(pair.id, Telling(pair)).add(claim, extraction.document, (entity_of[each] for each in claim.said_by))

    def entities(self) -> Iterator[Entity]:
        """By id."""
        for id, found in sorted(self.named.items()):
            yield Entity(id, found.kind, found.names.name, found.names.aliases, tuple(sorted(found.members)))

    def edges(self) -> Iterator[Edge]:
        """By source, relation and target."""
        for relation, row in self.edge_rows():
            yield Edge(relation, row["source"], row["target"], row["status"], tuple(row["statuses"]), row["disputed"],
                       tuple(sorted(self.told[row["id"]].claims)), row.get("first"), row.get("last"), row["support"])

    def edge_rows(self) -> Iterator[tuple[str, Row]]:
        """Relation and properties of each edge, as store.py has them, in the same order."""
        for told in sorted(self.told.values(), key=lambda told: (told.pair.source, told.pair.relation, told.pair.target)):
            yield told.pair.relation, told.row((self.named[told.pair.source].kind, self.named[told.pair.target].kind))

    def entity_rows(self) -> Iterator[tuple[str, Row]]:
        """Kind and properties of each entity, as store.py has them, by id."""
        roles: dict[str, Counter[str]] = {id: Counter() for id in self.named}
        for _, row in self.edge_rows():
            for end in ("source", "target"):
                roles[row[end]].update(row[f"{end}_roles"])
        for id, found in sorted(self.named.items()):
            yield found.kind, entity_row(Thing(id, found.kind, found.names, roles[id]))
