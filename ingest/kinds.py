"""Which kind of thing a name stands for: adds up what speaks for each. Knows evidence (kinds.toml) and grammar, not how names are linked."""

from __future__ import annotations

import gzip
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from spacy.symbols import ADJ, ADV, AUX, NOUN, NUM, PROPN, PUNCT, VERB

from graph.model import WatchdocketError
from ingest import gazetteers
from ingest.names import Name
from ingest.spans import HYPHENS, POSSESSIVE, Span, Text
from ingest.words import (
    ACRONYM,
    AUTHORITY,
    BODY,
    BREAK,
    COMPANY,
    COUNTRY,
    COURT,
    DEMONYM,
    FIELD,
    FORM,
    HEAD,
    LOWER_AUTHORITY,
    LOWER_COURT,
    LOWER_PROJECT,
    MIXED,
    NAMELIKE,
    NOTHING,
    OFFICE,
    OPENER,
    ORGANIZATION,
    PARTICLE,
    PLACE,
    PRODUCT,
    PROJECT,
    ROYAL,
    TITLE,
    flags_of,
)

MODEL = Path(__file__).resolve().parent.parent / "data" / "models" / "kinds.tsv.gz"
WORDS = MODEL.with_name("common_words.txt")
NOTHING_AT_ALL = "Nothing"
DECIDED = ("Company", "Authority", "Court", "Organization", "Person", "City", "Region", "Country", "Project", "Product", NOTHING_AT_ALL)
HEADS = {
    "AUTHORITY": AUTHORITY,
    "COURT": COURT,
    "ORGANIZATION": ORGANIZATION,
    "COMPANY": COMPANY,
    "PROJECT": PROJECT,
    "PRODUCT": PRODUCT,
    "PLACE": PLACE,
    "NOTHING": NOTHING,
}
STATE_ABBREVIATIONS = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT "
    "VT VA WA WV WI WY DC".split()
)
ROLE_WORDS = frozenset(
    "plaintiff plaintiffs defendant defendants petitioner petitioners respondent respondents appellant appellants appellee appellees "
    "claimant customer contractor controller processor party parties company agreement contract services".split()
)
STANDING = frozenset(
    "Treasury Congress Parliament Senate Knesset Duma Bundestag Bundesrat Sejm Storting Riksdag Folketing Pentagon Kremlin Whitehall "
    "Europol Eurojust Interpol INTERPOL Frontex Bundeskartellamt Bundespolizei Bundeswehr Bundeskriminalamt Landeskriminalamt "
    "Verfassungsschutz Stasi Ofcom"
    " Ofsted Bundesnetzagentur Reuters Bloomberg Amnesty Oxfam Teamsters Datatilsynet Datainspektionen Tietosuojavaltuutettu Persónuvernd "
    "Bundesverwaltungsgericht Bundesverfassungsgericht Bundesgerichtshof Verwaltungsgerichtshof Curia Kúria Independent Guardian Times "
    "Telegraph Observer"
    " Economist Mirror Express Spiegel Monde Datenschutzbehörde Carabinieri Gendarmerie Garda Stortinget Congreso Rijkswaterstaat "
    "Belastingdienst".split()
)
# Small titles that stand right before a person's name: "FBI agent Morrison"
LOWER_TITLES = frozenset(
    "agent officer detective sergeant judge justice lawyer attorney senator spokesman spokeswoman spokesperson inspector trooper professor".split()
)
SAYING = frozenset("say tell add note write claim argue state explain announce confirm insist contend allege respond reply comment declare".split())
SELLING = frozenset("sell market develop manufacture supply offer acquire launch build make advertise license ship hire rebrand partner bid".split())
SUING = frozenset("sue fine accuse blacklist sanction ban".split())
BUYING = frozenset("acquire buy found own".split())
REPORTING = frozenset("report reveal publish".split())
ACTING = frozenset(
    """say announce sue file agree allege claim deny sign settle argue admit refuse request ask tell hire pay alert notify warn win lose
    seek decline respond promise plan decide appeal withdraw launch
    acknowledge confirm state accuse cancel terminate propose demand publish insist hope believe know intend offer sell market develop
    acquire own fire employ challenge contend maintain urge call want order award approve reject""".split()
)
LAWSUITS = frozenset(
    "lawsuit suit lawsuits suits complaint case claim claims action fine ruling injunction proceedings charges allegations sanctions "
    "verdict judgment appeal order".split()
)
VOICES = frozenset(
    "spokesperson spokesman spokeswoman lawyers lawyer attorney attorneys counsel ceo cfo chief executive executives employees lawsuit "
    "suit complaint headquarters parent owner founder co-founder shareholders statement request motion appeal engineers staff".split()
)
LIVING = frozenset(
    "testify plead resign retire graduate die joke tweet laugh think feel live travel flee serve study teach write speak remember worry "
    "smile pose confess reside know walk sit".split()
)
SUFFERING = frozenset(
    "arrest sentence jail imprison convict detain elect appoint marry hire kill murder interview extradite release indict promote educate "
    "born handcuff deport exile assassinate".split()
)
USING = frozenset("use deploy install download develop launch operate sell build update uninstall".split())


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """common noun → kinds it is a word for."""
    return _words_of("nouns")


