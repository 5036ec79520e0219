"""What is known of each thing by itself, gathered document by document: its names, whom it has to do with, where it sits. Knows records only.

A thing is what `resolve.entity_id` gives; decisions make several of them one. Profiles do not depend on that, nor on the order of documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.known import country_of, entry
from graph.model import BODIES, FACTUAL, PLACES, Claim, LocalEntity
from graph.names import Form, countries_in, form, is_office, plain
from graph.resolve import GENERIC, entity_id, key_of

SEATS = frozenset({"BASED_IN", "LOCATED_IN"})
KNOWN_NAMES = 12            # names of one thing that are compared


@dataclass(slots=True)
class Profile:
    """What all documents say of one thing, as far as it tells it from others."""

    id: str
    kind: str
    names: Counter[str] = field(default_factory=Counter)            # its names, by how many documents use each
    own: set[str] = field(default_factory=set)                      # those that are its fullest in some document
    documents: set[str] = field(default_factory=set)
    ties: set[tuple[str, str, str]] = field(default_factory=set)    # relation, this thing's end of it, the other thing
    countries: set[str] = field(default_factory=set)                # where it sits, as factual claims have it
    claims: int = 0
    is_common: bool = False         # its name is that of a sort of thing: it stays with its document
    _forms: dict[Form, str] | None = None

    @property
    def name(self) -> str:
        """The name most documents use; of equals the longest, then the first in the alphabet."""
        return min(self.own, key=lambda name: (-self.names[name], -len(name), name))

    def count_in(self, entity: LocalEntity) -> None:
        """Add what one document calls it."""
        self.names.update({entity.name, *entity.aliases})
        self.own.add(entity.name)
        self.documents.add(entity.document)
        self._forms = None

    def forms(self) -> dict[Form, str]:
        """Its names as they are compared, its fullest first. Of a person of whom more is known, a name of one word tells nothing."""
        if self._forms is None:
            known = sorted(self.names, key=lambda name: (name not in self.own, -self.names[name], name))[:KNOWN_NAMES]
            found = {each: name for name in reversed(known) if (each := form(self.kind, name)).words}
            telling = {each: name for each, name in found.items() if len(each.words) > 1 or (self.kind != "Person" and each.words[0] not in GENERIC)}
            self._forms = telling or found
        return self._forms

    def own_forms(self) -> set[Form]:
        """Those of its names that are its fullest in some document."""
        return {each for each, name in self.forms().items() if name in self.own}

    def is_office(self) -> bool:
        """True for a public body whose names and seat tell of no country: "Information Commissioner"."""
        return self.kind in ("Authority", "Court") and not self.seats() and all(is_office(each) for each in self.own_forms())

    def seats(self) -> set[str]:
        """The countries in which it sits, as claims have it or its whole names say."""
        return self.countries.union(*map(countries_in, self.own_forms())) if self.kind in BODIES else self.countries


class Statement(NamedTuple):
    """As much of a claim as bears on identity; the ends are local entity ids."""

    relation: str
    status: str
    subject: str
    object: str


class Profiles:
    """What is known of all things, gathered document by document in any order. `split`: local entities that go under their own ids."""

    def __init__(self, split: Collection[str] = ()) -> None:
        self.known: dict[str, Profile] = {}
        self._split = frozenset(split)

    def add(self, entities: Iterable[LocalEntity], claims: Iterable[Claim | Statement]) -> None:
        """Count in one document."""
        ids = {entity.id: entity.id if entity.id in self._split else entity_id(entity) for entity in entities}
        for entity in entities:
            profile = self.known.setdefault(ids[entity.id], Profile(ids[entity.id], entity.kind))
            profile.count_in(entity)
            profile.is_common = key_of(entity) is None
        for claim in claims:
            self._add_claim(claim, self.known[ids[claim.subject]], self.known[ids[claim.object]])

    def _add_claim(self, claim: Claim | Statement, subject: Profile, object: Profile) -> None:
        subject.ties.add((claim.relation, "subject", object.id))
        object.ties.add((claim.relation, "object", subject.id))
        subject.claims += 1
        object.claims += 1
        if claim.relation in SEATS and claim.status in FACTUAL and object.kind in PLACES:
            fold = plain(object.kind)
            country = country_of(object.kind, fold(object.name), fold)
            subject.countries.update({country} if country else ())


def entry_of(kind: str, name: Form) -> str | None:
    """The row of the gazetteer that alone has this name."""
    return entry(kind, " ".join(name.words), plain("Company" if kind in BODIES else kind))
