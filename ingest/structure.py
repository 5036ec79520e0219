"""Grammar without voices: who does what to whom in a parsed sentence, however it is put.

Reads spaCy's dependency labels, once, here. Knows no names and no relations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Token

from ingest.gazetteers import given_names

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
# "accused X of stealing", "fined X for selling": what follows the preposition was done by the object, not by the subject
OBJECT_CONTROL = frozenset({"of", "for", "from", "into", "over"})
# "X promised Y to pay": the one who promises pays; after all other verbs the object acts
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "use", "take", "spend", "pay", "need", "have", "file", "launch", "make"})
# "a pair of indictments": what is said of the pair is said of the indictments
QUANTITIES = frozenset("pair series number set string host flurry round raft couple dozen batch wave kind type form lot copy".split())
FUTURE = frozenset({"will", "would", "shall", "may", "might", "could", "should", "must", "wo", "'ll", "’ll", "'d"})
HANGING = frozenset({"prep", "agent", "dative"})
SLIPPING = frozenset({"against", "to", "from", "with", "by", "over"})       # no part of a name, so what governs the name has them
NEARBY_VERB_DEPS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "pobj", "oprd"})


@dataclass(slots=True)
class Arguments:
    """The filled places of one verb: tokens, voice removed."""

    subject: list[Token] = field(default_factory=list)
    object: list[Token] = field(default_factory=list)
    indirect: list[Token] = field(default_factory=list)
    passive: bool = False


def lemma(token: Token) -> str:
    """The lemma with its particle: "roll out". British spellings that the lemmatiser leaves alone are brought home."""
    word = _base(token.lemma_.lower())
    if token.pos_ in ("VERB", "AUX"):
        for child in token.children:
            if child.dep_ == "prt":
                return f"{word} {child.lower_}"
    return word


@lru_cache(maxsize=20_000)
def _base(word: str) -> str:
    for british, american in (("ise", "ize"), ("ised", "ize"), ("ising", "ize"), ("isation", "ization"), ("yse", "yze"), ("cence", "cense")):
        if word.endswith(british) and len(word) > len(british) + 3:
            return word[: -len(british)] + american
    return word


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB")


def is_passive(verb: Token) -> bool:
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return True
    return (
        verb.dep_ == "conj"
        and verb.tag_ == "VBN"
        and not _own_subject(verb)
        and verb.head.i < verb.i
        and is_verb(verb.head)
        and is_passive(verb.head)
        and not any(child.dep_ in ("dobj", "aux") for child in verb.children)
    )


def _own_subject(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in SUBJECTS or child.dep_ in PASSIVE_SUBJECTS]


def _antecedent(verb: Token, found: list[Token]) -> list[Token]:
    """Replace who/which/that by the noun that the relative clause of `verb` modifies."""
    if not any(token.lower_ in RELATIVES for token in found):
        return found
    clause = verb
    while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ == "relcl" or (clause.dep_ in ("acl", "advcl") and clause.head.pos_ in ("NOUN", "PROPN")):
        return [relative_head(clause) if token.lower_ in RELATIVES else token for token in found]
    return [token for token in found if token.lower_ not in RELATIVES]


def relative_head(clause: Token) -> Token:
    """The noun that a relative clause speaks of; "which" after a person's name in apposition speaks of what the person stands beside."""
    head = clause.head
    if (
        head.pos_ == "PROPN"
        and any(part.text in given_names() for part in head.lefts)
        and head.dep_ in ("appos", "conj")
        and any(t.lower_ == "which" and t.dep_ in ("nsubj", "nsubjpass") for t in clause.children)
    ):
        return head.head
    return head


def surface_subject(verb: Token, depth: int = 0) -> list[Token]:
    """Who stands in the subject's place of `verb` (of the passive too), through conjunction, control and participles."""
    own = _own_subject(verb)
    if own:
        return _antecedent(verb, own)
    if depth > 6:
        return []
    head, dep = verb.head, verb.dep_
    if head.i == verb.i:
        return []
    if dep == "conj" and is_verb(head):
        return surface_subject(head, depth + 1)
    if dep == "xcomp":
        if is_verb(head):
            if head.lemma_ == "call":                           # "called on X to investigate"
                asked = [t for c in head.children if c.dep_ == "prep" and c.lower_ in ("on", "upon") for t in c.children if t.dep_ == "pobj"]
                if asked:
                    return asked
            objects = [c for c in head.children if c.dep_ == "dobj" and c.i < verb.i]
            if objects and head.lemma_.lower() not in SUBJECT_CONTROL:
                return objects
            return surface_subject(head, depth + 1)
        return surface_subject(head, depth + 1) if head.dep_ == "acomp" and is_verb(head.head) else []
    if dep in ("advcl", "ccomp") and is_verb(head):
        return surface_subject(head, depth + 1)
    if dep == "acl":
        return _of_noun(verb, head, depth)
    if dep == "relcl":
        return [head] if verb.tag_ in ("VBG",) else []
    if dep == "pcomp" and head.dep_ in ("prep", "agent"):
        return _after_preposition(head, depth)
    if dep in ("prep", "acomp") and is_verb(head):
        return surface_subject(head, depth + 1)
    return []