@cache
def following() -> dict[str, tuple[str, ...]]:
    """noun after a name → kinds that it speaks for."""
    return _words_of("following")


@cache
def common() -> frozenset[str]:
    """Capitalised words that name nothing of ours."""
    return frozenset(_tables()["common"]["words"].split())


@cache
def dual() -> frozenset[str]:
    """Names of services that are also their firms'."""
    return frozenset(_tables()["dual"]["words"].split())


def _words_of(table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for kind, words in _tables()[table].items():
        for word in words.split():
            found.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in found.items()}


@cache
def _tables() -> dict[str, Any]:
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
        for place, worth in (("noun", 2.5), ("follow", 0.9), ("list", 1.2), ("named", 0.8)):
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
    signs.append(rarity(words))
    return signs + gazetteer_signs(name)


def _head(words: tuple[str, ...], flags: list[int]) -> int:
    """Index of the word that says what the thing is: the last one before “of”, “for” and the like, legal forms apart."""
    end = len(words)
    for i in range(1, len(words)):
        if words[i] in ("of", "for", "on", "to", "without", "against", "(", ",") or (flags[i] & PARTICLE and not flags[i] & NAMELIKE):
            end = i
            break
    courts = [i for i in range(end) if flags[i] & COURT]
    if courts and not flags[end - 1] & (ORGANIZATION | COMPANY | NOTHING | AUTHORITY):
        return courts[-1]                           # "United States District Court Central District of California"
    return max(0, end - 1)


def _shape_signs(words: tuple[str, ...], flags: list[int]) -> list[str]:
    signs = []
    if len(words) == 1:
        if flags[0] & ACRONYM:
            signs.append("acronym")
        if flags[0] & MIXED:
            signs.append("mixed")
        if flags[0] & (AUTHORITY | COURT | ORGANIZATION | COMPANY) and words[0] not in STANDING:
            signs.append("bare_head")
        if words[0].lower() in ROLE_WORDS:
            signs.append("role_word")
    if all(word in common() or not word[0].isalnum() for word in words):
        signs.append("common")
    if len(words) == 1 and len(words[0]) == 1:
        signs.append("letter")
    if any(c.isdigit() for word in words for c in word):
        signs.append("digit")
    if "&" in words:
        signs.append("ampersand")
    if all(f & FIELD for f in flags if f & NAMELIKE):
        signs.append("all:FIELD")
    for label, flag in (("AUTHORITY", LOWER_AUTHORITY), ("COURT", LOWER_COURT), ("PROJECT", LOWER_PROJECT)):
        if flags[-1] & flag and len(words) > 1:
            signs.append(f"lower:{label}")
    plain = not any(f & (HEAD | FORM | FIELD | NOTHING | PRODUCT | LOWER_COURT | LOWER_AUTHORITY | LOWER_PROJECT) for f in flags)
    if words[0] in gazetteers.given_names() and plain:
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


GAZETTEERS = {
    "gaz:vendor": gazetteers.vendors,
    "gaz:product": gazetteers.products,
    "gaz:agency": gazetteers.agencies,
    "gaz:organization": gazetteers.organizations,
    "gaz:court": gazetteers.courts,
    "gaz:project": gazetteers.projects,
}


