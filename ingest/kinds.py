"""Which kind of thing a name stands for: adds up what speaks for each. Knows evidence (kinds.toml) and grammar, not how names are linked."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from graph.model import WatchdocketError
from ingest import gazetteers
from ingest.names import Name
from ingest.spans import HYPHENS, POSSESSIVE, Span, Text
from ingest.words import (ACRONYM, AUTHORITY, BODY, COMPANY, COUNTRY, COURT, DEMONYM, FIELD, FORM, HEAD, LOWER_AUTHORITY, LOWER_COURT, LOWER_PROJECT, MIXED, NAMELIKE, NOTHING, ORGANIZATION, PARTICLE, PLACE,
                          PREPOSITION, PRODUCT, PROJECT, ROYAL, TITLE, flags_of)

NOTHING_AT_ALL = "Nothing"
DECIDED = ("Company", "Authority", "Court", "Organization", "Person", "City", "Region", "Country", "Project", "Product", NOTHING_AT_ALL)
HEADS = {"AUTHORITY": AUTHORITY, "COURT": COURT, "ORGANIZATION": ORGANIZATION, "COMPANY": COMPANY, "PROJECT": PROJECT, "PRODUCT": PRODUCT, "PLACE": PLACE, "NOTHING": NOTHING}
STATE_ABBREVIATIONS = frozenset("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC".split())
ROLE_WORDS = frozenset("plaintiff plaintiffs defendant defendants petitioner petitioners respondent respondents appellant appellants appellee appellees claimant customer contractor controller processor party parties company agreement contract services".split())
SAYING = frozenset("say tell add note write claim argue state explain announce confirm insist contend allege respond reply comment declare".split())
SELLING = frozenset("sell market develop manufacture supply offer acquire launch build make advertise license ship hire rebrand partner bid".split())
SUING = frozenset("sue fine accuse blacklist sanction ban".split())
BUYING = frozenset("acquire buy found own".split())
REPORTING = frozenset("report reveal publish".split())
USING = frozenset("use deploy install download develop launch operate sell build update uninstall".split())


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """common noun → kinds it is a word for."""
    return _words_of("nouns")


@cache
def following() -> dict[str, tuple[str, ...]]:
    """noun after a name → kinds that it speaks for."""
    return _words_of("following")


def _words_of(table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for kind, words in _tables()[table].items():
        for word in words.split():
            found.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in found.items()}


@cache
def _tables() -> dict:
    path = Path(__file__).with_name("kinds.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise WatchdocketError(f"The table {path} cannot be read ({error}); get it back with `git checkout ingest/kinds.toml`.") from error


@cache
def points() -> dict[str, dict[str, float]]:
    """evidence → kind → points."""
    table = {sign: dict(kinds) for sign, kinds in _tables()["evidence"].items()}
    for kind in DECIDED:
        for place, worth in (("noun", 2.5), ("follow", 0.9)):
            table[f"{place}:{kind}"] = {kind: worth}
    return table


# ---------------------------------------------------------------- evidence in the name itself

def surface_signs(name: Name) -> list[str]:
    """What the words of the name say."""
    flags, words = name.flags, name.words
    signs = ["bias", f"words:{min(len([w for w in words if w[0].isalnum()]), 4)}"]
    head = _head(words, flags)
    signs += [f"head:{label}" for label, flag in HEADS.items() if flags[head] & flag and (len(words) > 1 or flag & (BODY | NOTHING))]
    if len(words) > 1:
        signs += [f"first:{label}" for label, flag in HEADS.items() if head and flags[0] & flag]
        signs += [f"has:{label}" for label, flag in (("COURT", COURT), ("AUTHORITY", AUTHORITY)) if any(f & flag for f in flags)]
        if any(f & FORM for f in flags[1:]):
            signs.append("form")
    signs += _shape_signs(words, flags)
    return signs + gazetteer_signs(name)


def _head(words: tuple[str, ...], flags: list[int]) -> int:
    """Index of the word that says what the thing is: the last one before “of”, “for” and the like, legal forms apart."""
    end = len(words)
    for i in range(1, len(words)):
        if words[i] in ("of", "for", "on", "to", "without", "against", "(", ",") or (flags[i] & PARTICLE and not flags[i] & NAMELIKE):
            end = i
            break
    return max(0, end - 1)


def _shape_signs(words: tuple[str, ...], flags: list[int]) -> list[str]:
    signs = []
    if len(words) == 1:
        if flags[0] & ACRONYM:
            signs.append("acronym")
        if flags[0] & MIXED:
            signs.append("mixed")
        if words[0].lower() in ROLE_WORDS:
            signs.append("role_word")
    if any(c.isdigit() for word in words for c in word):
        signs.append("digit")
    if "&" in words:
        signs.append("ampersand")
    if all(f & FIELD for f in flags if f & NAMELIKE):
        signs.append("all:FIELD")
    for label, flag in (("AUTHORITY", LOWER_AUTHORITY), ("COURT", LOWER_COURT), ("PROJECT", LOWER_PROJECT)):
        if flags[-1] & flag and len(words) > 1:
            signs.append(f"lower:{label}")
    plain = not any(f & (HEAD | FORM | FIELD | NOTHING | PRODUCT) for f in flags)
    if words[0] in gazetteers_given() and plain:
        signs.append("given" if len(words) > 1 else "given1")
    if flags[0] & ROYAL and len(words) > 1:
        signs.append("royal")
    if len(words) > 2 and plain and any(len(word) == 2 and word[1] == "." for word in words[1:-1]):
        signs.append("initial")
    if len(words) > 2 and words[1] == "of":
        if words[0] in ("City", "Town", "Village", "Borough", "County", "Township", "Municipality", "CITY", "TOWN", "COUNTY"):
            signs.append("before:City")
        if words[0] in ("State", "Commonwealth", "Province", "STATE"):
            signs.append("before:Region")
    if words[-1] in ("County", "Township", "Borough", "Parish") and len(words) > 1:
        signs.append("County")
    if all(f & DEMONYM for f in flags):
        signs.append("dem")
    return signs


@cache
def gazetteers_given() -> frozenset[str]:
    try:
        return gazetteers.given_names()
    except WatchdocketError:
        return frozenset()


@cache
def _optional(table: str) -> dict:
    """A gazetteer that helps but is not needed."""
    try:
        return dict(getattr(gazetteers, table)())
    except (WatchdocketError, AttributeError):
        return {}


def gazetteer_signs(name: Name) -> list[str]:
    """What the tables of data/gazetteers say of the name."""
    surface = name.surface
    signs = []
    if surface in gazetteers.countries():
        signs.append("gaz:country")
    if regions := gazetteers.regions().get(surface):
        signs.append("gaz:supranational" if regions[0].level == "supranational" else "gaz:region")
    if (places := gazetteers.places().get(surface)) and "gaz:country" not in signs:
        signs.append("gaz:bigcity" if places[0].population > 200_000 and not places[0].common else "gaz:city")
    bare = " ".join(word for word in name.words if not flags_of(word) & FORM)
    for table, sign in (("vendors", "gaz:vendor"), ("products", "gaz:product"), ("agencies", "gaz:agency"), ("organizations", "gaz:organization"), ("courts", "gaz:court"), ("projects", "gaz:project")):
        found = _optional(table)
        if surface in found or bare in found:
            signs.append(sign)
    return signs


# ---------------------------------------------------------------- evidence around one mention

def context_signs(text: Text, span: Span) -> list[str]:
    """What the words around one mention say."""
    words, start, end = text.words, span.start, span.end
    before = words[start - 1] if start else ""
    before2 = words[start - 2] if start > 1 else ""
    after = words[end] if end < len(words) else ""
    signs = [_label(text, span)]
    if span.titled:
        signs.append("titled")
    if not span.sure:
        signs.append("unsure")
    if before in ("the", "The"):
        signs.append("the")
    if before in ("in", "In", "near", "around"):
        signs.append("in")
    noun = before.lower()
    if start and before.islower() and text.pos[start - 1] in NOUNISH:
        signs += [f"noun:{kind}" for kind in nouns().get(noun, ()) or nouns().get(noun.removesuffix("s"), ())]
    if before in ("called", "named", "dubbed", "“", '"', "of", ",", "as") and start > 1:
        signs += _named_noun(text, start)
    signs += _after_signs(text, span, after)
    if before == "," and start > 1 and text.label[start - 2] == "GPE":
        signs.append("after_city")
    if start > 1 and before == "-" and before2 in ("D", "R", "I") and words[start].strip(".") in STATE_ABBREVIATIONS:
        signs.append("state")
    if before == "," and words[start] in STATE_ABBREVIATIONS and end - start == 1:
        signs.append("state")
    signs += _grammar_signs(text, span)
    return signs


NOUNISH = frozenset({92, 84, 96})                   # NOUN, ADJ, PROPN


def _label(text: Text, span: Span) -> str:
    labels = [text.label[i] for i in range(span.start, span.end)]
    most, count = Counter(labels).most_common(1)[0]
    return f"ner:{most or 'none'}"


def _named_noun(text: Text, start: int) -> list[str]:
    """“a company called X”, “the city of X”, “the newspaper, X”."""
    i = start - 1
    while i > max(0, start - 4) and (text.words[i] in ("called", "named", "dubbed", "“", '"', "of", ",", "as", "known")):
        i -= 1
    if text.words[start - 1] == "of" and text.words[i] not in ("city", "town", "village", "state", "province", "region", "county", "country", "district", "maker", "developer", "government"):
        return []
    kinds = nouns().get(text.words[i], ())
    if text.words[i] in ("maker", "developer", "government") and text.words[start - 1] == "of":
        return ["noun:Product"] if text.words[i] != "government" else []
    return [f"noun:{kind}" for kind in kinds] if text.words[start - 1] != "," else []


def _after_signs(text: Text, span: Span, after: str) -> list[str]:
    words, end, signs = text.words, span.end, []
    if after in POSSESSIVE and end + 1 < len(words):
        nxt = words[end + 1]
        signs += [f"follow:{kind}" for kind in following().get(nxt, ())]
        if text.flags[end + 1] & TITLE or nxt in ("CEO", "chief", "founder", "spokesperson", "spokesman", "spokeswoman"):
            signs.append("possessed_role")
    elif after.islower():
        signs += [f"follow:{kind}" for kind in following().get(after, ())]
    elif text.flags[end] & TITLE and after and end < len(words) and text.flags[end] & NAMELIKE:
        signs.append("role_at")
    if after == "," and end + 1 < len(words):
        nxt = words[end + 1]
        if nxt in ("a", "an", "the", "another", "one", "its", "whose"):
            signs += _apposition(text, end + 1)
        elif text.flags[end + 1] & NUMBER_FLAG and end + 2 < len(words) and words[end + 2] == ",":
            signs.append("age")
        elif text.label[end + 1] == "GPE" or nxt in STATE_ABBREVIATIONS:
            signs.append("comma_place")
    if after in ("is", "was", "are") and end + 1 < len(words) and words[end + 1] in ("a", "an", "the", "one"):
        signs += _apposition(text, end + 1)
    return signs


NUMBER_FLAG = flags_of("39")


def _apposition(text: Text, i: int) -> list[str]:
    """The head noun of the phrase that begins at token i: “, an Israeli spyware maker that …”."""
    last = ""
    for j in range(i + 1, min(i + 9, len(text.words))):
        word = text.words[j]
        if text.pos[j] in (92, 96, 84, 93) or text.flags[j] & (DEMONYM | COUNTRY) or word in HYPHENS or word in POSSESSIVE or text.pos[j] in (86, 100) and j < i + 4 and word not in ("is", "was", "has"):
            if text.pos[j] == 92:
                last = word.lower()
            continue
        break
    kinds = nouns().get(last) or nouns().get(last.removesuffix("s"), ())
    return [f"noun:{kind}" for kind in kinds or ()]


def _grammar_signs(text: Text, span: Span) -> list[str]:
    """Subject of a verb of saying, selling, suing; object of using."""
    root = next((i for i in range(span.end - 1, span.start - 1, -1) if not span.start <= text.head[i] < span.end), span.end - 1)
    head = text.head[root]
    dep = text.doc.vocab.strings[text.dep[root]] if text.dep[root] else ""
    verb = text.doc[head].lemma_.lower() if dep in ("nsubj", "nsubjpass", "dobj", "pobj") else ""
    signs = []
    if dep == "nsubj":
        if verb in SAYING:
            signs.append("says")
        if verb in SELLING:
            signs.append("sells")
        if verb in REPORTING:
            signs.append("reports")
    if dep in ("dobj", "nsubjpass") and verb in SUING:
        signs.append("sued")
    if dep in ("dobj", "nsubjpass") and verb in USING:
        signs.append("uses_object")
    if dep == "dobj" and verb in BUYING:
        signs.append("acquired")
    if dep == "dobj" and verb == "tell":
        signs.append("told")
    if dep == "pobj" and verb == "to" and head and text.words[head - 1].lower() == "according":
        signs.append("according")
    return signs


# ---------------------------------------------------------------- decision

def decide(signs: Counter[str]) -> tuple[str, float]:
    """The kind for which most speaks, and by how many points."""
    sums = dict.fromkeys(DECIDED, 0.0)
    table = points()
    for sign, count in signs.items():
        worth = table.get(sign)
        if worth:
            weight = 1.0 if count == 1 else 1.5 if count == 2 else 2.0
            for kind, value in worth.items():
                sums[kind] += value * weight
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0], ranked[0][1] - ranked[1][1]
