"""Documents and claims built by hand, about parties that do not exist. Knows the records, not how they are found in texts.

    extraction("Acme Widgets sues Borduria Cameras in Springfield. …", Acme="Company", …)

A claim is one line: `says("Acme Widgets", "SUES", "Borduria Cameras", "the quote", status="alleged", by=("Daily Bugle",))`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.model import Attribution, Citation, Claim, Document, Extraction, LocalEntity, Mention, Source


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
    return Claim(document.id, claim.relation, found[claim.subject].id, found[claim.object].id, claim.status,
                 tuple(found[name].id for name in claim.by), claim.quote, start, start + len(claim.quote), **({"rule": "hand 1"} | claim.more))


PARTIES = {
    "Acme Cameras Ltd": "Company", "Borduria Systems LLC": "Company", "Crumb Wiring": "Company", "Freeport Safe City Authority": "Authority",
    "Freeport Safe City": "Project", "Freeport": "City", "Freedonia": "Country", "Daily Bugle": "Organization", "Vera Quill": "Person",
    "High Court of Freedonia": "Court", "Iris Eye": "Product", "Borduria Systems LLC v. Acme Cameras Ltd": "Dispute"}


def sample() -> list[Extraction]:
    """A dispute over the cameras of Freeport, in five documents with every status and most relations."""
    return [
        _told("Acme Cameras Ltd won the contract of the Freeport Safe City Authority. It builds Freeport Safe City, "
              "which the Freeport Safe City Authority runs in Freeport. Acme Cameras Ltd hired Borduria Systems LLC, "
              "and Borduria Systems LLC hired Crumb Wiring. It will also bid for Freeport.",
              says("Freeport Safe City Authority", "CONTRACTS_WITH", "Acme Cameras Ltd", "Acme Cameras Ltd won the contract", amount="USD 1000000"),
              says("Acme Cameras Ltd", "WORKS_ON", "Freeport Safe City", "It builds Freeport Safe City"),
              says("Freeport Safe City Authority", "OVERSEES", "Freeport Safe City", "which the Freeport Safe City Authority runs"),
              says("Freeport Safe City", "LOCATED_IN", "Freeport", "in Freeport"),
              says("Freeport Safe City Authority", "LOCATED_IN", "Freeport", "in Freeport"),
              says("Acme Cameras Ltd", "SUBCONTRACTS_TO", "Borduria Systems LLC", "Acme Cameras Ltd hired Borduria Systems LLC"),
              says("Borduria Systems LLC", "SUBCONTRACTS_TO", "Crumb Wiring", "Borduria Systems LLC hired Crumb Wiring", "alleged"),
              says("Acme Cameras Ltd", "BIDS_FOR", "Freeport", "It will also bid for Freeport", "planned"),
              title="Cameras for Freeport", publisher="Daily Bugle", published="2031-01-05", url="https://bugle.example/1", kind="news"),
        _told("The Daily Bugle reported that Borduria Systems LLC accuses Acme Cameras Ltd of stealing its designs. "
              "Borduria Systems LLC sued Acme Cameras Ltd in the High Court of Freedonia. Acme Cameras Ltd denies it.",
              says("Borduria Systems LLC", "ACCUSES", "Acme Cameras Ltd", "Borduria Systems LLC accuses Acme Cameras Ltd of stealing its designs",
                   by=("Daily Bugle",), category="trade_secrets"),
              says("Borduria Systems LLC", "SUES", "Acme Cameras Ltd", "Borduria Systems LLC sued Acme Cameras Ltd", date="2031-02-01"),
              says("Borduria Systems LLC", "PARTY_TO", "Borduria Systems LLC v. Acme Cameras Ltd", "Borduria Systems LLC sued", category="plaintiff"),
              says("Acme Cameras Ltd", "PARTY_TO", "Borduria Systems LLC v. Acme Cameras Ltd", "sued Acme Cameras Ltd", category="defendant"),
              says("Borduria Systems LLC v. Acme Cameras Ltd", "FILED_IN", "High Court of Freedonia", "in the High Court of Freedonia"),
              says("Acme Cameras Ltd", "DENIES", "Borduria Systems LLC", "Acme Cameras Ltd denies it", category="trade_secrets"),
              title="Designs", publisher="Daily Bugle", published="2031-02-03", kind="news", sources=(Source("1", "The complaint", "High Court"),),
              citations=(Citation(0, 90, "1"),)),
        _told("Freedonia uses Iris Eye, which Acme Cameras Ltd makes. Vera Quill, according to the Daily Bugle, says Freedonia does not use "
              "Iris Eye. Acme Cameras says it never hired Crumb Wiring. Freeport bought from Acme Cameras.",
              says("Freedonia", "USES", "Iris Eye", "Freedonia uses Iris Eye"),
              says("Acme Cameras Ltd", "MAKES", "Iris Eye", "which Acme Cameras Ltd makes"),
              says("Freedonia", "USES", "Iris Eye", "says Freedonia does not use Iris Eye", "denied", by=("Vera Quill", "Daily Bugle")),
              says("Acme Cameras Ltd", "SUBCONTRACTS_TO", "Crumb Wiring", "it never hired Crumb Wiring", "negated", by=("Acme Cameras Ltd",)),
              says("Freeport", "CONTRACTS_WITH", "Acme Cameras Ltd", "Freeport bought from Acme Cameras"),
              title="Eyes", publisher="Watch Group", published="2031-03", kind="ngo", pages=(0, 55)),
        _told("The High Court of Freedonia ruled against Acme Cameras Ltd and fined it. Freedonia investigates Acme Cameras Ltd. "
              "Acme Cameras Ltd and Borduria Systems LLC settled.",
              says("High Court of Freedonia", "RULES_AGAINST", "Acme Cameras Ltd", "ruled against Acme Cameras Ltd"),
              says("High Court of Freedonia", "FINES", "Acme Cameras Ltd", "fined it", "ruled", amount="USD 5"),
              says("Freedonia", "INVESTIGATES", "Acme Cameras Ltd", "Freedonia investigates Acme Cameras Ltd"),
              says("Acme Cameras Ltd", "SETTLES_WITH", "Borduria Systems LLC", "Acme Cameras Ltd and Borduria Systems LLC settled"),
              title="Ruling", publisher="High Court of Freedonia", published="2031-05-09", kind="court"),
        _told("Borduria Systems LLC and Acme Cameras settled, it is said. Borduria Systems LLC again accuses Acme Cameras of theft "
              "and says it sued Acme Cameras.",
              says("Borduria Systems LLC", "SETTLES_WITH", "Acme Cameras Ltd", "Borduria Systems LLC and Acme Cameras settled", "alleged"),
              says("Borduria Systems LLC", "ACCUSES", "Acme Cameras Ltd", "again accuses Acme Cameras of theft", category="trade_secrets"),
              says("Borduria Systems LLC", "SUES", "Acme Cameras Ltd", "it sued Acme Cameras", "alleged", by=("Borduria Systems LLC",))),
    ]


def _told(text: str, *claims: Says, **metadata: Any) -> Extraction:
    """An extraction of those of PARTIES that the claims name."""
    named = {name for claim in claims for name in (claim.subject, claim.object, *claim.by)}
    return extraction(text, {name: kind for name, kind in PARTIES.items() if name in named}, *claims,
                      aliases={"Acme Cameras Ltd": ("Acme Cameras",)}, **metadata)