def gazetteer_signs(name: Name) -> list[str]:
    """What the tables of data/gazetteers say of the name."""
    surface = name.surface.title() if name.surface.isupper() and len(name.surface) > 4 else name.surface
    if surface not in gazetteers.places():
        surface = name.surface
    signs = []
    if surface in gazetteers.countries():
        signs.append("gaz:country")
    if regions := gazetteers.regions().get(surface):
        signs.append("gaz:supranational" if regions[0].level == "supranational" else "gaz:region")
    places = gazetteers.places().get(surface) or (gazetteers.places().get(surface.split(",")[0]) if ", D" in surface else None)
    if places and signs == ["gaz:region"] and places[0].population > 500_000:
        return ["gaz:both"]
    if places and "gaz:country" not in signs:
        signs.append("gaz:bigcity" if places[0].population > 200_000 and not places[0].common else "gaz:city")
    bare = " ".join(word for word in name.words if not flags_of(word) & FORM)
    for sign, table in GAZETTEERS.items():
        found = table()
        if row := found.get(surface) or found.get(bare):
            signs.append(f"{sign}:common" if getattr(row, "common", False) or getattr(row, "ambiguous", False) else sign)
    return signs


# ---------------------------------------------------------------- evidence around one mention

def context_signs(text: Text, span: Span) -> list[str]:
    """What the words around one mention say."""
    words, start, end = text.words, span.start, span.end
    before = words[start - 1] if start else ""
    before2 = words[start - 2] if start > 1 else ""
    after = words[end] if end < len(words) else ""
    signs: list[str] = []
    if span.titled:
        signs.append("titled")
    if not span.sure:
        signs.append("unsure")
    if before in LOWER_TITLES and end - start <= 3:
        signs.append("lower_title")
    if before in ("the", "The"):
        signs.append("the")
    if (
        before in ("of", "for")
        and start > 1
        and text.flags[start - 2] & TITLE
        or before in ("the", "The")
        and before2 in ("of", "for")
        and start > 2
        and text.flags[start - 3] & TITLE
    ):
        signs.append("office_of")
    if text.flags[end - 1] & OFFICE and (_beside_person(text, start, end)):
        signs.append("persons_office")
    if before in ("on", "via", "through", "over"):
        signs.append("on")
    if before in ("in", "In", "near", "around"):
        signs.append("in")
    noun = before.lower()
    if start and before.islower() and text.pos[start - 1] in NOUNISH:
        signs += [f"noun:{kind}" for kind in nouns().get(noun, ()) or nouns().get(noun.removesuffix("s"), ())]
    if before in ("called", "named", "dubbed", "“", '"', "of", ",", "as") and start > 1:
        signs += _named_noun(text, start)
    signs += _after_signs(text, span, after)
    if before == "," and start > 1 and _is_place(words[start - 2]):
        signs.append("after_city")
    if start > 1 and before == "-" and before2 in ("D", "R", "I") and words[start].strip(".") in STATE_ABBREVIATIONS:
        signs.append("state")
    if before == "," and words[start] in STATE_ABBREVIATIONS and end - start == 1:
        signs.append("state")
    signs += _grammar_signs(text, span)
    signs += _later_signs(text, span)
    return signs


def _beside_person(text: Text, start: int, end: int) -> bool:
    """“Angelene Falk, Australia's Information Commissioner”: the office stands in apposition to its holder."""
    i = start - 1
    while i > max(0, start - 5) and text.words[i] != ",":
        i -= 1
    return (i > 1 and text.words[i] in (",", "and") and text.words[i - 2] in gazetteers.given_names()) \
        or (end + 1 < len(text.words) and text.words[end] == "," and text.words[end + 1] in gazetteers.given_names())


def _is_place(word: str) -> bool:
    return word in gazetteers.places() or word in gazetteers.regions() or word in gazetteers.countries()


def _later_signs(text: Text, span: Span) -> list[str]:
    """What takes the name up again: “, who”, “, which”, the first “he”, “her” or “its” after it with no other name between."""
    words, end = text.words, span.end
    if end + 1 < len(words) and words[end] == "," and words[end + 1] in ("who", "whose", "whom"):
        return ["who"]
    if end + 1 < len(words) and words[end] == "," and words[end + 1] == "which":
        return ["which"]
    if end < len(words) and words[end] == "who":
        return ["who"]
    for i in range(end, min(end + 25, len(words))):
        if text.flags[i] & NAMELIKE and not text.flags[i] & (BREAK | OPENER) and not text.first[i]:
            return []
        word = words[i].lower()
        if word in ("he", "she", "his", "her", "him", "herself", "himself"):
            return ["he"]
        if word in ("it", "its", "itself", "they", "their"):
            return ["it"]
    return []


