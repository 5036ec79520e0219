"""From findings to claims: status, chain, quote, date and amount, each triple once a status.

Knows the records; the words of relations are in patterns.toml, of accusations in wrongs.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graph.model import RELATIONS, Attribution, Claim, Document, LocalEntity
from ingest.accusations import aim_inquiries, find_accusations, told_suits
from ingest.authors import own_voice
from ingest.dates import date_of
from ingest.disputes import find_agency_complaints, find_disputes
from ingest.facts import find_facts
from ingest.learned import find_pairs
from ingest.references import Referents
from ingest.relations import Finding, find_relations
from ingest.rulings import find_rulings
from ingest.sanctions import fill_agents
from ingest.status import Standing, Voices, standing

MOST_WORDS = 40                                     # of a quote


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the place of the text that tells it."""

    claim: Claim
    finding: Finding


def find_claims(doc: Doc, document: Document, entities: tuple[LocalEntity, ...], attributions: tuple[Attribution, ...],
                media: frozenset[str] = frozenset(), stricter: float = 0.0) -> tuple[tuple[LocalEntity, ...], tuple[Claim, ...]]:
    """All claims of a document, with its entities (unnamed disputes added). `stricter` is added to the thresholds of the learned voter."""
    refs = Referents(doc, entities, document.publisher)
    named, told, _ = tell(doc, document, refs, attributions, media, stricter)
    return named, tuple(entry.claim for entry in told)


def tell(doc: Doc, document: Document, refs: Referents, attributions: tuple[Attribution, ...], media: frozenset[str],
         stricter: float) -> tuple[tuple[LocalEntity, ...], list[Told], Voices]:
    """The entities of a document, its claims in the order of the text, and the voices that were heard."""
    facts = find_facts(doc, refs)
    findings = facts + find_relations(doc, refs) + find_agency_complaints(refs)
    voices = Voices(attributions + own_voice(document, refs, findings), refs, media, _offices(facts))
    findings += find_rulings(doc, refs, findings)
    findings += fill_agents(doc, refs, findings)
    accusations = find_accusations(doc, refs, voices, findings)
    findings = aim_inquiries(findings, accusations) + accusations + list(told_suits(accusations, findings))
    findings += find_pairs(doc, refs, findings, stricter)
    disputes, more = find_disputes(doc, findings, refs, document.id)
    best: dict[tuple[str, ...], Told] = {}
    for finding in findings + more:
        claim = _claim(finding, doc, document, voices)
        key = (claim.relation, claim.subject, claim.object, claim.status, claim.category or "" if RELATIONS[claim.relation].categorised else "")
        if key not in best or _better(claim, best[key].claim):
            best[key] = Told(claim, finding)
    claims = [told.claim for told in best.values()]
    kept = [told for told in best.values() if not _weaker_twin(told.claim, claims)]
    entities = tuple(refs.entities.values())
    return entities + tuple(d for d in disputes if d.id not in refs.entities), sorted(kept, key=_place), voices


def _place(told: Told) -> tuple[int, int, str, str, str, str, str]:
    claim = told.claim
    return claim.start, claim.end, claim.relation, claim.subject, claim.object, claim.status, claim.category or ""


def _offices(facts: list[Finding]) -> dict[str, set[str]]:
    """For whom each person may speak."""
    offices: dict[str, set[str]] = {}
    for fact in facts:
        if fact.relation == "HOLDS_ROLE":
            offices.setdefault(fact.subject.id, set()).add(fact.object.id)
    return offices


def _weaker_twin(claim: Claim, claims: list[Claim]) -> bool:
    """A symmetric relation told in both directions is told once; the earlier place stays."""
    if not RELATIONS[claim.relation].symmetric:
        return False
    for other in claims:
        if other.relation == claim.relation and other.subject == claim.object and other.object == claim.subject and other.status == claim.status:
            return (other.start, other.subject) < (claim.start, claim.subject)
    return False


def _better(left: Claim, right: Claim) -> bool:
    """The clearer of two quotes for one triple and status: the surer, then the earlier."""
    return (-left.confidence, left.start) < (-right.confidence, right.start)


def _claim(finding: Finding, doc: Doc, document: Document, voices: Voices) -> Claim:
    stand: Standing = standing(finding.relation, finding.subject, finding.object, finding.trigger, finding.word, voices, finding.status,
                               name_only=finding.relation in ("HOLDS_ROLE", "BASED_IN", "LOCATED_IN") or not finding.rule.startswith("model:"))
    start, end = _quote(finding, doc)
    return Claim(document=document.id, relation=finding.relation, subject=finding.subject.id, object=finding.object.id, status=stand.status,
                 said_by=tuple(entity.id for entity in stand.said_by), quote=document.text[start:end], start=start, end=end,
                 category=finding.category, date=date_of(finding.trigger, document.published), rule=finding.rule, confidence=finding.confidence)


def _quote(finding: Finding, doc: Doc) -> tuple[int, int]:
    """Character offsets of the words that carry the claim: from its first end to its last, at most MOST_WORDS, within the sentence."""
    sentence = finding.trigger.sent
    points = [finding.trigger.i, finding.word.i] + [i for i in finding.places if sentence.start <= i < sentence.end]
    first = min(doc[i].left_edge.i if doc[i].pos_ in ("NOUN", "PROPN") else i for i in points)
    last = max(_right(doc[i]) for i in points)
    first, last = max(first, sentence.start), min(last, sentence.end - 1)
    if last - first >= MOST_WORDS:
        first = max(first, min(points))
        last = min(last, first + MOST_WORDS - 1)
    while last > first and (doc[last].is_space or doc[last].is_punct and doc[last].text not in "”\")’"):
        last -= 1
    while first < last and doc[first].is_space:
        first += 1
    return doc[first].idx, doc[last].idx + len(doc[last].text)



def _right(token: Token) -> int:
    """Right edge of a token's own noun phrase or clause, long clauses cut."""
    edge = token.right_edge.i
    return edge if edge - token.i <= 15 else token.i + 15
