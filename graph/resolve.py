"""Which local entities are one thing, what that thing is called, and what its claims add up to. Knows records, not where they are kept.

Two local entities are one where their keys are equal, and the key is made of strong evidence only: kind and whole name. A name that
would fit many things (one word of a person's name, “the District Court”, a dispute without number or caption) stays with its document.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.model import DISPUTING, FACTUAL, FIRMNESS, PLACES, RELATIONS, Claim, LocalEntity, make_id

# ------------------------------------------------------------------ keys

_LEGAL = """inc incorporated corp corporation co company companies ltd limited llc llp lp plc pvt private pte pty gmbh ag kg se sa sas sarl
    spa srl bv nv ab as oy aps kk bhd sdn pjsc jsc oao ooo"""

# Words that name a kind of thing and no one thing: a name of these alone ("City Police Department", "Safe City project") is no identity.
_COMMON = """a the of for and in court courts supreme high district superior circuit appeals appeal appellate federal county trial tribunal
    arbitration justice council city cities town municipal municipality national state states central local public government ministry
    department office agency authority commission committee board bureau police sheriff army prosecutor attorney general parliament
    congress senate safe smart secure project programme program system systems surveillance camera cameras network platform initiative
    university company contractor interior defense defence home affairs data protection dpa"""

LEGAL_FORMS, GENERIC = frozenset(_LEGAL.split()), frozenset(_COMMON.split())

DOCKET = re.compile(r"\b(?:\d{1,2}:)?\d{2}-(?:cv|cr|mc|md|civ|cm)-\d{2,6}\b"          # 8:21-cv-01357
                    r"|\b[CT]-\d{1,4}/\d{2}\b|\bB-\d{6}(?:\.\d+)?\b|\b\d{2}-\d{3,5}\b", re.IGNORECASE)    # C-311/18, B-416752.2, 20-16408
CAPTION = re.compile(r"^(.+?)\s+(?:v|vs|versus)\.?\s+(.+)$", re.IGNORECASE)


SHORT_WORD, LONG_WORD = 3, 4      # letters up to which a word is taken as it is, and up to which only one of them may be wrong


def fold(name: str) -> str:
    """A name without case, accents, punctuation and leading "the": "The Société Acmé, Inc." → "societe acme inc"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain).replace("'", "").replace("’", "").replace("&", " and ")     # u.s. → us, s.a. → sa
    words = re.findall(r"\w+", plain)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def fold_company(name: str) -> str:
    """`fold` without legal forms at the end: "Acme Co., Ltd." → "acme"; a name that is nothing else keeps them."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def key_of(entity: LocalEntity) -> str | None:
    """What makes this entity the same as another of its kind; None where nothing strong does."""
    if entity.kind == "Dispute":
        return _dispute_key(entity)
    name = fold_company(entity.name) if entity.kind in ("Company", "Organization") else fold(entity.name)
    words = name.split()
    if not words or (entity.kind == "Person" and len(words) == 1) or (entity.kind not in PLACES and GENERIC.issuperset(words)):
        return None
    return name


def _dispute_key(entity: LocalEntity) -> str | None:
    """The parties in their order where the name is a caption of two proper names, else the docket number."""
    caption = CAPTION.match(entity.name)
    if caption:
        sides = [fold_company(re.sub(r"\bet al\b.*", "", side)) for side in caption.groups()]
        return None if any(GENERIC.issuperset(side.split()) for side in sides) else " v ".join(sides)
    docket = DOCKET.search(entity.name)
    return docket.group().casefold() if docket else None


def entity_id(entity: LocalEntity) -> str:
    """The id of the entity across documents that this local entity speaks of, as long as no decision makes it one with another.

    It depends on the record alone, so that a decision on it holds whatever else is read, taken back or kept on another server.
    """
    key = key_of(entity)
    return make_id("thing", entity.kind, key) if key else make_id("thing", entity.kind, entity.name, entity.document)


# ------------------------------------------------------------------ names

@dataclass(slots=True)
class Names:
    """How many local entities use each name, as their own name and as one of their aliases. Adding and taking away commute."""

    own: Counter[str] = field(default_factory=Counter)
    uses: Counter[str] = field(default_factory=Counter)
    members: int = 0

    def add(self, name: str, aliases: Iterable[str], times: int = 1) -> None:
        """Count one local entity in (1) or out (-1)."""
        self.own[name] += times
        self.uses.update(dict.fromkeys({name, *aliases}, times))
        self.members += times

    @property
    def aliases(self) -> tuple[str, ...]:
        return tuple(sorted(alias for alias, uses in self.uses.items() if uses > 0))

    @property
    def name(self) -> str:
        """The name most documents use; of equals the longest, then the first in the alphabet."""
        return min(self.aliases, key=lambda alias: (-self.own[alias], -len(alias), alias))


def searchable(aliases: Iterable[str]) -> str:
    """The text that the full-text index holds of an entity."""
    return "\n".join(sorted({fold(alias) for alias in aliases}))


def name_search(text: str) -> str:
    """The question that finds, in the full-text index, names with words that begin as the words of `text` do; empty where it has none."""
    return " ".join(f"+{word}*" for word in fold(text).split())


def near_search(text: str) -> str:
    """As `name_search`, for words of which a letter or two are wrong or missing, or two are swapped; of short words none may be."""
    return " ".join(f"+{word}~{2 if len(word) > LONG_WORD else 1}" if len(word) > SHORT_WORD else f"+{word}*" for word in fold(text).split())


# ------------------------------------------------------------------ edges

@dataclass(frozen=True, slots=True)
class Pair:
    """One relation between two entities, the key of an edge. A symmetric relation has its ends in the order of their ids."""

    id: str
    relation: str
    source: str
    target: str


def pair_of(claim: Claim, entity_of: Mapping[str, str]) -> Pair:
    """The edge that a claim stands under. `entity_of` gives the entity of each local entity."""
    return pair_between(claim.relation, entity_of[claim.subject], entity_of[claim.object])


def pair_between(relation: str, source: str, target: str) -> Pair:
    """The key of the edge that says so of these two entities."""
    if RELATIONS[relation].symmetric:
        source, target = min(source, target), max(source, target)
    return Pair(make_id("edge", relation, source, target), relation, source, target)


def edge_status(statuses: Iterable[str]) -> str:
    """The firmest status of claims that do not dispute; where all dispute, "denied" before "negated"."""
    known = set(statuses)
    return max(known - DISPUTING, key=FIRMNESS.__getitem__, default="") or min(known)


def is_established(statuses: Iterable[str]) -> bool:
    """True where some claim is asserted or ruled and none is denied or negated."""
    return bool(FACTUAL.intersection(statuses)) and DISPUTING.isdisjoint(statuses)


# ------------------------------------------------------------------ roles

PUBLIC = PLACES | {"Authority", "Court"}

# role → (relation, end that has it, kinds the other end may have). Only an established edge gives a role: an allegation is no fact.
ROLES: dict[str, tuple[tuple[str, str, frozenset[str] | None], ...]] = {
    "vendor": (("CONTRACTS_WITH", "target", PUBLIC),),
    "buyer": (("CONTRACTS_WITH", "source", None),),
    "subcontractor": (("SUBCONTRACTS_TO", "target", None),),
    "plaintiff": (("SUES", "source", None), ("PARTY_TO", "source", None)),
    "defendant": (("SUES", "target", None), ("PARTY_TO", "source", None)),
    "overseer": (("OVERSEES", "source", None),),
    "regulator": tuple((relation, "source", None) for relation in ("FINES", "SANCTIONS", "INVESTIGATES")),
}
REGULATORS = PUBLIC | {"Organization"}      # a firm or a person that looks into something regulates nobody


def roles_of(relation: str, kinds: tuple[str, str], parts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles that an established edge gives its source and its target. `kinds` are those of the two; `parts` the factual categories."""
    given: dict[str, list[str]] = {"source": [], "target": []}
    for role, rules in ROLES.items():
        for wanted, end, others in rules:
            fits = relation == wanted and (others is None or kinds[end == "source"] in others)
            fits = fits and (relation != "PARTY_TO" or role in parts) and (role != "regulator" or kinds[0] in REGULATORS)
            if fits:
                given[end].append(role)
    return tuple(given["source"]), tuple(given["target"])
