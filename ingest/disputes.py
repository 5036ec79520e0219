"""One dispute a proceeding: from who sues whom, from captions and dockets; its parties, court and subject.

Knows findings and entities; names a dispute by its caption, its docket number or its parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from graph.model import LocalEntity
from ingest.references import Referents
from ingest.relations import Finding
from ingest.structure import preposition_objects

CAPTION = re.compile(r"\s+(?:v\.?|vs\.?|versus)\s+", re.I)
SUBJECTS = frozenset({"Product", "Project"})
AMICI = re.compile(r"\b(amicus|amici)\b", re.I)
APPEAL = re.compile(r"\b(appeal\w*|appellate)\b", re.I)


@dataclass(slots=True)
class Proceeding:
    """A dispute in the making."""

    plaintiffs: list[LocalEntity] = field(default_factory=list)
    defendants: list[LocalEntity] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    caption: LocalEntity | None = None

    def covers(self, finding: Finding) -> bool:
        """The same suit: a pair in common, or the same words with a party in common."""
        pair = any(finding.subject.id == f.subject.id and finding.object.id == f.object.id for f in self.findings)
        return pair or any(f.trigger.i == finding.trigger.i and (f.subject.id == finding.subject.id or f.object.id == finding.object.id) for f in self.findings)

    def add(self, finding: Finding) -> None:
        self.findings.append(finding)
        for party, side in ((finding.subject, self.plaintiffs), (finding.object, self.defendants)):
            if party not in side:
                side.append(party)


def _proceedings(suits: Iterable[Finding]) -> list[Proceeding]:
    found: list[Proceeding] = []
    for suit in suits:
        known = next((p for p in found if p.covers(suit)), None)
        if known is None:
            known = Proceeding()
            found.append(known)
        known.add(suit)
    return found


def _names(entity: LocalEntity) -> set[str]:
    return {alias.casefold() for alias in (entity.name, *entity.aliases)}


def _same_party(side: str, parties: list[LocalEntity]) -> bool:
    side = side.casefold().strip(" ,.")
    return any(name in side or side in name for party in parties for name in _names(party) if len(name) > 2)


def _caption_of(proceeding: Proceeding, captions: list[LocalEntity]) -> LocalEntity | None:
    for caption in captions:
        for alias in (caption.name, *caption.aliases):
            sides = CAPTION.split(alias, maxsplit=1)
            if len(sides) == 2 and _same_party(sides[0], proceeding.plaintiffs) and _same_party(sides[1], proceeding.defendants):
                return caption
    return None


def _court(proceeding: Proceeding, refs: Referents, alone: bool) -> tuple[LocalEntity, Token] | None:
    """The court in the words of the suit; else, where the document has one suit and one court, that court."""
    courts = [(p.entity, refs.doc[p.head]) for p in refs.places if p.entity.kind == "Court"]
    sentences = {refs.sentence_of[f.trigger.i] for f in proceeding.findings}
    near = [(entity, token) for entity, token in courts if refs.sentence_of[token.i] in sentences]
    if len({entity.id for entity, _ in near}) == 1:
        return near[0]
    if near:
        for f in proceeding.findings:
            for token in preposition_objects(f.trigger, {"in", "before", "with", "at"}):
                for entity, head in near:
                    if head.i == token.i:
                        return entity, head
    if alone and len({entity.id for entity, _ in courts}) == 1:
        return courts[0]
    return None


def _subjects(proceeding: Proceeding, others: Iterable[Finding], refs: Referents, alone: bool) -> list[tuple[LocalEntity, Token]]:
    """Products and projects named where the suit, or one party's accusation of the other, is told."""
    sides = {e.id for e in proceeding.plaintiffs}, {e.id for e in proceeding.defendants}
    sentences = [refs.sentence_of[f.trigger.i] for f in proceeding.findings]
    sentences += [refs.sentence_of[f.trigger.i] for f in others if f.relation == "ACCUSES" and f.subject.id in sides[0] and f.object.id in sides[1]]
    found: dict[str, tuple[LocalEntity, Token]] = {}
    for sentence in sorted(set(sentences)):
        for place in refs.in_sentence.get(sentence, ()):
            if place.entity.kind in SUBJECTS and place.entity.id not in found:
                found[place.entity.id] = (place.entity, refs.doc[place.head])
    if not found and alone:
        projects = {p.entity.id: (p.entity, refs.doc[p.head]) for p in refs.places if p.entity.kind == "Project"}
        if len(projects) == 1:
            return list(projects.values())
    return list(found.values())[:3]


def find_disputes(findings: list[Finding], refs: Referents, document: str) -> tuple[list[LocalEntity], list[Finding]]:
    """New dispute entities, and the findings that hang on all disputes (PARTY_TO, FILED_IN, CONCERNS)."""
    captions = [entity for entity in refs.entities.values() if entity.kind == "Dispute"]
    suits = [f for f in findings if f.relation == "SUES" and f.status not in ("planned", "negated")]
    proceedings = _proceedings(suits)
    made: list[LocalEntity] = []
    found: list[Finding] = []
    for proceeding in proceedings:
        dispute = _caption_of(proceeding, captions)
        if dispute is None and len(captions) == 1 and len(proceedings) == 1 and not CAPTION.search(captions[0].name):
            dispute = captions[0]
        if dispute is None:
            dispute = LocalEntity(document, "Dispute", f"{proceeding.plaintiffs[0].name} v. {proceeding.defendants[0].name}", ())
            if dispute.id not in {d.id for d in made}:
                made.append(dispute)
        found += _of_dispute(dispute, proceeding, findings, refs, alone=len(proceedings) == 1)
    return made, found


def _of_dispute(dispute: LocalEntity, proceeding: Proceeding, findings: list[Finding], refs: Referents, alone: bool) -> list[Finding]:
    found: list[Finding] = []
    first = proceeding.findings[0]
    for party in [*proceeding.plaintiffs, *proceeding.defendants]:
        role = "plaintiff" if party in proceeding.plaintiffs else "defendant"
        source = next(f for f in proceeding.findings if party.id in (f.subject.id, f.object.id))
        found.append(Finding("PARTY_TO", party, dispute, source.trigger, source.word, source.places, f"dispute:{source.rule}", role, source.status))
    court = _court(proceeding, refs, alone)
    if court is not None:
        found.append(Finding("FILED_IN", dispute, court[0], first.trigger if refs.sentence_of[court[1].i] == refs.sentence_of[first.trigger.i] else court[1],
                             first.word, (court[1].i,), "dispute:court"))
    for subject, token in _subjects(proceeding, findings, refs, alone):
        found.append(Finding("CONCERNS", dispute, subject, token, token, (token.i,), "dispute:subject"))
    return found
