"""Which part of the graph is handed over: about whom, from when, with which status, as known when, to whom. Knows no format.

What is left out is out of the records: a format cannot show it. What disputes a claim goes with it, whatever else is asked for, since a claim
without its denial would look established; where the denial cannot go, the claim stays as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from graph.as_of import day_of, last_day
from graph.exports.gathered import Gathered
from graph.exports.records import Records
from graph.model import (
    ADVERSE,
    DISPUTING,
    FACTUAL,
    GAP,
    STATUSES,
    Claim,
    Decision,
    Document,
    Edge,
    Entity,
    Extraction,
    LocalEntity,
    WatchdocketError,
    in_part,
)
from graph.resolve import entity_id, fold, pair_of

PROFILES: dict[str, str] = {
    "full": "all that is selected, with the texts where the format has them: for your own stores",
    "public": "without unreviewed allegations about natural persons, and of texts only the quotes: for publication",
}
AROUND = 32         # characters before and after a quote that an excerpt keeps, as many as RDF gives of them
# Relations that, with a natural person at an end, tell of an allegation even where the document asserts them.
TELLTALE = ADVERSE | {"DENIES", "PARTY_TO", "SETTLES_WITH", "RULES_FOR"}

Resolved = tuple[Extraction, dict[str, str]]


class Graph(Protocol):
    """The part of a store that is selected from."""

    def resolved(self, as_of: str = "") -> Iterator[Resolved]: ...
    def entities(self, as_of: str = "") -> Iterator[Entity]: ...
    def edges(self, as_of: str = "") -> Iterator[Edge]: ...
    def decisions(self) -> list[Decision]: ...
    def reviewed_claims(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for. Dates are ISO, possibly incomplete; empty: any."""

    entities: frozenset[str] | None = None      # ids: only claims with one of them at an end, or on whose word
    claims: frozenset[str] | None = None        # ids: only these claims
    since: str = ""                             # only claims whose event, or else publication, can have been on this day or later
    until: str = ""
    statuses: frozenset[str] = frozenset(STATUSES)
    as_of: str = ""                             # only what was published by then
    profile: str = "full"                       # a name in PROFILES

    def __post_init__(self) -> None:
        for date in (self.since, self.until, self.as_of):
            day_of(date)
        unknown = self.statuses - STATUSES.keys()
        if unknown or not self.statuses:
            raise WatchdocketError(f"{', '.join(sorted(unknown)) or 'Nothing'} is no status; statuses are {', '.join(STATUSES)}.")
        if self.profile not in PROFILES:
            raise WatchdocketError(f"{self.profile!r} is no profile; profiles are {', '.join(PROFILES)}.")

    @property
    def narrows(self) -> bool:
        """True where whole documents and entities may have nothing to do with what is asked for."""
        return replace(self, as_of="") != Scope()

    def wants(self, claim: Claim, entity_of: dict[str, str], document: Document) -> bool:
        ends = (entity_of[local] for local in (claim.subject, claim.object, *claim.said_by))
        return (claim.status in self.statuses and (self.claims is None or claim.id in self.claims)
                and (self.entities is None or not self.entities.isdisjoint(ends)) and self._in_time(claim.date or document.published))

    def _in_time(self, date: str) -> bool:
        """True where an incomplete date may mean a day of the time asked for; what has no date is in no time."""
        if not (self.since or self.until):
            return True
        first = (date + "-01-01"[len(date) - 4:]) if len(date) in (4, 7) else date
        since = self.since + "-01-01"[len(self.since) - 4:] if self.since else ""
        return bool(last_day(date)) and last_day(date) >= since and (not self.until or first <= last_day(self.until))


def select(graph: Graph, scope: Scope) -> Records:
    """The part of the graph that is asked for; the graph itself where all of it is."""
    return graph if scope == Scope() else Selected(graph, scope)