@cache
def ordinary() -> frozenset[str]:
    """Words that English writes in lower case more often than not; empty where the list is not installed."""
    return frozenset(WORDS.read_text(encoding="utf-8").split("\n")) if WORDS.exists() else frozenset()


def rarity(words: tuple[str, ...]) -> str:
    """How many of the name's words are ordinary ones."""
    plain = [word.lower() in ordinary() for word in words if word[0].isalpha() and len(word) > 2]
    return "rare:" + ("all" if not any(plain) else "none" if all(plain) else "some")


def dual_signs(names: list[Name], acts: bool) -> list[str]:
    """A service that bears its firm's name, or the firm."""
    if not any(name.surface in dual() for name in names):
        return []
    return ["dual", "dual:acts" if acts else "dual:inert"]


def group_shape(names: list[Name]) -> list[str]:
    """How the short names of one thing are taken from its long one: the last word for people, the first for bodies."""
    signs = set()
    for long in names:
        if len(long.words) < 2:
            continue
        for short in names:
            if len(short.words) == 1 and not short.flags[0] & (HEAD | FIELD | DEMONYM):
                if short.words[0] == long.words[-1] and not long.flags[0] & (HEAD | FIELD | COUNTRY | DEMONYM):
                    signs.add("short:last")
                elif short.words[0] == long.words[0]:
                    signs.add("short:first")
    return sorted(signs)


NOUNISH = frozenset({NOUN, ADJ, PROPN})


def _named_noun(text: Text, start: int) -> list[str]:
    """“a company called X”, “the city of X”, “the newspaper, X”."""
    i = start - 1
    while i > max(0, start - 4) and (text.words[i] in ("called", "named", "dubbed", "“", '"', "of", ",", "as", "known")):
        i -= 1
    if text.words[start - 1] == "of" and text.words[i] not in (
        "city", "town", "village", "state", "province", "region", "county", "country", "district", "maker", "developer", "government",
    ):
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
        signs += [f"named:{kind}" for kind in nouns().get(after, ())]
        signs += [f"follow:{kind}" for kind in following().get(after, ())]
    elif after and text.flags[end] & TITLE and text.flags[end] & NAMELIKE:
        signs.append("role_at")
    if after == "," and end + 1 < len(words):
        nxt = words[end + 1]
        if nxt in ("a", "an", "the", "another", "one", "its", "whose"):
            signs += _apposition(text, end + 1)
        elif any(
            text.flags[i] & TITLE and text.flags[i] & NAMELIKE for i in range(end + 1, min(end + 9, len(words))) if _same_phrase(text, end + 1, i)
        ):
            signs.append("title_after")
        elif nxt.islower() and text.pos[end + 1] in (NOUN, ADJ):
            signs += [sign for sign in _apposition(text, end) if sign == "noun:Person"]         # "X, senior counsel at …"
        elif text.flags[end + 1] & NUMBER_FLAG and end + 2 < len(words) and words[end + 2] == ",":
            signs.append("age")
        elif _is_place(nxt) or nxt in STATE_ABBREVIATIONS:
            signs.append("comma_place")
    if after in ("reported", "reports", "writes", "wrote", "revealed"):
        signs.append("reports")
    if after in ("is", "was", "are") and end + 1 < len(words) and words[end + 1] in ("a", "an", "the", "one"):
        signs += _apposition(text, end + 1)
    return signs


def _same_phrase(text: Text, start: int, i: int) -> bool:
    """No comma, verb or full stop between the two tokens."""
    return all(text.pos[j] not in (VERB, AUX, PUNCT) or text.words[j] in HYPHENS for j in range(start, i))


NUMBER_FLAG = flags_of("39")


