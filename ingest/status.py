"""How firmly, and on whose word: status and chain of a finding, from the attributions that enclose it and from its own mood.

Knows attributions and grammar, not relations' words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from graph.model import PARTIES, Attribution, LocalEntity
from ingest.references import Referents
from ingest.structure import FUTURE, is_verb, lemma

# Verbs under which an act is still to come
PROSPECTIVE = frozenset(
    """plan intend seek want aim hope expect propose consider mull threaten urge ask call request demand pledge vow promise agree prepare
    schedule slate recommend push lobby petition try attempt weigh explore hope wish need encourage invite pressure vote move decide opt
    commit""".split()
)
CONTEMPLATING = frozenset("consider mull threaten weigh plan prepare propose seek want negotiate explore eye discuss".split())
PROSPECTIVE_NOUNS = frozenset("plan proposal intention effort bid attempt push call request demand option threat intent".split())
PROSPECTIVE_ADJECTIVES = frozenset("set likely due poised ready scheduled expected willing keen eager".split())
DENYING = frozenset("deny reject dispute rebut refute".split())
REFUSING = frozenset("refuse decline avoid".split()) | {"rule out", "turn down"}
NOBODY = frozenset("nobody nothing none neither".split())
# Attribution kinds whose content the document takes over when a news medium, court record or official paper relays it
RELAYS = frozenset({"reports", "headline"})
MEDIUM_WORDS = frozenset("newspaper magazine outlet journal agency broadcaster report reports news paper".split())
RECORDS = frozenset(
    "document documents record records docket copy transcript affidavit contract invoice minutes caption notice filing filings register "
    "page certificate email emails".split()
)
COMPLAINTS = frozenset("lawsuit suit complaint petition indictment motion brief filing".split())
ACCUSING = re.compile(r"alleg|claim|accus|complain|\bsuit|lawsuit|charg", re.I)
HEDGES = frozenset("reportedly allegedly purportedly supposedly apparently".split())
NAMING = frozenset({"HOLDS_ROLE", "BASED_IN", "LOCATED_IN", "OWNS", "MAKES"})
NAMED_FACTS = NAMING - {"OWNS"}                     # what a name itself tells stays the reporter's own, even in a retold accusation
DERIVED = frozenset({"CONCERNS", "FILED_IN"})
OFFICIAL_ACTS = frozenset({"SANCTIONS", "FINES", "RULES_FOR", "RULES_AGAINST", "INVESTIGATES"})     # reported as done: asserted
ACTS = frozenset({"ACCUSES", "DENIES", "SUES", "INVESTIGATES", "PARTY_TO", "FILED_IN", "CONCERNS"})        # status is about the act itself


@dataclass(frozen=True, slots=True)
class Standing:
    """Status and chain of one finding."""

    status: str
    said_by: tuple[LocalEntity, ...]


class Voices:
    """The attributions of one document, ready to be asked who speaks at a place."""

    def __init__(self, attributions: tuple[Attribution, ...], refs: Referents, media: frozenset[str] = frozenset(),
                 offices: dict[str, set[str]] | None = None) -> None:
        self.refs = refs
        self.offices = offices or {}                                # person id → ids of the bodies they speak for
        self.media = media                                          # folded names of news media
        stated = (a for a in attributions if a.kind != "attitude")          # whoever criticises a thing does not state it
        self.attributions = sorted(stated, key=lambda a: sum(end - start for start, end in a.content))
        self._sources: dict[int, tuple[tuple[LocalEntity, ...], frozenset[str]]] = {}

    def enclosing(self, offset: int) -> list[Attribution]:
        """Attributions whose content covers the offset but whose cue and source do not, the narrowest first."""
        return [a for a in self.attributions if any(s <= offset < e for s, e in a.content)
                and not any(s <= offset < e for s, e in (*a.cue, *a.source))]

    def source(self, attribution: Attribution) -> tuple[tuple[LocalEntity, ...], frozenset[str]]:
        """The entities that speak in an attribution, and the words of its source."""
        key = id(attribution)
        if key not in self._sources:
            found: list[LocalEntity] = []
            words: set[str] = set()
            for start, end in attribution.source:
                span = self.refs.doc.char_span(start, end, alignment_mode="expand")
                if span is None or not len(span):
                    continue
                words |= {token.lemma_.lower() for token in span} | {token.lower_ for token in span}
                for entity in self._speakers(span.root, span.start, span.end):
                    if entity not in found:
                        found.append(entity)
            self._sources[key] = (tuple(found), frozenset(words))
        return self._sources[key]

    def _speakers(self, root: Token, start: int, end: int) -> tuple[LocalEntity, ...]:
        """Who a source names: the person before the body ("X, chief executive of Y" is X), several only where coordinated."""
        found = self.refs.of(root, frozenset({"Person"})) or self.refs.of(root, PARTIES)
        if found:
            return found
        inside = [p for p in self.refs.places if start <= p.start < end and p.entity.kind in PARTIES]
        persons = [p.entity for p in inside if p.entity.kind == "Person"]
        return tuple(persons[:1] or [p.entity for p in inside][:1])

    def accuses(self, attribution: Attribution) -> bool:
        """A block that its own introduction calls allegations, not a list that happens to follow a colon."""
        text = self.refs.doc.text
        return any(ACCUSING.search(text[start:end]) for start, end in (*attribution.cue, *attribution.source))

    def speaks_for(self, source: LocalEntity, subject: LocalEntity) -> bool:
        return source == subject or subject.id in self.offices.get(source.id, ())

    def is_medium(self, entity: LocalEntity) -> bool:
        return any(name.casefold().removeprefix("the ") in self.media for name in (entity.name, *entity.aliases))


def mood(trigger: Token, word: Token) -> str:
    """"negated", "planned", "denied", "alleged" or "" from negation, modals and governing verbs of the trigger."""
    if any(child.dep_ == "det" and child.lower_ == "no" for child in word.children):
        return "negated"
    if any(child.lower_ in HEDGES for child in (*trigger.children, *word.children)):
        return "alleged"
    if trigger.i != word.i and is_verb(trigger) and lemma(trigger) in CONTEMPLATING:        # "is considering a lawsuit"
        return "planned"
    token = trigger
    if not is_verb(token):
        if token.dep_ not in ("dobj", "nsubjpass", "attr") or not is_verb(token.head):
            return ""
        token = token.head
    for _ in range(6):
        found = _own_mood(token) or _governed_mood(token)
        if found or not _climbs(token):
            return found
        token = token.head
    return ""


def name_mood(word: Token) -> str:
    """The mood of a fact that a noun tells as a predicate: "was never a director of", "turned down the post of"; names in apposition have none."""
    token = word
    for _ in range(4):
        if token.dep_ in ("appos", "poss", "compound", "nsubj", "nsubjpass", "conj", "ROOT", "relcl", "nmod", "amod") or token.head.i == token.i:
            return ""
        token = token.head
        if is_verb(token):
            return "negated" if lemma(token) in REFUSING else _own_mood(token)
    return ""


def _own_mood(verb: Token) -> str:
    """What stands on the verb itself: "not", "will", "to", "if", "nothing"."""
    for child in verb.children:
        if child.dep_ == "neg" and child.i < verb.i + 3 and not _not_only(child):
            return "negated"
        if child.dep_ in ("dobj", "attr", "nsubj", "nsubjpass") and (
            child.lower_ in NOBODY or any(c.lower_ == "no" and c.dep_ == "det" for c in child.children)
        ):
            return "negated"
        if child.dep_ == "aux" and child.lower_ in FUTURE and not any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children):
            return "planned"
        if child.dep_ == "aux" and child.lower_ == "to" and _to_come(verb):
            return "planned"
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether"):
            return "planned"
        if child.dep_ == "advcl" and child.i > verb.i and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children):
            return "alleged"
    return ""


def _to_come(verb: Token) -> bool:
    """An infinitive that is still to happen: "X to acquire Y" over an article, "is to take over", "the plan to sell"."""
    head = verb.head
    if verb.dep_ == "ROOT" or (verb.dep_ == "xcomp" and head.lemma_ == "be"):
        return True
    if verb.dep_ in ("relcl", "acl") and not is_verb(head):
        return head.lemma_.lower() in PROSPECTIVE_NOUNS or head.pos_ == "PROPN"
    return verb.dep_ == "advcl" and head.lemma_.lower() in PROSPECTIVE_NOUNS


def _governed_mood(token: Token) -> str:
    """What the word above makes of it: "refused to", "plans to", "voted against", "no evidence that", "it is not true that"."""
    head, dep = token.head, token.dep_
    if head.i == token.i:
        return ""
    name = lemma(head)
    if is_verb(head):
        if name in REFUSING and dep in ("xcomp", "ccomp", "dobj"):
            return "negated"
        if name in DENYING and dep in ("xcomp", "ccomp"):
            return "denied"
        if name in PROSPECTIVE and (dep == "xcomp" or dep == "ccomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)):
            return "planned"
        if dep == "xcomp" and name in ("fail", "go"):
            return "negated" if name == "fail" else "planned"
        if dep in ("ccomp", "csubj") and name in ("be", "mean", "follow", "emerge", "show") and _own_mood(head) == "negated":
            return "negated"
    if dep == "xcomp" and name in PROSPECTIVE_ADJECTIVES:
        return "planned"
    if dep == "pcomp" and head.lower_ in ("against", "without", "instead"):
        return "negated"
    if dep in ("acl", "ccomp", "relcl") and name in ("evidence", "proof", "sign", "indication") and any(c.lower_ == "no" for c in head.children):
        return "negated"
    return "planned" if dep == "acl" and name in PROSPECTIVE_NOUNS else ""


def _climbs(token: Token) -> bool:
    """Whether the word above still speaks of the same act; another speaker's clause, a relative clause or a new subject does not."""
    head, dep = token.head, token.dep_
    if head.i == token.i:
        return False
    if dep == "conj":
        return is_verb(head) and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    if dep == "ccomp":
        return lemma(head) in ("let", "help", "make")
    return dep in ("xcomp", "dobj", "pcomp", "prep", "attr", "acomp")