def _of_noun(verb: Token, noun: Token, depth: int) -> list[Token]:
    if verb.tag_ == "VBG" or verb.tag_ == "VBN":
        return [noun]
    owner = [child for child in noun.children if child.dep_ == "poss"]
    if owner:
        return owner
    if noun.dep_ in NEARBY_VERB_DEPS and is_verb(noun.head):
        return surface_subject(noun.head, depth + 1)
    return []


def _after_preposition(preposition: Token, depth: int) -> list[Token]:
    head = preposition.head
    if is_verb(head):
        if preposition.lower_ in OBJECT_CONTROL:
            objects = [child for child in head.children if child.dep_ == "dobj"]
            if objects:
                return objects
        return surface_subject(head, depth + 1)
    if head.pos_ == "NOUN":
        owner = [child for child in head.children if child.dep_ == "poss"]
        if owner:
            return owner
        if head.dep_ in NEARBY_VERB_DEPS and is_verb(head.head):
            if preposition.lower_ in OBJECT_CONTROL and head.dep_ == "dobj":
                return [t for p in head.children if p.dep_ == "prep" and p.lower_ in ("against", "on") for t in p.children if t.dep_ == "pobj"] \
                    or surface_subject(head.head, depth + 1)
            return surface_subject(head.head, depth + 1)
    return []


def verb_arguments(verb: Token) -> Arguments:
    """Subject and object as the meaning has them: "X was sued by Y" and "Y, which sued X" both give subject Y, object X."""
    passive = is_passive(verb)
    result = Arguments(passive=passive)
    surface = surface_subject(verb)
    agents = [
        t for c in verb.children if c.dep_ == "agent" or (passive and c.dep_ == "prep" and c.lower_ == "by") for t in c.children if t.dep_ == "pobj"
    ]
    objects = _antecedent(verb, [child for child in verb.children if child.dep_ == "dobj"])
    if passive and not agents:                                  # "was fined 2 million ‹by› Y": on the money, as the parser sees it
        agents = [t for noun in objects for t in preposition_objects(noun, {"by"})]
    result.indirect = [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    if passive:
        result.subject = agents
        result.object = surface if not objects else objects
        if objects:                                             # "X was awarded a contract"
            result.indirect = surface
    else:
        result.subject, result.object = surface, objects
        if verb.dep_ == "relcl" and not objects and surface and surface[0].i != verb.head.i:
            result.object = [verb.head]                          # "the spyware (that) X developed"
    result.object += [child for child in verb.children if child.dep_ == "oprd" and not result.object]
    return result


def preposition_objects(token: Token, prepositions: frozenset[str] | set[str]) -> list[Token]:
    """The nouns that hang on `token` by one of the prepositions, also where the parser hung them on a name in between."""
    found = []
    for child in token.children:
        if child.dep_ in HANGING and child.lower_ in prepositions:
            found += [grandchild for grandchild in child.children if grandchild.dep_ in ("pobj", "pcomp")]
    return found or [t for name in _names_below(token) for child in name.children
                     if child.dep_ == "prep" and child.lower_ in prepositions & SLIPPING for t in child.children if t.dep_ == "pobj"]


def _names_below(token: Token) -> list[Token]:
    """Names that are arguments of the token: "brought by ‹the Forum› [against Acme]", "the ‹Acme› contract"."""
    objects = [t for c in token.children if c.dep_ in HANGING for t in c.children] + [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
    return [last for t in objects if t.pos_ == "PROPN" for last in conjuncts(t)]


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in order."""
    found, queue = [token], [token]
    while queue and len(found) < 60:
        current = queue.pop()
        for child in current.children:
            if child.dep_ == "conj":
                found.append(child)
                queue.append(child)
    return sorted(found, key=lambda t: t.i)


def governing_verb(noun: Token) -> tuple[Token, str] | None:
    """The verb that a noun is an argument of and in which place: "filed ‹a suit›", "‹a suit› was filed", "a suit ‹filed› by"."""
    head = noun
    while head.dep_ == "conj" and head.head.pos_ in ("NOUN", "PROPN") and head.head.i != head.i:
        head = head.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_.lower() in QUANTITIES:
        head = head.head.head
    if head.dep_ in ("dobj", "nsubjpass", "nsubj", "attr", "oprd") and is_verb(head.head):
        return head.head, head.dep_
    if head.dep_ == "pobj" and head.head.lower_ == "under" and is_verb(head.head.head):       # "placed under investigation"
        return head.head.head, "under"
    if head.dep_ == "pobj" and head.head.lower_ == "for" and head.head.head.lemma_ == "file":       # "filed for arbitration"
        return head.head.head, "for"
    if head.dep_ == "pobj" and head.head.lower_ in ("of", "from") and head.head.dep_ == "prep":      # "pulled out of the deal"
        above = head.head.head
        out = above if above.dep_ in ("prep", "advmod", "prt") and above.lower_ in ("out", "away") else None
        verb = out.head if out is not None else above
        if is_verb(verb) and (out is not None or head.head.lower_ == "from"):
            return verb, "out"
    return None


def noun_participles(noun: Token) -> list[Token]:
    """Verbs that say of the noun what was done to it or what it does: "a suit ‹filed› by", "a contract which X ‹signed›"."""
    return [child for child in noun.children if child.dep_ in ("acl", "relcl") and is_verb(child)]