def _apposition(text: Text, i: int) -> list[str]:
    """The head noun of the phrase that begins at token i: “, an Israeli spyware maker that …”."""
    last = ""
    for j in range(i + 1, min(i + 9, len(text.words))):
        word = text.words[j]
        if (
            text.pos[j] in (NOUN, PROPN, ADJ, NUM)
            or text.flags[j] & (DEMONYM | COUNTRY)
            or word in HYPHENS
            or word in POSSESSIVE
            or text.pos[j] in (ADV, VERB)
            and j < i + 4
            and word not in ("is", "was", "has")
        ):
            if text.pos[j] == NOUN:
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
    if dep == "appos":
        signs += [f"noun:{kind}" for kind in nouns().get(text.doc[head].lemma_.lower(), ())]
    elif dep in ("attr", "oprd") and (subject := verb_subject(text, head)) is not None:
        signs += [f"noun:{kind}" for kind in nouns().get(text.doc[subject].lemma_.lower(), ())]
    if (dep == "nsubj" and verb in LIVING) or (dep in ("dobj", "nsubjpass") and verb in SUFFERING):
        signs.append("lives")
    if (dep == "nsubj" and verb in ACTING) or (dep in ("dobj", "nsubjpass") and verb in SUING) or _accused(text, span) or _spoken_for(text, span):
        signs.append("acts")
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


def _accused(text: Text, span: Span) -> bool:
    """“a lawsuit against X”, “sued by X”."""
    before = [text.words[i].lower() for i in range(max(0, span.start - 4), span.start)]
    if "against" in before and any(word in LAWSUITS for word in before):
        return True
    return before[-1:] == ["by"] and any(word in ("filed", "sued", "brought", "owned", "acquired", "hired", "signed", "announced") for word in before)


def _spoken_for(text: Text, span: Span) -> bool:
    """“X's lawyers”, “X spokesperson”, “X's lawsuit”."""
    i = span.end + (span.end < len(text.words) and text.words[span.end] in POSSESSIVE)
    return i < len(text.words) and text.words[i].lower() in VOICES


def lexical_signs(text: Text, span: Span) -> list[str]:
    """The words around one mention as such; only a trained model gives them weight."""
    words, start, end = text.words, span.start, span.end
    low = [words[i].lower() if 0 <= i < len(words) else "" for i in (start - 2, start - 1, end, end + 1)]
    root = next((i for i in range(end - 1, start - 1, -1) if not start <= text.head[i] < end), end - 1)
    head = text.head[root]
    return [
        f"~a:{low[0]} {low[1]}",
        f"~b:{low[1]}",
        f"~c:{low[2]}",
        f"~d:{low[2]} {low[3]}",
        f"~g:{text.doc[root].dep_} {text.doc[head].lemma_.lower()}",
        f"~h:{text.doc[root].dep_}",
    ]


def word_signs(name: Name) -> list[str]:
    """The words of the name as such; only a trained model gives them weight."""
    folded = [word.lower() for word in name.words]
    shape = "".join("A" if f & ACRONYM else "M" if f & MIXED else "C" if f & NAMELIKE else "x" for f in name.flags)
    return [f"~w:{word}" for word in set(folded)] + [
        f"~l:{folded[-1]}",
        f"~f:{folded[0]}",
        f"~s:{folded[-1][-3:]}",
        f"~t:{folded[-1][-4:]}",
        f"~e:{folded[0][:3]}",
        f"~S:{shape[:6]}",
    ]


def verb_subject(text: Text, verb: int) -> int | None:
    """“The contractor is called X”: the token of the verb's subject."""
    return next((child.i for child in text.doc[verb].children if child.dep_ in ("nsubj", "nsubjpass")), None)


# ---------------------------------------------------------------- decision

@cache
def learned() -> dict[str, dict[str, float]]:
    """evidence → kind → points that training adds; empty where no model is installed."""
    if not MODEL.exists():
        return {}
    table: dict[str, dict[str, float]] = {}
    with gzip.open(MODEL, "rt", encoding="utf-8") as lines:
        for line in lines:
            sign, *pairs = line.rstrip("\n").split("\t")
            table[sign] = {kind: float(worth) for kind, worth in (pair.split("=") for pair in pairs)}
    return table


def weight(count: int) -> float:
    """Evidence met again says less each time."""
    return 1.0 if count == 1 else 1.5 if count == 2 else 2.0


def decide(signs: Counter[str]) -> tuple[str, float]:
    """The kind for which most speaks, and by how many points."""
    sums = dict.fromkeys(DECIDED, 0.0)
    for table in (points(), learned()):
        for sign, count in signs.items():
            if worth := table.get(sign):
                for kind, value in worth.items():
                    sums[kind] += value * weight(count)
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0], ranked[0][1] - ranked[1][1]