class Selected:
    """A part of a graph, as records like those of the whole: documents one at a time, entities and edges as these documents alone have them."""

    def __init__(self, graph: Graph, scope: Scope) -> None:
        self._graph, self._scope = graph, scope
        self._reviewed = graph.reviewed_claims() if scope.profile == "public" else frozenset()

    def resolved(self) -> Iterator[Resolved]:
        """The documents that have something to say, by id, reduced to that."""
        for extraction, entity_of in self._graph.resolved(self._scope.as_of):
            withheld = self._withheld(extraction, entity_of, self._untold)
            kept = tuple(claim for claim in extraction.claims if claim not in withheld and self._goes(claim, entity_of, extraction.document))
            if kept or not self._scope.narrows:
                yield self._reduced(extraction, kept, withheld), entity_of

    def entities(self) -> Iterator[Entity]:
        return self._gathered.entities()

    def edges(self) -> Iterator[Edge]:
        return self._gathered.edges()

    def decisions(self) -> list[Decision]:
        """Those that bear on what is selected. The public profile has none: they name who decided, and why."""
        if self._scope.profile == "public":
            return []
        entities = [entity for extraction, _ in self.resolved() for entity in extraction.entities]
        return connected(self._graph.decisions(), {id for entity in entities for id in (entity.id, entity_id(entity))})

    @cached_property
    def _gathered(self) -> Gathered:
        return Gathered(self.resolved())

    @cached_property
    def _told(self) -> set[str]:
        """Edges of which some claim is asked for: what disputes it goes as well."""
        return {pair_of(claim, entity_of).id for extraction, entity_of in self._graph.resolved(self._scope.as_of)
                for claim in extraction.claims if self._scope.wants(claim, entity_of, extraction.document)}

    @cached_property
    def _untold(self) -> set[str]:
        """Edges of which a denial must be withheld, so all of them must: also of a denial whose quote repeats words of such an edge."""
        untold: set[str] = set()
        while self._scope.profile == "public":
            found = {pair_of(claim, entity_of).id for extraction, entity_of in self._graph.resolved(self._scope.as_of)
                     for claim in self._withheld(extraction, entity_of, untold) if claim.status in DISPUTING}
            if found <= untold:
                break
            untold |= found
        return untold

    def _goes(self, claim: Claim, entity_of: dict[str, str], document: Document) -> bool:
        return self._scope.wants(claim, entity_of, document) or (claim.status in DISPUTING and pair_of(claim, entity_of).id in self._told)

    def _withheld(self, extraction: Extraction, entity_of: dict[str, str], untold: set[str]) -> set[Claim]:
        """In the public profile, unreviewed allegations about natural persons, what is `untold`, and all whose quotes repeat words of one."""
        if self._scope.profile != "public":
            return set()
        persons, cases = _persons(extraction.entities)
        barred = [claim for claim in extraction.claims if pair_of(claim, entity_of).id in untold
                  or (claim.id not in self._reviewed and is_allegation_about(claim, persons, cases))]
        return {claim for claim in extraction.claims if any(claim.start < other.end and other.start < claim.end for other in barred)}

    def _reduced(self, extraction: Extraction, kept: tuple[Claim, ...], withheld: set[Claim]) -> Extraction:
        if not self._scope.narrows:
            return replace(extraction, claims=kept)
        named = {local for claim in kept for local in (claim.subject, claim.object, *claim.said_by)}
        entities = tuple(entity for entity in extraction.entities if entity.id in named)
        if self._scope.profile == "public":
            document, entities = _excerpt(extraction, entities, kept, withheld)
            return Extraction(document, entities, (), kept, extraction.extractor, whole=False)
        return replace(extraction, entities=entities, claims=kept)


def connected(decisions: list[Decision], ids: set[str]) -> list[Decision]:
    """The decisions on these entities, and on whatever other decisions tie to them; in the order given."""
    reached, size = set(ids), -1
    while size != len(reached):
        size = len(reached)
        for decision in decisions:
            if not reached.isdisjoint((decision.left, decision.right)):
                reached |= {decision.left, decision.right}
    return [decision for decision in decisions if decision.left in reached]


# ------------------------------------------------------------------ the public profile

def is_allegation_about(claim: Claim, persons: set[str], cases: set[str]) -> bool:
    """True where the claim says of a natural person what is not established, or that somebody accuses, sues, investigates or punishes one.

    `persons` are the local entities that are natural persons, `cases` the disputes that bear the name of one.
    """
    ends = {claim.subject, claim.object}
    is_telling = claim.status not in FACTUAL or claim.relation in TELLTALE
    return not cases.isdisjoint(ends) or (is_telling and not persons.isdisjoint(ends))


def _persons(entities: tuple[LocalEntity, ...]) -> tuple[set[str], set[str]]:
    """The natural persons of a document, and the disputes that bear the name of one."""
    persons = [entity for entity in entities if entity.kind == "Person"]
    surnames = _surnames(persons)
    cases = {entity.id for entity in entities if entity.kind == "Dispute" and _names_one(" ".join((entity.name, *entity.aliases)), surnames)}
    return {entity.id for entity in persons}, cases


def _surnames(persons: list[LocalEntity]) -> set[str]:
    return {words[-1] for person in persons for name in (person.name, *person.aliases) if (words := fold(name).split())}


def _names_one(text: str, surnames: set[str]) -> bool:
    return not surnames.isdisjoint(fold(text).split())


def _excerpt(extraction: Extraction, entities: tuple[LocalEntity, ...], kept: tuple[Claim, ...],
             withheld: set[Claim]) -> tuple[Document, tuple[LocalEntity, ...]]:
    """The document with gaps for all but the quotes, what stands close to them and the names of those they speak of; no word of what is withheld.

    Titles that name a person of whom something is withheld go as well.
    """
    document, quotes = extraction.document, [(claim.start, claim.end) for claim in withheld]
    entities = tuple(replace(entity, mentions=tuple(mention for mention in entity.mentions
                                                    if not any(start < mention.end and mention.start < end for start, end in quotes)))
                     for entity in entities)
    text = [GAP] * len(document.text)
    for start, end in [*((max(0, claim.start - AROUND), claim.end + AROUND) for claim in kept),
                       *((mention.start, mention.end) for entity in entities for mention in entity.mentions)]:
        text[start:end] = document.text[start:end]
    for start, end in quotes:
        text[start:end] = GAP * (end - start)
    spoken_of = {local for claim in withheld for local in (claim.subject, claim.object)}
    surnames = _surnames([entity for entity in extraction.entities if entity.kind == "Person" and entity.id in spoken_of])
    sources = tuple(replace(source, title="") if _names_one(source.title, surnames) else source for source in document.sources)
    title = "" if _names_one(document.title, surnames) else document.title
    return in_part(replace(document, text="".join(text), title=title, sources=sources), document.sha256), entities
