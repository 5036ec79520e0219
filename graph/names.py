"""How two names relate: written otherwise, a short form, initials, or another thing's. Knows words, not what else is said of the things.

Names are compared in Latin letters, without accents, legal forms, titles and little words: "Société Acmé S.A." and "Acme Ltd" are one name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

from graph.known import countries_by_name, place_words
from graph.model import BODIES, PLACES
from graph.resolve import CAPTION, DOCKET, GENERIC, LEGAL_FORMS, fold

LITTLE = frozenset("a an the of for and in on at de du des la le les del di da der die das und et y et al".split())
TITLES = frozenset("""mr mrs ms miss dr prof professor sir dame lord lady sheikh sheik prince princess king queen president minister senator sen rep
    representative gov governor judge justice chief captain general colonel attorney mayor jr sr ii iii""".split())
COMMON = GENERIC | LITTLE
# What a firm or body adds to its name and leaves out again: it tells of no other thing.
DESCRIPTORS = LEGAL_FORMS | frozenset("""group holding holdings technologies technology tech systems system solutions solution software services
    enterprise enterprises industries international global worldwide labs laboratories security intelligence consortium networks
    communications electronics spyware tool app platform case lawsuit decision agency project programme program""".split())
# What makes of a name another thing: a part, a unit, a branch, an office of it.
UNITS = frozenset("""police sheriff council court ministry department division branch office bureau commission parliament senate army navy force
    forces bank university school foundation ventures capital fund cloud marine mobile pay media news health airport authority committee
    prosecutor union association web research subsidiary county state government city district region regional metropolitan north south east
    west northern southern eastern western central new emea apac americas litigation""".split())
OWN_UNITS = {"Court": frozenset({"court", "district", "county", "state"}),
             "Authority": frozenset({"department", "ministry", "force", "forces", "commission", "bureau", "office"})}
# With GENERIC, what public offices are for: their names are the same in many countries.
OFFICES = frozenset("""commissioner commissioners minister secretary information privacy commerce trade interior foreign health education finance
    treasury security homeland solidarity social human rights communications telecommunications technology transport energy environment labor
    agriculture immigration customs border protection revenue internal consumer competition markets electoral election intelligence
    cybersecurity cyber crime criminal investigation investigations economic economy culture tourism planning development audit auditor
    dpa regulator parliamentary assembly chief officer digital""".split())
SPELT_OUT = PLACES | {"Project"}        # kinds whose names often say what sort of thing it is: "City of Eugene", "Lahore Safe City"
ROMAN = frozenset("ii iii iv vi vii viii ix".split())
SHORTEST = 5                # letters of a word in which a slip of the pen is forgiven; every eighth letter may be one
INITIALS = range(2, 8)      # letters of an acronym
WRITTEN = {"united states of america": "us", "united states": "us", "usa": "us", "united kingdom": "uk", "european union": "eu", "cir": "circuit",
           "dept": "department", "dep": "department", "govt": "government", "univ": "university", "intl": "international", "natl": "national",
           "assn": "association", "bros": "brothers", "centre": "center", "defence": "defense", "labour": "labor", "programme": "program",
           "organisation": "organization", "ct": "court", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
           "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th", "st": "saint"}
_WRITTEN = re.compile(rf"\b(?:{'|'.join(sorted(WRITTEN, key=len, reverse=True))})\b")


@dataclass(frozen=True, slots=True)
class Form:
    """A name as it is compared."""

    words: tuple[str, ...]          # in Latin letters and lower case, without legal forms, titles and little words
    initials: frozenset[str]        # of all words, with and without little ones and legal forms
    joined: str                     # the words without spaces
    numbers: frozenset[str]         # and a letter at the end: "Company A", "Schrems II"
    dockets: frozenset[str]         # of a dispute

    @property
    def telling(self) -> bool:
        """False where the words name a sort of thing and no one thing."""
        return not COMMON.issuperset(self.words)


def latin(name: str) -> str:
    """A name in Latin letters, folded, and what is often cut short written in one way: "ФСБ" → "fsb", "US Dept." → "us department"."""
    return _WRITTEN.sub(lambda found: WRITTEN[found.group()], fold(anyascii(name)))


@lru_cache(maxsize=200_000)
def form(kind: str, name: str) -> Form:
    """The name as names of this kind are compared."""
    every = latin(name).split()
    titles = TITLES if kind == "Person" else frozenset()
    words = [word for at, word in enumerate(every, 1) if word not in titles and (word not in LITTLE or 1 < at == len(every))]
    while kind in BODIES and len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    words = words or every
    initials = {"".join(word[0] for word in some) for some in (every, words, [word for word in every if word not in LITTLE])}
    numbers = {word.lstrip("0") for word in words if word[0].isdigit() or word in ROMAN or 1 == len(word) < len(words) and word == words[-1]}
    dockets = {re.sub(r"^\d{1,2}:", "", found.group().casefold()) for found in DOCKET.finditer(name)} if kind == "Dispute" else set()
    return Form(tuple(words), frozenset(each for each in initials if len(each) in INITIALS), "".join(words),
                frozenset(numbers), frozenset(dockets))


def is_office(name: Form) -> bool:
    """True where a public body's name says only what it is for: any country may have one of that name."""
    return (COMMON | OFFICES).issuperset(name.words)


