"""One dispute a proceeding: from who sues whom, from captions and dockets; its parties, court and subject.

Knows findings and entities; names a dispute by its caption, its docket number or its parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from graph.model import PARTIES, LocalEntity
from ingest.accusations import categories_of
from ingest.references import Place, Referents
from ingest.relations import Finding
from ingest.structure import is_verb, preposition_objects, verb_arguments

CAPTION = re.compile(r"\s+(?:v\.?|vs\.?|versus)\s+", re.I)
PLACE_OF = re.compile(r"^(?:city|town|village|county|state) of ")
SUBJECTS = frozenset({"Product", "Project"})
AMICI = re.compile(r"\b(amicus|amici|friends? of the court)\b", re.I)
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
        return pair or any(
            f.trigger.i == finding.trigger.i and (f.subject.id == finding.subject.id or f.object.id == finding.object.id) for f in self.findings
        )

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
    for f in proceeding.findings:                        # "lodged a complaint with the regulator"
        for holder in (f.trigger, f.word):
            for token in preposition_objects(holder, {"with", "before", "to", "at", "in"}):
                for entity in refs.one(token, frozenset({"Court", "Authority"})):
                    if entity not in (*proceeding.plaintiffs, *proceeding.defendants):
                        return entity, token
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


ACCUSED_PERSONS = frozenset({"Person", "Company"})
CRIMINAL = frozenset("convict sentence indict charge acquit extradite arraign prosecute".split())
PLEA = re.compile(r"\b(guilty|plea|charges?|counts?)\b", re.I)
BATTLES = frozenset("battle dispute fight feud litigation lawsuit suit case trial arbitration row".split())
LEGAL = re.compile(r"\b(legal|court|custody|patent|judicial|contract|lawsuit|litigation|arbitration|trial|v\.)\b", re.I)


def _prosecutions(doc: Doc, refs: Referents, known: set[str]) -> list[Proceeding]:
    """Criminal cases whose prosecutor is not named: "X was sentenced", "X pleaded guilty"."""
    found: list[Proceeding] = []
    for token in doc:
        if not is_verb(token):
            continue
        name = token.lemma_.lower()
        arguments = verb_arguments(token)
        if name in CRIMINAL:
            accused = [e for t in arguments.object for e in refs.of(t, ACCUSED_PERSONS)]
        elif name == "plead" and PLEA.search(token.sent.text):
            accused = [e for t in arguments.subject for e in refs.of(t, ACCUSED_PERSONS)]
        else:
            continue
        accused = [e for e in accused if e.id not in known and (e.kind == "Person" or name != "charge")]
        if accused and not any(c.dep_ == "neg" for c in token.children):
            case = Proceeding()
            case.defendants = accused
            case.findings = [Finding("PARTY_TO", e, e, token, token, (), f"dispute:{name}") for e in accused]
            known |= {e.id for e in accused}
            found.append(case)
    return found


def _battles(doc: Doc, refs: Referents, known: set[str]) -> list[Proceeding]:
    """Parties to a dispute of which it is not said who sues: "a legal battle between X and Y", "X and Y are locked in a court fight"."""
    found: list[Proceeding] = []
    for token in doc:
        if token.pos_ != "NOUN" or token.lemma_.lower() not in BATTLES or not LEGAL.search(doc[token.left_edge.i: token.i + 1].text):
            continue
        parties = [e for t in preposition_objects(token, {"between", "among", "with"}) for e in refs.of(t, PARTIES)]
        owners = [e for c in token.children if c.dep_ == "poss" for e in refs.of(c, PARTIES)]
        governor = token.head.head if token.dep_ == "pobj" else token.head
        if (
            len(set(parties + owners)) < 2
            and is_verb(governor)
            and governor.lemma_ in ("lock", "embroil", "engage", "be", "involve", "face", "entangle")
        ):
            arguments = verb_arguments(governor)
            parties += [e for t in (*arguments.subject, *(arguments.object if arguments.passive else [])) for e in refs.of(t, PARTIES)]
        both = list(dict.fromkeys(owners + parties))
        if len(both) == 2 and not {e.id for e in both} <= known:
            case = Proceeding()
            case.plaintiffs, case.defendants = both[:1], both[1:]
            case.findings = [Finding("PARTY_TO", e, e, token, token, (), "dispute:battle") for e in both]
            known |= {e.id for e in both}
            found.append(case)
    return found


def _captions(refs: Referents, captions: list[LocalEntity]) -> list[Finding]:
    """Suits that only a caption tells: "X v. Y", both sides named elsewhere in the document too."""
    found: list[Finding] = []
    for caption in captions:
        sides = CAPTION.split(caption.name, maxsplit=1)
        if len(sides) != 2 or not caption.mentions:
            continue
        left, right = ([e for e in refs.entities.values() if e.kind in PARTIES and _same_party(side, [e]) and len(e.mentions) > 0] for side in sides)
        if len(left) == 1 and len(right) == 1 and left != right:
            place = next((p for p in refs.places if p.entity == caption), None)
            if place is not None:
                head = refs.doc[place.head]
                found.append(Finding("SUES", left[0], right[0], head, head, (place.start, place.end - 1), "dispute:caption"))
    return found


VERSUS = re.compile(
    r"^\W{0,3}(?:(?:an?|the)\s[^,]{3,60},?\s*)?(?:(?:Plaintiff|Petitioner|Claimant|Appellant|Complainant)s?(?:-\w+)?,?)?\s*(?:-against-|v\.?|vs\.?|versus)\s+$"
)


def _versus(refs: Referents) -> list[Finding]:
    """"ACME, INC., Plaintiff, vs. THE CITY": two names on the two sides of a caption."""
    found: list[Finding] = []
    text = refs.doc.text
    parties = [p for p in refs.places if p.entity.kind in PARTIES and refs.at_token.get(p.head) is p]
    for left, right in zip(parties, parties[1:], strict=False):
        end, start = _end(left, refs), refs.doc[right.start].idx
        if start - end < 120 and left.entity != right.entity and VERSUS.match(text[end:start]):
            head = refs.doc[left.head]
            found.append(Finding("SUES", left.entity, right.entity, head, head, (left.start, right.end - 1), "dispute:versus"))
    return found


CLAIMING = ("plaintiff", "claimant", "petitioner", "applicant", "complainant")
ANSWERING = ("defendant", "respondent")


def _sides(refs: Referents, known: list[Finding]) -> list[Finding]:
    """"The plaintiff, X … the defendant, Y": a suit told by the parts alone."""
    left = next((refs.roles[r] for r in CLAIMING if refs.roles.get(r)), [])
    right = next((refs.roles[r] for r in ANSWERING if refs.roles.get(r)), [])
    found: list[Finding] = []
    for plaintiff in left:
        for defendant in right:
            if plaintiff != defendant and not any({f.subject.id, f.object.id} == {plaintiff.id, defendant.id} for f in known):
                place = next(p for p in refs.places if p.entity == defendant)
                head = refs.doc[place.head]
                found.append(Finding("SUES", plaintiff, defendant, head, head, (place.head,), "dispute:sides"))
    return found


def _amici(doc: Doc, refs: Referents, dispute: LocalEntity) -> list[Finding]:
    """Bodies that filed as friends of the court."""
    found = []
    for sentence in doc.sents:
        if not AMICI.search(sentence.text):
            continue
        for token in sentence:
            if is_verb(token) and token.lemma_ in ("file", "submit", "join", "sign", "write"):
                for subject in verb_arguments(token).subject:
                    for entity in refs.of(subject, frozenset({"Organization", "Company", "Person", "Authority", "Country"})):
                        found.append(Finding("PARTY_TO", entity, dispute, token, token, (subject.i,), "dispute:amicus", "amicus"))
    return found


BELIEVES = re.compile(r",\s*having reason to believe that\b(?P<accused>.{3,700}?)\b(?:has|have) violated\b", re.S)


def find_agency_complaints(refs: Referents) -> list[Finding]:
    """"The Federal Trade Commission, having reason to believe that X, a corporation, has violated …": how an agency opens its own complaint."""
    found: list[Finding] = []
    for match in BELIEVES.finditer(refs.doc.text):
        before = [p for p in refs.places if p.entity.kind == "Authority" and _end(p, refs) <= match.start() + 1]
        wrong = (categories_of(refs.doc.text[match.end():], 1) or ["other"])[0]
        accused = [p for p in refs.places if p.entity.kind in ACCUSED_PERSONS and match.start() <= refs.doc[p.start].idx < match.end("accused")]
        for place in {p.entity.id: p for p in reversed(accused)}.values() if before else ():
            head = refs.doc[place.head]
            places = (before[-1].head, place.head)
            for relation, category in (("SUES", None), ("ACCUSES", wrong)):
                found.append(Finding(relation, before[-1].entity, place.entity, head, head, places, "dispute:agency", category))
    return found


def _end(place: Place, refs: Referents) -> int:
    last = refs.doc[place.end - 1]
    return last.idx + len(last.text)


def _one_sided(refs: Referents, captions: list[LocalEntity], known: set[tuple[str, str]]) -> list[Finding]:
    """The parties of a caption of which the text does not name both elsewhere: "Jimison v. City of Huntington"."""
    found: list[Finding] = []
    for caption in captions:
        sides = CAPTION.split(caption.name, maxsplit=1)
        place = next((p for p in refs.places if p.entity == caption), None)
        if len(sides) != 2 or place is None:
            continue
        head = refs.doc[place.head]
        for side, role in zip(sides, ("plaintiff", "defendant"), strict=True):
            for party in _named_in(side, refs):
                if (party.id, caption.id) not in known:
                    found.append(Finding("PARTY_TO", party, caption, head, head, (place.start, place.end - 1), "dispute:side-of-caption", role))
    return found


def _named_in(side: str, refs: Referents) -> list[LocalEntity]:
    """The entities that one side of a caption names in full, the city for "City of X" too."""
    names = {re.sub(r"\bet al\b.*", "", part).casefold().strip(" ,.") for part in re.split(r"\band\b|,(?! (?:inc|llc|ltd|corp))", side, flags=re.I)}
    names |= {PLACE_OF.sub("", name) for name in names}
    return [e for e in refs.entities.values() if e.kind in PARTIES and names & _names(e)]


def find_disputes(doc: Doc, findings: list[Finding], refs: Referents, document: str) -> tuple[list[LocalEntity], list[Finding]]:
    """New dispute entities, and the findings that hang on all disputes (PARTY_TO, FILED_IN, CONCERNS)."""
    captions = [entity for entity in refs.entities.values() if entity.kind == "Dispute"]
    suits = [f for f in findings if f.relation == "SUES" and f.status not in ("planned", "negated")]
    told = _captions(refs, captions)
    told += _versus(refs)
    told += _sides(refs, [*suits, *told])
    proceedings = _proceedings([*suits, *told])
    known = {e.id for p in proceedings for e in (*p.plaintiffs, *p.defendants)}
    proceedings += _prosecutions(doc, refs, {e.id for p in proceedings for e in p.defendants})
    proceedings += _battles(doc, refs, known)
    made: list[LocalEntity] = []
    found: list[Finding] = [f for f in told if not any(f.subject == s.subject and f.object == s.object for s in suits)]
    for proceeding in proceedings:
        dispute = _caption_of(proceeding, captions)
        if dispute is None and len(captions) == 1 and len(proceedings) == 1 and not CAPTION.search(captions[0].name):
            dispute = captions[0]
        if dispute is None:
            dispute = LocalEntity(document, "Dispute", _name(proceeding), ())
            if dispute.id not in {d.id for d in made}:
                made.append(dispute)
        found += _of_dispute(dispute, proceeding, findings, refs, alone=len(proceedings) == 1)
        if len(proceedings) == 1:
            found += _amici(doc, refs, dispute)
    found += _one_sided(refs, captions, {(f.subject.id, f.object.id) for f in found if f.relation == "PARTY_TO"})
    return made, found


def _name(proceeding: Proceeding) -> str:
    if proceeding.plaintiffs and proceeding.defendants:
        return f"{proceeding.plaintiffs[0].name} v. {proceeding.defendants[0].name}"
    return f"case against {proceeding.defendants[0].name}"


def _heard_by(dispute: LocalEntity, proceeding: Proceeding, findings: list[Finding]) -> list[Finding]:
    """Courts that rule for or against its parties hear it."""
    parties = {e.id for e in (*proceeding.plaintiffs, *proceeding.defendants)}
    rulings = [f for f in findings if f.relation in ("RULES_FOR", "RULES_AGAINST") and f.subject.kind == "Court" and f.object.id in parties]
    return [Finding("FILED_IN", dispute, f.subject, f.trigger, f.word, f.places, "dispute:ruling") for f in rulings]


def _of_dispute(dispute: LocalEntity, proceeding: Proceeding, findings: list[Finding], refs: Referents, alone: bool) -> list[Finding]:
    found: list[Finding] = []
    first = proceeding.findings[0]
    for party in [*proceeding.plaintiffs, *proceeding.defendants]:
        role = "plaintiff" if party in proceeding.plaintiffs else "defendant"
        source = next(f for f in proceeding.findings if party.id in (f.subject.id, f.object.id))
        found.append(
            Finding(
                "PARTY_TO",
                party,
                dispute,
                source.trigger,
                source.word,
                source.places,
                f"dispute:{source.rule.removeprefix('dispute:')}",
                role,
                source.status,
                source.confidence,
            )
        )
    court = _court(proceeding, refs, alone)
    if court is not None:
        found.append(
            Finding(
                "FILED_IN",
                dispute,
                court[0],
                first.trigger if refs.sentence_of[court[1].i] == refs.sentence_of[first.trigger.i] else court[1],
                first.word,
                (court[1].i,),
                "dispute:court",
            )
        )
    found += _heard_by(dispute, proceeding, findings)
    for subject, token in _subjects(proceeding, findings, refs, alone):
        found.append(Finding("CONCERNS", dispute, subject, token, token, (token.i,), "dispute:subject"))
    return found