def _not_only(negation: Token) -> bool:
    following = negation.doc[negation.i + 1] if negation.i + 1 < len(negation.doc) else None
    return following is not None and following.lower_ in ("only", "just", "merely")


def standing(
    relation: str, subject: LocalEntity, object_: LocalEntity, trigger: Token, word: Token, voices: Voices, own: str = "", name_only: bool = True
) -> Standing:
    """Status and chain of what is said at `trigger`. `own` is a status that the words themselves settle.

    `name_only`: a trigger that is no verb is a name's fact ("Acme's Falcon"), not a statement."""
    nominal = name_only and not is_verb(trigger) and relation not in ACTS  # a name, not a statement: "Acme's Falcon", "the ministry's contract"
    status = (
        own
        or (
            name_mood(word)
            if nominal and relation == "HOLDS_ROLE"
            else ""
            if nominal and relation in NAMING or relation in DERIVED
            else mood(trigger, word)
        )
        or "asserted"
    )
    chain: list[LocalEntity] = []
    for attribution in voices.enclosing(trigger.idx):
        sources, words = voices.source(attribution)
        kind = attribution.kind
        accusing = (
            bool(words & COMPLAINTS)
            or (kind == "block" and voices.accuses(attribution))
            or (kind in ("alleges", "hedge") and relation not in NAMED_FACTS)
        )
        if nominal and (relation in ("HOLDS_ROLE", "LOCATED_IN", "BASED_IN") or not accusing):
            continue                                                        # names of places and offices are the reporter's own, in a retold suit too
        if kind in ("asks", "plans", "question") and status == "asserted" and (own or not _asked_for(trigger, attribution)):
            continue  # "asked the court to lift the ban on Acme": the ban is there, whatever is asked
        if relation in DERIVED and not all(voices.is_medium(source) for source in sources):
            continue  # what a case is about follows from who sues, not from who speaks near its subject
        if relation in ACTS | OFFICIAL_ACTS and set(sources) <= {subject, object_} and (sources or relation in DERIVED):
            continue                                                        # its own act is not hearsay
        if kind == "denies" and any(source.kind == "Court" for source in sources):
            continue                                                        # a court that denies a request denies no claim
        status = _weaker(status, _through(relation, "alleges" if accusing else kind, subject, sources, words, voices))
        chain += [source for source in sources if source not in chain and source != voices.refs.publisher]
    return Standing(status, tuple(chain))