@lru_cache(maxsize=200_000)
def countries_in(name: Form) -> frozenset[str]:
    """The countries that a name speaks of: "UK Information Commissioner's Office" → GB."""
    known = countries_by_name(latin)
    stretches = (name.words[start:end] for start in range(len(name.words)) for end in range(start + 1, min(start + 4, len(name.words) + 1)))
    return frozenset(known[stretch] for words in stretches if (stretch := " ".join(words)) in known)


@cache
def plain(kind: str) -> Callable[[str], str]:
    """How names of a kind are folded to look them up in tables."""
    return lambda name: " ".join(form(kind, name).words)


def relation_of(kind: str, left: Form, right: Form) -> str:
    """How two names relate, as a key of `identity.WEIGHTS`; "" where they have nothing to do with each other."""
    if left.numbers != right.numbers and (left.numbers and right.numbers or kind != "Person"):
        return ""
    if left.joined == right.joined:
        return "same name" if left.telling or kind in PLACES else "same common name"
    if left.joined in right.initials or right.joined in left.initials:
        return "initials"
    ours, theirs = _unmatched(left.words, right.words)
    if not ours and not theirs:
        return ("same words" if sorted(left.words) == sorted(right.words) else "nearly the same name") if left.telling else "same common name"
    if kind == "Person":
        return _persons(left.words, right.words)
    if ours and theirs:
        return "other endings" if kind != "Dispute" and left.words[0] == right.words[0] and DESCRIPTORS.issuperset(ours + theirs) else ""
    more, (short, long) = (ours or theirs), sorted((left, right), key=lambda each: len(each.words))
    if not short.telling and kind not in PLACES:
        return "name with a place added" if place_words(latin).issuperset(more) else ""
    if DESCRIPTORS.issuperset(more) or (kind in SPELT_OUT and GENERIC.issuperset(more)):
        return "short form"
    if kind == "Company" and not place_words(latin).isdisjoint(more):
        return "name with a place added"
    if not (UNITS - OWN_UNITS.get(kind, frozenset())).isdisjoint(more):
        return "name with a unit added"
    begins = long.words[:len(short.words)] == short.words
    return "part of the name" if begins or kind in ("Authority", "Court") else "word of the name"


def _unmatched(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The words of each that the other does not have, slips of the pen and plurals forgiven."""
    theirs, ours = list(right), []
    for word in left:
        found = next((other for other in theirs if word == other), None) or next((other for other in theirs if alike(word, other)), None)
        if found:
            theirs.remove(found)
        else:
            ours.append(word)
    return ours, theirs


@lru_cache(maxsize=500_000)
def alike(one: str, other: str) -> bool:
    """True where two words may be one, written otherwise: "morrocco" and "morocco", "mohamed" and "muhammad", "iphones" and "iphone"."""
    if singular(one) == singular(other):
        return True
    if min(len(one), len(other)) < SHORTEST or one[0] != other[0]:
        return False
    allowed = max(1, min(len(one), len(other)) // 8)
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed or (len(one) > SHORTEST and skeleton(one) == skeleton(other))


def singular(word: str) -> str:
    """ "cities" → "city", "iphones" → "iphone"."""
    return re.sub(r"(?<=..)ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<=[^s]{3})s$", "", word)


_SOUNDS = ((r"ph", "f"), (r"[qc]k?|kh", "k"), (r"sch|sh|ch", "s"), (r"dj", "j"), (r"[wv]", "v"), (r"z", "s"),
           (r"(?<=.)[aeiouyh]", ""), (r"(.)\1+", r"\1"))


@cache
def skeleton(word: str) -> str:
    """The sounds of a word that transliterations agree on: "mohamed", "muhammad" → "mmd"."""
    word = singular(word.replace("x", "ks"))
    for pattern, sound in _SOUNDS:
        word = re.sub(pattern, sound, word)
    return word


def _persons(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    """Names of persons who share some word: the last name decides, then whether the others can be the same."""
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return "last name" if short[0] == long[-1] else "word of the name" if short[0] in long else ""
    if short[-1] != long[-1] and not alike(short[-1], long[-1]):
        return "part of the name" if set(short) < set(long) else ""
    first, other = short[0], long[0]
    if first == other or alike(first, other):
        middle = [word for word in short[1:-1] if not any(word[0] == each[0] for each in long[1:-1])]
        return "" if middle else "name with a middle name" if len(short) < len(long) else "nearly the same name"
    return "first name cut short" if first.startswith(other) or other.startswith(first) else ""


def sides(name: str) -> tuple[Form, Form] | None:
    """The parties of a dispute's caption, in their order; None for a name that is no caption."""
    caption = CAPTION.match(name)
    parties = (form("Company", caption.group(1)), form("Company", caption.group(2))) if caption else None
    return parties if parties and parties[0].words and parties[1].words else None
