"""Finds which words say which relation of which entities, from the frames in patterns.toml.

Knows grammar and frames; not who says it, nor how firmly: that is status.py.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token

from graph.model import PLACES, RELATIONS, LocalEntity, WatchdocketError
from ingest.references import Referents
from ingest.structure import (
    FUTURE,
    Arguments,
    governing_verb,
    is_passive,
    is_verb,
    lemma,
    noun_participles,
    preposition_objects,
    surface_subject,
    verb_arguments,
)

PATTERNS = Path(__file__).with_name("patterns.toml")
# Verbs whose subject gives what the noun names, and verbs whose subject takes it: "imposed a fine", "was given a fine"
GIVERS = frozenset("award give hand grant issue impose levy slap place offer announce extend order collect seek demand approve".split())
TAKERS = frozenset("win receive get pay face secure land obtain earn submit make send file accept incur avoid owe appeal".split())
LISTS = re.compile(r"\b(black|block|entity |sanctions |covered |watch|no-fly |restricted |consolidated )?list\b", re.I)
MONEY = re.compile(r"[$€£¥₹]|\b(million|billion|crore|lakh|euros?|dollars?|pounds?|rupees|CZK|USD|EUR|GBP|fined?|penalt)", re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of patterns.toml."""

    name: str
    relation: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    support: frozenset[str]
    object_noun: frozenset[str]
    requires: tuple[str, ...]
    excludes: tuple[str, ...]
    subjects: frozenset[str]
    objects: frozenset[str]
    orient: bool                            # the buyer is whichever of the two is no company
    needs_support: bool                     # the noun alone does not say it
    status: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that says one relation of two entities; `trigger` is the word whose mood and negation count."""

    relation: str
    subject: LocalEntity
    object: LocalEntity
    trigger: Token
    word: Token                             # the word that carries the relation; the same as the trigger for verbs
    places: tuple[int, ...]                 # token indices of the two ends as written here
    rule: str
    category: str | None = None
    status: str = ""                        # where the words themselves settle it
    confidence: float = 0.76                # share of what rules find that is right, on documents no rule was written from; the voter gives its own


@cache
def load_frames() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """Frames by (verb|noun, lemma). Raises WatchdocketError where the table has an unknown relation, place or key."""
    table: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    numbers: dict[str, int] = defaultdict(int)
    for row in tomllib.loads(PATTERNS.read_text(encoding="utf-8"))["frame"]:
        row = dict(row)
        relation = RELATIONS.get(row.pop("relation", ""))
        if relation is None:
            raise WatchdocketError(f"A frame in {PATTERNS.name} names no known relation: {row}.")
        numbers[relation.name] += 1
        words = [(pos, word) for pos in ("verb", "noun") for word in row.pop(pos, ())]
        frame = Frame(
            name=f"frame:{relation.name.lower()}-{numbers[relation.name]}", relation=relation.name,
            subject=tuple(row.pop("subject")), object=tuple(row.pop("object")), support=frozenset(row.pop("support", ())),
            object_noun=frozenset(row.pop("object_noun", ())), requires=tuple(row.pop("requires", ())), excludes=tuple(row.pop("excludes", ())),
            subjects=frozenset(row.pop("subjects", relation.domain)), objects=frozenset(row.pop("objects", relation.range)),
            orient=row.pop("orient", False), needs_support=row.pop("needs_support", False), status=row.pop("status", ""))
        unknown = [place for place in (*frame.subject, *frame.object) if not _is_place(place)]
        unknown += [f"requires {test}" for test in (*frame.requires, *frame.excludes) if test.split(":")[0] not in TESTS]
        if row or unknown:
            raise WatchdocketError(f"A frame for {relation.name} in {PATTERNS.name} has an unknown key or place: {', '.join([*row, *unknown])}.")
        for word in words:
            table[word].append(frame)
    return {word: tuple(frames) for word, frames in table.items()}


def _is_place(place: str) -> bool:
    first, *steps = (step.partition(":")[0] for step in place.split(">"))
    return first in VERB_PLACES | NOUN_PLACES and STEPS.keys() >= set(steps)


def written_frame(name: str) -> str:
    """The rows of patterns.toml that a frame's name ("frame:sues-3") stands for; empty for a name that is no frame's."""
    relation, _, number = name.removeprefix("frame:").rpartition("-")
    frames = PATTERNS.read_text(encoding="utf-8").split("[[frame]]\n")[1:]
    rows = [row for row in frames if row.startswith(f'relation = "{relation.upper()}"')]
    return rows[int(number) - 1].split("\n#")[0].strip() if name.startswith("frame:") and number.isdigit() and 0 < int(number) <= len(rows) else ""


# ---------------------------------------------------------------- one word and its surroundings

@dataclass(slots=True)
class Reading:
    """A word that may carry a relation, with its places read once."""

    word: Token
    refs: Referents
    arguments: Arguments                                    # of the verb, or of the verb that supports the noun
    verb: Token | None                                      # that verb
    noun_place: str = ""                                    # in which place the supporting verb has the noun

    @property
    def trigger(self) -> Token:
        return self.verb if self.verb is not None else self.word


def _prepositions(argument: str) -> frozenset[str]:
    return frozenset(argument.split("|"))


def _mods(token: Token, refs: Referents) -> list[Token]:
    """Names that modify a noun: "the ‹Acme› contract", "its ‹Acme›-built cameras"."""
    own = refs.at_token.get(token.i)
    return [
        child
        for child in token.children
        if child.dep_ in ("compound", "nmod", "amod", "npadvmod")
        and child.i in refs.at_token
        and refs.at_token[child.i] is not own
        and not (child.pos_ == "ADJ" and refs.at_token[child.i].entity.kind in PLACES)
    ]     # "Israeli vendor" buys nothing for Israel


def _possessors(token: Token) -> list[Token]:
    return [child for child in token.children if child.dep_ == "poss"]


def selves(noun: Token, refs: Referents) -> list[Token]:
    """Tokens that the noun is another word for: apposition, copula, title before a name, "a firm called X"."""
    found: list[Token] = []
    own = refs.at_token.get(noun.i)
    if noun.dep_ in ("compound", "nmod") and noun.head.i in refs.at_token and refs.at_token[noun.head.i] is not own:
        found.append(noun.head)
    if noun.dep_ == "appos" or (noun.dep_ == "conj" and noun.head.dep_ == "appos" and noun.head.pos_ != "PROPN"):
        found.append(noun.head if noun.dep_ == "appos" else noun.head.head)
    found += [child for child in noun.children if child.dep_ == "appos"]
    after = refs.at_token.get(noun.i + 1)
    if after is not None and after.start == noun.i + 1 and after is not own and noun.i not in range(after.start, after.end):
        found.append(refs.doc[after.head])
    for clause in noun_participles(noun):
        if clause.lemma_ in ("call", "name", "know", "dub"):
            found += [c for c in clause.children if c.dep_ in ("oprd", "dobj", "attr")] + preposition_objects(clause, {"as"})
    chain = noun
    while chain.dep_ == "conj" and chain.head.i != chain.i:
        chain = chain.head
    if chain.dep_ in ("attr", "oprd") and is_verb(chain.head) and chain.head.lemma_ in ("be", "become", "remain", "name", "appoint", "elect", "call"):
        found += surface_subject(chain.head) if chain.head.lemma_ in ("be", "become", "remain") or is_passive(chain.head) else \
            [c for c in chain.head.children if c.dep_ == "dobj"]
    if chain.dep_ == "pobj" and chain.head.lower_ == "as" and is_verb(chain.head.head):
        arguments = verb_arguments(chain.head.head)
        found += (
            arguments.object
            if arguments.object and chain.head.head.lemma_ in ("hire", "appoint", "name", "replace", "describe")
            else arguments.subject
        )
    return [token for token in found if token.i != noun.i]


def _verb(reading: Reading) -> Token:
    assert reading.verb is not None
    return reading.verb


def _inner(reading: Reading, prepositions: str) -> list[Token]:
    """"stop using X", "investigation into whether X", "look into X selling": the ends of the clause inside."""
    found: list[Token] = []
    wanted = _prepositions(prepositions)
    for child in reading.word.children:
        clauses = [g for g in child.children if g.dep_ in ("pcomp", "pobj")] if child.dep_ == "prep" and child.lower_ in wanted else \
            [child] if child.dep_ in ("xcomp", "dobj") and (child.lower_ in wanted or child.lemma_ in wanted) else []
        for clause in clauses:
            if is_verb(clause):
                inner = verb_arguments(clause)
                found += _own(clause) if child.dep_ == "prep" else []
                found += inner.object
            else:
                found += (
                    [g for p in clause.children if p.dep_ == "prep" for g in p.children if g.dep_ == "pobj"]
                    + _possessors(clause)
                    + _mods(clause, reading.refs)
                    + [c for c in clause.children if c.dep_ == "acl"]
                )
    return found


def _own(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]


def _named(noun: Token) -> list[Token]:
    found = [child for child in noun.children if child.dep_ == "appos"]
    for clause in noun_participles(noun):
        if clause.lemma_ in ("call", "name", "dub", "know"):
            found += [c for c in clause.children if c.dep_ in ("oprd", "dobj", "attr")] + preposition_objects(clause, {"as"})
    if noun.dep_ == "nsubjpass" and noun.head.lemma_ in ("call", "name", "dub"):
        found += [c for c in noun.head.children if c.dep_ == "oprd"]
    return found


def _favor(reading: Reading) -> list[Token]:
    """"in favor of X", "in X's favor"."""
    found: list[Token] = []
    for holder in {reading.word, reading.trigger}:
        for noun in preposition_objects(holder, {"in"}):
            if noun.lemma_.lower() in ("favor", "favour"):
                found += preposition_objects(noun, {"of"}) + _possessors(noun)
    return found


def _guilty(reading: Reading) -> list[Token]:
    """"found X guilty", "held X liable", "found X in breach", "found that X violated"."""
    found = []
    for child in _verb(reading).children:
        if child.dep_ in ("ccomp", "xcomp", "oprd", "acomp") and any(
            t.lower_ in ("guilty", "liable", "negligent", "breach", "contempt", "unlawful", "violation") for t in child.subtree
        ):
            found += _own(child) or [c for c in _verb(reading).children if c.dep_ in ("dobj", "nsubjpass")]
    return found + (list(reading.arguments.object) if any(t.lower_ in ("guilty", "liable", "contempt") for t in _verb(reading).subtree) else [])


def _list_noun(verb: Token) -> Token | None:
    for noun in preposition_objects(verb, {"to", "on", "in", "onto"}):
        for token in [noun, *[t for p in noun.children if p.dep_ == "prep" for t in p.children]]:
            if LISTS.search(token.doc[token.left_edge.i: token.i + 1].text):
                return token
    return None


def _list_owner(reading: Reading) -> list[Token]:
    noun = _list_noun(_verb(reading))
    if noun is None:
        return []
    return _possessors(noun) + _mods(noun, reading.refs) + preposition_objects(noun, {"of", "by"})


def _supplied(reading: Reading) -> list[Token]:
    """"supplied the police with cameras": the object is the customer."""
    return reading.arguments.object if preposition_objects(_verb(reading), {"with"}) else []


def _modified_by_hyphen(reading: Reading) -> list[Token]:
    """"the Acme-owned vendor": the name before the hyphen."""
    word = reading.word
    return [t for t in (word.doc[word.i - 2],) if word.i >= 2 and word.doc[word.i - 1].text == "-" and t.i in reading.refs.at_token]


def _hyphen_noun(reading: Reading) -> list[Token]:
    head = reading.word.head
    return [head, *selves(head, reading.refs)] if reading.word.dep_ in ("amod", "acl", "compound") else []


def _where(reading: Reading) -> list[Token]:
    """"San Francisco, where Acme has its headquarters"."""
    verb = reading.verb
    return [verb.head] if verb is not None and verb.dep_ == "relcl" and any(c.lower_ == "where" for c in verb.children) else []


def _laws_of(reading: Reading) -> list[Token]:
    found = []
    for noun in preposition_objects(_verb(reading), {"under"}):
        if noun.lemma_ == "law":
            for inner in preposition_objects(noun, {"of"}):
                found += [inner, *preposition_objects(inner, {"of"})]
    return found


SUITS = frozenset("lawsuit suit complaint petition case action claim filing writ indictment".split())


def _with_suit(reading: Reading) -> list[Token]:
    """"hit with a suit from X", "slapped with X's lawsuit"."""
    found: list[Token] = []
    for noun in preposition_objects(_verb(reading), {"with"}):
        if noun.lemma_.lower() in SUITS:
            found += preposition_objects(noun, {"from", "by"}) + _possessors(noun) + _mods(noun, reading.refs)
    return found


def _suit_owner(reading: Reading) -> list[Token]:
    """"its suit names Y", "the action brought by X names Y": who brought it."""
    found: list[Token] = []
    for noun in reading.arguments.subject:
        if noun.lemma_.lower() in SUITS:
            found += _possessors(noun) + preposition_objects(noun, {"by", "from"})
            found += [t for c in noun_participles(noun) for t in verb_arguments(c).subject]
    return found


def _seeking(reading: Reading) -> list[Token]:
    """"filed suit … seeking 14 million euros from Y"."""
    found: list[Token] = []
    for child in (reading.trigger, *reading.word.children, *reading.trigger.children):
        if is_verb(child) and child.lemma_ in ("seek", "demand", "claim", "want") and child is not reading.trigger:
            found += preposition_objects(child, {"from"}) + [
                t for o in child.children if o.dep_ == "dobj" for t in preposition_objects(o, {"from", "against"})
            ]
    return found


def _opening_subject(reading: Reading) -> list[Token]:
    """"In its lawsuit against Acme, ‹Bolt› seeks": the name after the comma, which the pronoun before it stands for."""
    word, doc = reading.word, reading.word.doc
    if not (word.dep_ == "pobj" and word.head.i == word.sent.start and any(c.lower_ in ("its", "their", "his", "her") for c in word.children)):
        return []
    commas = (token.i for token in doc[word.i: word.sent.end] if token.text == ",")
    place = reading.refs.at_token.get(next(commas, -1) + 1)
    return [doc[place.head]] if place is not None and place.start > word.i and doc[place.start - 1].text == "," else []


ALLEGING = frozenset("allege claim accuse argue contend charge assert say state".split())


def _in_suit(reading: Reading) -> list[Token]:
    """"‹Acme› alleges in a lawsuit that …": who alleges."""
    word = reading.word
    verb = word.head.head if word.dep_ == "pobj" and word.head.lower_ in ("in", "with") else word
    return verb_arguments(verb).subject if is_verb(verb) and verb.lemma_ in ALLEGING else []


def _alleged(reading: Reading) -> list[Token]:
    """"a complaint alleging that ‹Acme› misled": whose act a suit alleges."""
    word, found = reading.word, list[Token]()
    above = word.head.head if word.dep_ == "pobj" else word
    for clause in (*word.children, *reading.trigger.children, *above.children):
        if clause.dep_ in ("acl", "advcl") and clause.lemma_ in ALLEGING:
            found += [t for c in clause.children if c.dep_ == "ccomp" for t in verb_arguments(c).subject]
            found += verb_arguments(clause).object if clause.lemma_ in ("accuse", "charge") else []
        if (clause.dep_ == "relcl" and clause.head.i == word.i and is_verb(above)) or (clause.dep_ == "ccomp" and above.lemma_ in ALLEGING):
            found += [t for t in _own(clause) if t.lower_ not in ("that", "which", "who")]
    return found


def _such_as(reading: Reading) -> list[Token]:
    """"customers such as X", "clients including X", "its customers include X"."""
    found = preposition_objects(reading.word, {"as", "including", "like"})
    if reading.word.dep_ == "nsubj" and reading.word.head.lemma_ == "include":
        found += [c for c in reading.word.head.children if c.dep_ == "dobj"]
    return found


_COURTS = frozenset({"Court"})
_AT_COURT = frozenset({"in", "before", "by"})
VERB_PLACES: dict[str, Callable[[Reading, str], list[Token]]] = {
    "subj": lambda r, a: r.arguments.subject,
    "obj": lambda r, a: r.arguments.object,
    "iobj": lambda r, a: r.arguments.indirect,
    "prep": lambda r, a: preposition_objects(_verb(r), _prepositions(a)),
    "prep_court": lambda r, a: [t for t in preposition_objects(_verb(r), _prepositions(a)) if r.refs.one(t, _COURTS)],
    "court_below": lambda r, a: [t for t in _verb(r).subtree if t.dep_ == "pobj" and t.head.lower_ in _AT_COURT and r.refs.one(t, _COURTS)],
    "obj.poss": lambda r, a: [p for o in r.arguments.object for p in _possessors(o)],
    "obj.mod": lambda r, a: [m for o in r.arguments.object for m in _mods(o, r.refs)],
    "obj.prep": lambda r, a: [t for o in r.arguments.object for t in preposition_objects(o, _prepositions(a))],
    "obj.made_by": lambda r, a: [t for o in r.arguments.object for c in noun_participles(o) for t in verb_arguments(c).subject if t.i != o.i],
    "ccomp": lambda r, a: [
        t
        for c in _verb(r).children
        if c.dep_ in ("ccomp", "advcl")
        for t in (*verb_arguments(c).subject, *(verb_arguments(c).object if is_passive(c) else []))
    ],
    "charge.made_by": lambda r, a: [
        t
        for charge in [p for holder in (_verb(r), *_verb(r).children) for p in preposition_objects(holder, {"to"})]
        for t in (*_possessors(charge), *(s for c in noun_participles(charge) for s in verb_arguments(c).subject if s.i != charge.i))
    ],
    "obj.named": lambda r, a: [t for o in r.arguments.object for t in _named(o)],
    "obj.guilty": lambda r, a: _guilty(r),
    "subj.poss": lambda r, a: [p for o in r.arguments.subject for p in _possessors(o)],
    "inner": lambda r, a: _inner(r, a),
    "favor": lambda r, a: _favor(r),
    "list_owner": lambda r, a: _list_owner(r),
    "with_suit": lambda r, a: _with_suit(r),
    "subj.suit_owner": lambda r, a: _suit_owner(r),
    "supplied": lambda r, a: _supplied(r),
    "hyphen": lambda r, a: _modified_by_hyphen(r),
    "modified": lambda r, a: _hyphen_noun(r),
    "laws_of": lambda r, a: _laws_of(r),
}
NOUN_PLACES: dict[str, Callable[[Reading, str], list[Token]]] = {
    "self": lambda r, a: [r.word, *selves(r.word, r.refs)],
    "poss": lambda r, a: _possessors(r.word),
    "mod": lambda r, a: _mods(r.word, r.refs),
    "prep": lambda r, a: preposition_objects(r.word, _prepositions(a)),
    "support": lambda r, a: r.arguments.subject if r.verb is not None else [],
    "support_giver": lambda r, a: r.arguments.subject if r.verb is not None and lemma(r.verb) in GIVERS else [],
    "support_taker": lambda r, a: r.arguments.subject if r.verb is not None and lemma(r.verb) in TAKERS else [],
    "support.obj": lambda r, a: [t for t in r.arguments.object if t.i != r.word.i] if r.verb is not None else [],
    "support.iobj": lambda r, a: r.arguments.indirect if r.verb is not None else [],
    "support.prep": lambda r, a: preposition_objects(r.verb, _prepositions(a)) if r.verb is not None else [],
    "named": lambda r, a: _named(r.word),
    "inner": lambda r, a: _inner(r, a),
    "favor": lambda r, a: _favor(r),
    "opening_subject": lambda r, a: _opening_subject(r),
    "seeking": lambda r, a: _seeking(r),
    "such_as": lambda r, a: _such_as(r),
    "support.inner": lambda r, a: _inner(replace(r, word=r.verb), a) if r.verb is not None else [],
    "own_subject": lambda r, a: [child for child in r.word.children if child.dep_ == "nsubj"],
    "in_suit": lambda r, a: _in_suit(r),
    "alleged": lambda r, a: _alleged(r),
    "where": lambda r, a: _where(r),
}


# Further steps of a place: "prep:of>prep:with" is Acme in "the termination of the contract with Acme".
STEPS: dict[str, Callable[[Token, Referents, str], list[Token]]] = {
    "prep": lambda t, refs, a: preposition_objects(t, _prepositions(a)),
    "poss": lambda t, refs, a: _possessors(t),
    "mod": lambda t, refs, a: _mods(t, refs),
    "made_by": lambda t, refs, a: [s for c in noun_participles(t) for s in verb_arguments(c).subject if s.i != t.i],
}


# ---------------------------------------------------------------- conditions that a frame may ask for

def _sentence_has(reading: Reading, words: str) -> bool:
    return re.search(rf"\b({words})\b", reading.word.sent.text, re.I) is not None


TESTS: dict[str, Callable[[Reading, str], bool]] = {
    "passive": lambda r, a: r.arguments.passive,
    "sentence": _sentence_has,
    "list": lambda r, a: _list_noun(_verb(r)) is not None,
    "money": lambda r, a: MONEY.search(r.word.sent.text) is not None,
    "prep_noun": lambda r, a: any(t.lemma_.lower() in a.split(":")[1].split("|") for t in preposition_objects(_verb(r), {a.split(":")[0]})),
    "xcomp": lambda r, a: any(c.dep_ in ("xcomp", "ccomp") and c.lemma_ == a for c in _verb(r).children),
    "negated": lambda r, a: any(c.dep_ == "neg" for c in r.trigger.children),
    "agreed": lambda r, a: r.trigger.dep_ == "xcomp" and r.trigger.head.lemma_ == "agree",
    "future": lambda r, a: any(c.dep_ == "aux" and c.lower_ in FUTURE for c in r.trigger.children),
    "inner_verb": lambda r, a: any(t.lemma_ in a.split("|") and is_verb(t) for t in _verb(r).subtree),
    "told_to": lambda r, a: any(
        c.dep_ in ("xcomp", "ccomp") and any(g.tag_ == "TO" for g in c.children) or (c.dep_ == "prep" and c.lower_ == "from")
        for c in _verb(r).children
    ),
    "no_longer": lambda r, a: any(c.lower_ == "longer" or (c.dep_ == "advmod" and c.lower_ == "anymore") for c in _verb(r).children),
    "amod": lambda r, a: any(c.lower_ in a.split("|") for c in r.word.children if c.dep_ in ("amod", "compound")),
    "no_object": lambda r, a: all(o.lemma_.lower() in ("business", "work", "job") for o in r.arguments.object),
    "prep": lambda r, a: bool(preposition_objects(_verb(r), _prepositions(a))),
}


# ---------------------------------------------------------------- reading

def _readings(token: Token, refs: Referents, frame: Frame, pos: str) -> Iterator[Reading]:
    if pos == "verb":
        yield Reading(token, refs, verb_arguments(token), token)
        return
    supported = False
    governor = governing_verb(token)
    candidates = [governor] if governor else []
    candidates += [(verb, verb.dep_) for verb in noun_participles(token)]
    for verb, place in candidates:
        if lemma(verb) in frame.support or (is_verb(verb) and verb.lemma_ in frame.support):
            supported = True
            yield Reading(token, refs, verb_arguments(verb), verb, place)
    if not supported and not frame.needs_support:
        yield Reading(token, refs, Arguments(), None)


def _fill(
    reading: Reading,
    places: tuple[str, ...],
    kinds: frozenset[str],
    table: dict[str, Callable[[Reading, str], list[Token]]],
    taken: frozenset[int] = frozenset(),
) -> list[tuple[LocalEntity, int]]:
    """Entities in the first of the places that has any of the kinds, each with the token it stands at; tokens that are taken do not count."""
    for place in places:
        first, *steps = place.split(">")
        name, _, argument = first.partition(":")
        if name not in table:
            continue
        tokens = table[name](reading, argument)
        for step, _, argument in (step.partition(":") for step in steps):
            tokens = [inner for token in tokens for inner in STEPS[step](token, reading.refs, argument)]
        found: list[tuple[LocalEntity, int]] = []
        for token in tokens:
            for part in reading.refs.coordinated(token):
                if part.i not in taken:
                    found += [(entity, part.i) for entity in reading.refs.one(part, kinds) if entity not in [e for e, _ in found]]
        if found:
            return found
    return []


def _match(reading: Reading, frame: Frame, pos: str) -> Iterator[Finding]:
    if frame.object_noun and pos == "verb" and not any(lemma(o) in frame.object_noun for o in reading.arguments.object):
        return
    if any(not TESTS[t.partition(":")[0]](reading, t.partition(":")[2]) for t in frame.requires):
        return
    if any(TESTS[t.partition(":")[0]](reading, t.partition(":")[2]) for t in frame.excludes):
        return
    table = VERB_PLACES if pos == "verb" else NOUN_PLACES
    both = frame.subjects | frame.objects if frame.orient else None
    subjects = _fill(reading, frame.subject, both or frame.subjects, table)
    if not subjects:
        return
    objects = _fill(reading, frame.object, both or frame.objects, table, frozenset(i for _, i in subjects))
    if RELATIONS[frame.relation].symmetric and not objects:                   # "a settlement between X and Y", "X and Y settled"
        subjects, objects = subjects[:1], subjects[1:]
    if frame.orient and not objects and len(subjects) > 1:                   # "a contract between X and Y"
        subjects, objects = [s for s in subjects if s[0].kind != "Company"], [s for s in subjects if s[0].kind == "Company"]
    for subject, i in subjects:
        for object_, j in objects:
            if subject.id == object_.id:
                continue
            left, right = (object_, subject) if frame.orient and subject.kind == "Company" and object_.kind != "Company" else (subject, object_)
            if left.kind in frame.subjects and right.kind in frame.objects:
                yield Finding(frame.relation, left, right, reading.trigger, reading.word, (i, j), frame.name, status=frame.status)


def _words(token: Token, pos: str) -> list[str]:
    """The lemma, for nouns with the word before it too: "decree", "consent decree"."""
    word = lemma(token)
    modifiers = [child for child in token.children if child.dep_ in ("compound", "amod")] if pos == "noun" else []
    return [word, *(f"{modifier.lower_} {word}" for modifier in modifiers)]


def find_relations(doc: Doc, refs: Referents) -> list[Finding]:
    """Every place of the document at which a frame says a relation of two entities."""
    frames = load_frames()
    found: list[Finding] = []
    for token in doc:
        if token.is_punct or token.is_space:
            continue
        for pos in ("verb", "noun"):
            if (pos == "verb") != is_verb(token):
                continue
            for frame in (frame for word in _words(token, pos) for frame in frames.get((pos, word), ())):
                for reading in _readings(token, refs, frame, pos):
                    found += _match(reading, frame, pos)
    return found