def _asked_for(trigger: Token, attribution: Attribution) -> bool:
    """Whether the trigger is the very act that is asked for, planned or in question: the head of the content, or coordinated with it."""
    top = trigger
    while top.dep_ == "conj" and top.head.i != top.i:
        top = top.head
    inside = [s <= top.head.idx < e for s, e in attribution.content]
    return is_verb(trigger) and (top.head.i == top.i or not any(inside))


def _through(relation: str, kind: str, subject: LocalEntity, sources: tuple[LocalEntity, ...], words: frozenset[str], voices: Voices) -> str:
    """What a plain statement becomes in the mouth of this source."""
    if kind in ("denies", "asks", "plans") and relation not in DERIVED:
        return "denied" if kind == "denies" else "planned"
    if kind == "hedge":
        return "alleged"
    if relation in ACTS | OFFICIAL_ACTS:
        return "asserted"
    if kind == "alleges" and voices.refs.publisher in sources and not voices.is_medium(voices.refs.publisher):
        return "alleged"                                                    # a regulator's complaint on its own site is a complaint
    if sources and all(source == voices.refs.publisher or voices.is_medium(source) for source in sources):
        return "asserted"
    if kind == "refuses":
        return "negated"
    if kind == "rules":
        return "ruled"
    if kind == "question" or kind == "alleges":
        return "alleged"
    if words & (RECORDS | MEDIUM_WORDS) and not words & COMPLAINTS and kind in RELAYS | {"says", "according_to"} and not sources:
        return "asserted"
    if relation not in NAMING and any(voices.speaks_for(source, subject) for source in sources):
        return "asserted"                                                   # announces or admits its own act
    if sources and kind in ("reports", "announces") and all(source.kind in ("Authority", "Court") for source in sources):
        return "asserted"
    return "alleged"


_ORDER = ("ruled", "asserted", "alleged", "planned", "negated", "denied")


def _weaker(left: str, right: str) -> str:
    """Where voices chain, the weakest decides; "ruled" replaces a plain statement."""
    if {left, right} == {"ruled", "asserted"}:
        return "ruled"
    return max(left, right, key=_ORDER.index)
