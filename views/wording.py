"""Says in plain English what a claim says, on whose word, and how firm that is. Knows the records, neither Streamlit nor HTML."""

from __future__ import annotations

from graph.explore import DisputedPair, ShownClaim, ShownDocument, ShownEdge, ShownEntity
from graph.model import FACTUAL, RELATIONS
from graph.network import Group
from graph.places import ShownPlace

# How firmly something may be shown: its word, what that means, and how its line is drawn.
MANNERS = {
    "established": ("Reported as fact", "a source says so in its own voice, or a court found so; nobody on record disputes it", "solid line"),
    "alleged": ("Alleged", "somebody says so; whether it is true is not established", "dashed line"),
    "disputed": ("Disputed", "somebody denies it, or a text says it is not so", "red double line"),
    "planned": ("Planned", "intended, sought or conditional; not done", "dotted line"),
}
MANNER_WORDS = {name: word for name, (word, *_) in MANNERS.items()}
STATUS_WORDS = {"ruled": "Found by a court or authority", "asserted": "Reported as fact", "alleged": "Alleged", "planned": "Planned",
                "denied": "Denied", "negated": "Said not to be so"}
REVIEWED = {"confirmed": "checked by a person", "corrected": "corrected by a person"}
OVER = {
    "trade_secrets": "over trade secrets", "breach_of_contract": "over a breach of contract", "non_payment": "over non-payment",
    "backdoor_or_espionage": "over a back door or espionage", "unlawful_access": "over unlawful access", "privacy": "over privacy",
    "human_rights": "over human rights", "corruption": "over corruption", "fraud_or_misrepresentation": "over fraud or misrepresentation",
    "ip_infringement": "over intellectual property", "sanctions_or_export": "over sanctions or export rules", "discrimination": "over discrimination",
    "procurement_irregularity": "over irregular procurement", "competition": "over competition", "defamation": "over defamation", "other": "",
}
RELATION_NAMES = {
    "SUES": "Lawsuits", "ACCUSES": "Accusations", "DENIES": "Denials", "PARTY_TO": "Parties to proceedings",
    "FILED_IN": "Courts of proceedings", "CONCERNS": "Subjects of proceedings", "RULES_FOR": "Rulings for",
    "RULES_AGAINST": "Rulings against", "FINES": "Fines", "SANCTIONS": "Sanctions and bans", "SETTLES_WITH": "Settlements",
    "INVESTIGATES": "Investigations", "TERMINATES": "Contracts ended", "CONTRACTS_WITH": "Contracts", "SUBCONTRACTS_TO": "Subcontracts",
    "BIDS_FOR": "Bids", "WORKS_ON": "Work on projects", "OVERSEES": "Oversight of projects", "MAKES": "Products made",
    "USES": "Products used", "PARTNERS_WITH": "Partnerships", "OWNS": "Ownership", "HOLDS_ROLE": "Offices and roles", "BASED_IN": "Seats",
    "LOCATED_IN": "Places",
}


def manner_word(claim: ShownClaim) -> str:
    """One or two words for a claim's badge; see `status_word`."""
    return status_word(claim.relation, claim.status)


def status_word(relation: str, status: str) -> str:
    """A status in words. An accusation or denial is called one, so that its sure making is not taken for its truth."""
    if status in FACTUAL and relation in ("ACCUSES", "DENIES"):
        return "Accusation" if relation == "ACCUSES" else "Denial"
    return STATUS_WORDS[status]


def on_whose_word(claim: ShownClaim) -> str:
    """"BES alleges, reported by The Wall Street Journal": who says so, through whom, and how."""
    first, relays = (claim.said_by[0], claim.said_by[1:]) if claim.said_by else ("", ())
    through = "".join(f", reported by {name}" for name in relays[:1]) + "".join(f", through {name}" for name in relays[1:])
    said = _said_by(claim.status, first) if first else _said_by_text(claim.status, the_document(claim), claim.relation)
    return said + through


def _said_by(status: str, who: str) -> str:
    return {"asserted": f"{who} reports", "alleged": f"{who} alleges", "planned": f"According to {who}, it is planned or sought",
            "denied": f"{who} denies", "negated": f"{who} says it is not so", "ruled": f"{who} found or ordered"}[status]


def _said_by_text(status: str, text: str, relation: str) -> str:
    states = "reports" if relation in ("ACCUSES", "DENIES") else "states"
    return {"asserted": f"{text} {states}", "alleged": f"{text} reports that somebody it does not name alleges",
            "planned": f"{text} calls it planned or sought", "denied": f"{text} reports a denial",
            "negated": f"{text} says it is not so", "ruled": f"{text} reports a finding or order"}[status]


