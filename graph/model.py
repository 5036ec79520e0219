"""The records that travel between stages, and the one table of kinds, relations, statuses and categories.

Knows no database, no language model and no file format. Constraints, RDF terms, labels and documentation are made from these tables.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field, replace

GAP = "░"           # stands for a character of a document that is not known here, or not given away


def make_id(*parts: object) -> str:
    """Give a 24-character id that depends on the parts alone: the same thing has the same id in every run."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:24]


# ------------------------------------------------------------------ vocabulary

@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of thing an entity is."""

    name: str
    labels: tuple[str, ...]     # Cypher labels beside :Entity
    ftm: str | None             # FollowTheMoney schema
    meaning: str


KINDS: dict[str, Kind] = {kind.name: kind for kind in (
    Kind("Company", ("Company",), "Company", "a commercial firm, whatever its part"),
    Kind("Authority", ("Authority",), "PublicBody", "a public body: ministry, police, regulator, agency, prosecutor, a named government"),
    Kind("Court", ("Court",), "PublicBody", "a court, tribunal or arbitral body"),
    Kind("Organization", ("Organization",), "Organization", "any other body: NGO, news medium, university, union, party"),
    Kind("Person", ("Person",), "Person", "a named natural person"),
    Kind("City", ("Place", "City"), "Address", "a city, town, municipality or county as a place"),
    Kind("Region", ("Place", "Region"), "Address", "a state, province, district or supranational region"),
    Kind("Country", ("Place", "Country"), "Address", "a country"),
    Kind("Project", ("Project",), "Project", "a named programme or installation"),
    Kind("Product", ("Product",), "Asset", "a named product, system or technology of a maker"),
    Kind("Dispute", ("Dispute",), "CourtCase", "a lawsuit, arbitration, bid protest or formal case; one per proceeding"),
)}

PLACES = frozenset({"City", "Region", "Country"})
BODIES = frozenset({"Company", "Authority", "Court", "Organization"})
PARTIES = BODIES | PLACES | {"Person"}
ANYTHING = frozenset(KINDS)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a claim says of two things. `domain` and `range` are the kinds its ends may have."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    reading: str                # "Acme ‹sues› the city"
    inverse: str                # "the city ‹is sued by› Acme"
    meaning: str
    symmetric: bool = False
    categorised: bool = False   # `Claim.category` is one of CATEGORIES


def _kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


RELATIONS: dict[str, Relation] = {relation.name: relation for relation in (
    Relation("CONTRACTS_WITH", PARTIES - {"Court"}, _kinds("Company", "Organization"),
             "buys from", "sells to", "bought from, hired or awarded a contract to"),
    Relation("SUBCONTRACTS_TO", _kinds("Company"), _kinds("Company"),
             "subcontracts to", "is a subcontractor of", "a contractor hired another firm for part of its work"),
    Relation("BIDS_FOR", _kinds("Company"), PLACES | {"Project", "Authority", "Company", "Organization"},
             "bids for", "receives a bid from", "took part in a tender, offered, was shortlisted"),
    Relation("WORKS_ON", _kinds("Company"), _kinds("Project"), "works on", "is worked on by", "builds, supplies or runs part of the project"),
    Relation("OVERSEES", _kinds("Authority", "Person", "Company", "Organization") | PLACES, _kinds("Project"),
             "oversees", "is overseen by", "owns, runs or supervises the project"),
    Relation("TERMINATES", PARTIES, _kinds("Company", "Organization", "Project", "Product", "Authority") | PLACES,
             "ends its contract with", "loses the contract of", "ended, cancelled or did not renew the contract with or the use of"),
    Relation("MAKES", _kinds("Company", "Organization", "Person", "Authority"), _kinds("Product"),
             "makes", "is made by", "develops or sells the product"),
    Relation("USES", PARTIES | {"Project"}, _kinds("Product", "Company"), "uses", "is used by", "deploys the product"),
    Relation("PARTNERS_WITH", _kinds("Company", "Organization", "Authority"), _kinds("Company", "Organization", "Authority"),
             "works together with", "works together with", "works together, not as buyer or subcontractor", symmetric=True),
    Relation("OWNS", _kinds("Company", "Person", "Authority", "Organization") | PLACES, BODIES,
             "owns", "is owned by", "parent, owner or acquirer of"),
    Relation("HOLDS_ROLE", _kinds("Person", "Company", "Organization"), BODIES | PLACES | {"Person", "Project", "Dispute"},
             "holds a role at", "has as office-holder", "office, employment, directorship or counsel of"),
    Relation("BASED_IN", BODIES | {"Person"}, PLACES, "is based in", "is the seat of", "seat, incorporation or origin"),
    Relation("LOCATED_IN", PLACES | {"Project", "Authority", "Court"}, PLACES, "lies in", "contains", "lies in or serves the place"),
    Relation("SUES", PARTIES, PARTIES, "sues", "is sued by", "brought or brings a proceeding against"),
    Relation("FILED_IN", _kinds("Dispute"), _kinds("Court", "Authority"), "was filed in", "hears", "the proceeding was brought in or is heard by"),
    Relation("PARTY_TO", PARTIES, _kinds("Dispute"),
             "is a party to", "has as party", "plaintiff, defendant, intervenor, appellant, appellee or amicus of"),
    Relation("CONCERNS", _kinds("Dispute"), _kinds("Project", "Product", "Company", "Authority", "Organization"),
             "concerns", "is the subject of", "what the proceeding is about"),
    Relation("ACCUSES", PARTIES, PARTIES | {"Product"}, "accuses", "is accused by", "says the other did wrong", categorised=True),
    Relation("DENIES", PARTIES, PARTIES, "denies the accusation of", "is contradicted by", "rejects an accusation of the other", categorised=True),
    Relation("INVESTIGATES", PARTIES, PARTIES | {"Project", "Product"}, "investigates", "is investigated by", "opened an inquiry, audit or probe"),
    Relation("RULES_FOR", _kinds("Court", "Authority", "Person", "Organization") | PLACES, PARTIES,
             "rules for", "wins before", "decided for, in whole or in the point reported"),
    Relation("RULES_AGAINST", _kinds("Court", "Authority", "Person", "Organization") | PLACES, PARTIES,
             "rules against", "loses before", "decided against, in whole or in the point reported"),
    Relation("FINES", _kinds("Authority", "Court", "Organization") | PLACES, PARTIES, "fines", "is fined by", "money penalty"),
    Relation("SANCTIONS", PARTIES, PARTIES | {"Product"}, "sanctions", "is sanctioned by", "blacklisted, banned or export-controlled"),
    Relation("SETTLES_WITH", PARTIES, PARTIES, "settles with", "settles with", "settlement", symmetric=True),
)}

# What each status means, and how firm an edge it can carry; denied and negated carry none, they dispute it.
STATUSES: dict[str, str] = {
    "ruled": "a court or authority found, held or ordered so",
    "asserted": "the source says so in its own voice",
    "alleged": "somebody says so and the source does not adopt it",
    "planned": "future, intended, conditional or sought",
    "denied": "somebody rejects this claim",
    "negated": "the text says it is not so",
}
FIRMNESS: dict[str, int] = {"ruled": 4, "asserted": 3, "alleged": 2, "planned": 1}
FACTUAL = frozenset({"ruled", "asserted"})
DISPUTING = frozenset({"denied", "negated"})

# Relations that say of their object that it did wrong, or what befell it for that.
ADVERSE = frozenset({"ACCUSES", "SUES", "INVESTIGATES", "RULES_AGAINST", "FINES", "SANCTIONS", "TERMINATES"})

CATEGORIES: tuple[str, ...] = (
    "trade_secrets", "breach_of_contract", "non_payment", "backdoor_or_espionage", "unlawful_access", "privacy", "human_rights", "corruption",
    "fraud_or_misrepresentation", "ip_infringement", "sanctions_or_export", "discrimination", "procurement_irregularity", "competition",
    "defamation", "other",
)
DOCUMENT_KINDS: tuple[str, ...] = ("news", "ngo", "court", "government", "encyclopedia", "company", "dossier", "unknown")


# ------------------------------------------------------------------ records of one document

@dataclass(frozen=True, slots=True)
class Source:
    """A publication that a document rests on (a dossier's footnote). Its key is the footnote's name in the document."""

    key: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Ties the stretch [start, end) of a document's text to the key of one of its sources."""

    start: int
    end: int
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and where it comes from. All offsets of other records are code points into `text`."""

    text: str                               # normalised, as every offset sees it
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""                     # ISO date, possibly incomplete (YYYY, YYYY-MM)
    kind: str = "unknown"                   # one of DOCUMENT_KINDS
    licence: str = ""
    language: str = "en"                    # ISO 639-1
    pages: tuple[int, ...] = ()             # offset at which each page begins; empty where the file has no pages
    sources: tuple[Source, ...] = ()
    citations: tuple[Citation, ...] = ()
    id: str = field(init=False)
    sha256: str = field(init=False)         # of `text` in UTF-8

    def __post_init__(self) -> None:
        sha256 = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        object.__setattr__(self, "sha256", sha256)
        object.__setattr__(self, "id", make_id("document", sha256))

    def page_at(self, offset: int) -> int | None:
        """Number of the page (from 1) on which the offset lies, None for documents without pages."""
        return bisect_right(self.pages, offset) if self.pages else None

    def sources_of(self, start: int, end: int) -> tuple[Source, ...]:
        """The sources tied to any part of [start, end), in the document's own order."""
        keys = {c.source for c in self.citations if c.start < end and start < c.end}
        return tuple(source for source in self.sources if source.key in keys)


def in_part(document: Document, sha256: str) -> Document:
    """The document, whose text has a GAP for each character that is missing, under the id and checksum (`sha256`) of the whole text."""
    made = replace(document)
    object.__setattr__(made, "sha256", sha256)
    object.__setattr__(made, "id", make_id("document", sha256))
    return made


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One place at which a document names a thing: text[start:end] == surface."""

    start: int
    end: int
    surface: str
    kind: str


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """What one document calls one thing. `name` is its fullest proper name there, `aliases` all its proper names."""

    document: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", make_id("entity", self.document, self.kind, self.name))


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is cited (`source`), by which words (`cue`), for which stretch of text (`content`); spans [start, end) of the document."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str                               # what sort of cue: verb, according_to, noun, quotation, block, adverb, headline, …


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says of two things, how firmly, and on whose word. True or not, it says so here.

    `said_by` holds local entity ids, nearest to the fact first; empty where only the document itself speaks.
    """

    document: str
    relation: str                           # a name in RELATIONS
    subject: str                            # local entity id
    object: str                             # local entity id
    status: str                             # a name in STATUSES
    said_by: tuple[str, ...]
    quote: str                              # document.text[start:end]
    start: int
    end: int
    category: str | None = None             # of CATEGORIES; for HOLDS_ROLE and PARTY_TO the title or part as written
    date: str | None = None                 # of the event, ISO, possibly incomplete
    amount: str | None = None               # "USD 150000000"
    rule: str = ""                          # the rule or model (with version) that found it
    confidence: float = 1.0
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", make_id("claim", self.document, self.relation, self.subject, self.object, self.status,
                                               *self.said_by, self.category, self.start, self.end))


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document; what the store writes in one transaction."""

    document: Document
    entities: tuple[LocalEntity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    extractor: str = ""                     # name and version of the pipeline
    whole: bool = True                      # False where it is, or is made for, an export: the text has gaps, see `in_part`


# ------------------------------------------------------------------ records across documents

JUDGEMENTS: dict[str, str] = {
    "same": "the two are one thing",
    "different": "the two are two things",
    "split": "what one document calls so is another thing than what others call so",
    "unsure": "somebody looked and could not tell; the two stay apart and are not asked about again",
    "undo": "an earlier decision on the two no longer stands; the record of it is kept",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody, or a rule, judged of two entities, when and why; or that an earlier decision no longer stands. Kept for ever.

    `left` and `right` are the ids that the entities have by their names alone (`resolve.entity_id`), so that a decision outlives the graph
    that it was made in; they are kept in their order, since neither comes first in what is said. One end of a split is a local entity, which
    goes under its own id from then on.
    """

    left: str
    right: str
    judgement: str                          # a name in JUDGEMENTS
    by: str
    at: str                                 # ISO date-time in UTC
    why: str
    undoes: str = ""                        # id of the decision that an undo takes back
    id: str = field(init=False)

    def __post_init__(self) -> None:
        left, right = sorted((self.left, self.right))
        object.__setattr__(self, "left", left)
        object.__setattr__(self, "right", right)
        object.__setattr__(self, "id", make_id("decision", left, right, self.judgement, self.by, self.at, self.why, self.undoes))


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing across documents; `members` are the local entities that speak of it. Computed, never edited."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """All that is on record for one relation and pair of entities. Computed from its claims, never edited."""

    relation: str
    source: str
    target: str
    status: str                             # the firmest on record; see FIRMNESS
    statuses: tuple[str, ...]
    disputed: bool                          # some claim on the pair is denied or negated
    claims: tuple[str, ...]
    first: str | None                       # earliest and latest date of event, or else of publication
    last: str | None
    support: int                            # documents that carry it

    @property
    def established(self) -> bool:
        return self.status in FACTUAL and not self.disputed


class WatchdocketError(Exception):
    """A failure that the user can do something about; its text is a sentence that says what."""


class LawError(WatchdocketError):
    """A record breaks a law of the product (evidence, vocabulary); nothing of its document is stored."""


def check(extraction: Extraction) -> None:
    """Raise LawError unless every record is in the vocabulary and every quote and mention is where it says (law 2)."""
    text, ids = extraction.document.text, {entity.id for entity in extraction.entities}
    for entity in extraction.entities:
        if entity.kind not in KINDS:
            raise LawError(f"The entity “{entity.name}” has the unknown kind {entity.kind!r}; kinds are {', '.join(KINDS)}.")
        for mention in entity.mentions:
            if text[mention.start:mention.end] != mention.surface:
                raise LawError(f"The mention “{mention.surface}” of “{entity.name}” does not stand at {mention.start}–{mention.end} of its document.")
    for claim in extraction.claims:
        if claim.relation not in RELATIONS or claim.status not in STATUSES:
            raise LawError(f"The claim {claim.id} has relation {claim.relation!r} and status {claim.status!r}; both must be in the vocabulary.")
        if not claim.quote or text[claim.start:claim.end] != claim.quote:
            raise LawError(f"The quote “{claim.quote[:60]}” of claim {claim.id} does not stand at {claim.start}–{claim.end} of its document.")
        if RELATIONS[claim.relation].categorised and claim.category not in CATEGORIES:
            raise LawError(f"The {claim.relation} claim {claim.id} has the category {claim.category!r}; categories are {', '.join(CATEGORIES)}.")
        unknown = {claim.subject, claim.object, *claim.said_by} - ids
        if unknown:
            raise LawError(f"The claim {claim.id} speaks of entities that its document does not have: {', '.join(sorted(unknown))}.")