def the_document(claim: ShownClaim) -> str:
    """What to call the claim's document in a sentence."""
    kinds = {"dossier": "The dossier", "court": "The court document", "government": "The official document", "encyclopedia": "The encyclopedia"}
    return claim.document.publisher or kinds.get(claim.document.kind, "The document")


def content(claim: ShownClaim) -> tuple[str, str, str, str]:
    """What is said, as four pieces: subject, reading, object, and what qualifies it ("over trade secrets")."""
    return claim.subject.name, RELATIONS[claim.relation].reading, claim.object.name, qualifier(claim.relation, claim.category)


def claim_words(claim: ShownClaim) -> str:
    """What is said, as one piece: "Borduria accuses Acme over trade secrets"."""
    return " ".join(filter(None, content(claim)))


def qualifier(relation: str, category: str) -> str:
    """What a category adds to a relation, in words; for an office or a part, that in brackets."""
    if not category:
        return ""
    return OVER.get(category, category) if RELATIONS[relation].categorised else f"({category})"


def about_entity(entity: ShownEntity) -> str:
    """What is known of an entity itself: "Company · vendor · named in 3 documents"."""
    return " · ".join([entity.kind, *entity.roles, f"named in {count(entity.documents, 'document')}"])


def other_names(entity: ShownEntity, most: int = 12) -> str:
    """What else the entity is called; empty where nothing else."""
    more = len(entity.aliases) - most
    return f"Also called {'; '.join(entity.aliases[:most])}{f' and {more} more' if more > 0 else ''}" if entity.aliases else ""


def caution(claim: ShownClaim) -> str:
    """What a hasty reader might take for granted, said in one sentence; empty where nothing is to be said."""
    if claim.status == "denied":
        return "This is what is being denied, not what is known."
    if claim.relation == "ACCUSES" and claim.status in FACTUAL:
        return "That the accusation was made is on record; whether it is true is not."
    return ""


def label(edge: ShownEdge) -> str:
    """What stands beside an edge in the picture: its reading, and its manner where it is not plain fact."""
    words = RELATIONS[edge.relation].reading
    said_already = edge.relation in ("ACCUSES", "DENIES") and not (edge.relation == "ACCUSES" and edge.contested)
    return words if edge.manner == "established" or said_already else f"{words} ({MANNERS[edge.manner][0].lower()})"


def sentence(edge: ShownEdge, names: dict[str, str]) -> str:
    """An edge in a line of text, for a list and for those who do not see the picture."""
    over = ", ".join(filter(None, (qualifier(edge.relation, category) for category in edge.categories)))
    return " ".join(filter(None, (names[edge.source], label(edge), names[edge.target], over)))


def lines_words(lines: dict[str, int]) -> str:
    """How many lines of dealing or dispute there are, by how firm: "2 reported as fact, 1 alleged"."""
    return ", ".join(f"{lines[name]:,} {word.lower()}" for name, word in MANNER_WORDS.items() if lines.get(name)) or "no dealing or dispute on record"


def place_words(place: ShownPlace) -> str:
    """A place in a line or two, for pointing at it."""
    return f"{clip(place.entity.name, 80)} ({place.entity.kind}), named in {count(place.entity.documents, 'document')}\n{lines_words(place.lines)}"


def group_words(group: Group, hub: str) -> str:
    """Whom a group holds: "20 more that Acme subcontracts to"."""
    if not group.relation:
        return f"{len(group.members):,} more, tied to {hub} in other ways"
    relation = RELATIONS[group.relation]
    return f"{len(group.members):,} more that {hub} {relation.reading if group.outward else relation.inverse}"


def group_label(group: Group) -> str:
    """What stands on a group's box in the picture, in two lines."""
    relation = RELATIONS.get(group.relation)
    return f"{len(group.members):,} more\n{(relation.reading if group.outward else relation.inverse) if relation else 'in other ways'}"


def on_record(edge: ShownEdge) -> str:
    """How firm an edge is and what it rests on: "alleged, 2 claims in 1 document"."""
    return f"{MANNERS[edge.manner][0].lower()}, {count(edge.claims, 'claim')} in {count(edge.documents, 'document')}"


def pair_words(pair: DisputedPair) -> str:
    """What is between two parties: "lawsuits, accusations, denials · 5 claims"."""
    found = {edge.relation for edge in pair.edges}
    return f"{', '.join(name.lower() for relation, name in RELATION_NAMES.items() if relation in found)} · {count(pair.claims, 'claim')}"


def about_document(document: ShownDocument) -> str:
    """Where a document comes from, of when, and how much it says."""
    return " · ".join(filter(None, (document.publisher, document.published, count(document.claims, "claim"))))


def count(number: int, one: str, many: str = "") -> str:
    """"1 document", "2,300 documents"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def clip(text: str, length: int) -> str:
    """Text of at most `length` characters."""
    return text if len(text) <= length else text[:length - 1].rstrip() + "…"
