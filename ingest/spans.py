"""Finds where the names of a text begin and end. Knows capital letters and the words inside names, not what the names stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from spacy.attrs import DEP, IDX, POS, SENT_START, SPACY
from spacy.attrs import HEAD as SYNTACTIC_HEAD
from spacy.symbols import ADJ, NOUN, PROPN
from spacy.tokens import Doc

from ingest import gazetteers
from ingest.words import (
    ACRONYM,
    AUTHORITY,
    BODY,
    BREAK,
    CAPITAL,
    COMPANY,
    COUNTRY,
    COURT,
    DEMONYM,
    FIELD,
    FORM,
    HEAD,
    MIXED,
    NAMELIKE,
    NOTHING,
    NUMBER,
    OBJECT_TAKER,
    OF_TAKER,
    OFFICE,
    OPENER,
    ORGANIZATION,
    PARTICLE,
    PLACE,
    POSSESSOR,
    PREPOSITION,
    PROJECT,
    ROYAL,
    STRONG,
    TITLE,
    flags_of,
)

LONGEST = 18                                        # tokens; a longer run of capitals is a heading or a table
TITLE_CASE, ALL_CAPS = 1, 2
SMALL = frozenset("of the and for in on at to by from with v vs a an or as de la le du et y und für der die das von against without under re".split())
PARTIES = frozenset({"D", "R", "I", "L", "G", "DFL"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
HYPHENS = frozenset({"-", "–", "‑"})
INSTITUTIONS = frozenset(
    "Academy College School Hospital Church University Office Union League Alliance Association Network Federation Guild Court Institute "
    "Foundation Committee Council Commission Trust Fund Society Club Congress Cooperative".split()
)
AFTER_HYPHEN = frozenset(
    "based owned led backed born made funded run style era wide like area only free to and related linked headquartered listed type turned "
    "friendly level in on by as for with term time old year sized held controlled aligned affiliated focused specific".split()
)
SPLIT_FORM = frozenset(
    "S.p a.s d.o.o s.r.o S.r.l S.A B.V N.V r.l d.d o.o e.K S.L A.S L.L.C L.L.P L.P P.L.C A.G S.A.S S.C".split()
)  # legal forms that the tokenizer parts from their full stop
FUSED = re.compile(
    r"^(.+\.)-(?:based|led|born|made|backed|funded|owned|style|sponsored|registered|listed|headquartered)$"
)  # "U.S.-based" is one token
GLUED = re.compile(r"[“”\"—…]")                      # quotation marks and dashes that the tokenizer leaves on a word
CITATION = re.compile(
    r"\b\d{1,4}\s(?:[A-Z][\w’']*\.?\s?){1,2}(?:[A-Z]\.\s?|Supp\.?\s?|App[’'.]x?\s?|\dd\s?|\dth\s?|Ct\.\s?|Cas\.\s?|Rep\.\s?|LEXIS\s|WL\s)*,?\s?\d{1,7}\b"
    r"|\b\d{4}\sWL\s\d+|\b\d+\s(?:U\.\s?S\.\s?C\.?|C\.\s?F\.\s?R\.?|USC|CFR)\s?(?:§+\s?)?[\d.]+"
)  # "480 U. S. 709": reporters are no names
COURT_ABBREVIATION = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th|d)|Fed\.|D\.\s?C\.)\sCir\.|\b(?:[NSEWMC]\.\s?D\.|D\.)\s(?:[NS]\.\s?)?(?:Ala|Alaska|Ariz|Ark|Cal|Colo|Conn|Del|Fla|Ga|Haw|Idaho|Ill|Ind|Iowa|Kan|Ky|La|Me"
    r"|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|N\.?\s?H|N\.?\s?J|N\.?\s?M|N\.?\s?Y|C|D|Ohio|Okla|Or|Pa|P\.?\s?R|R\.?\s?I|Tenn|Tex|Utah|Vt|Va|Wash|W\.\s?Va|Wis|Wyo)\.?(?=\W)"
    r"|\b[NSEW]\.?D\.?\s?(?:N\.?Y|Cal|Tex|Va|Ill|Pa|Fla)\.?(?=\W)"
)


FORENAMES = frozenset({"Dane", "Finn", "Brit", "Scot", "Norman"})           # also what people of a nation are called
ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")

@dataclass(frozen=True, slots=True)
class Span:
    """Tokens [start, end) that look like a name."""

    start: int
    end: int
    titled: bool = False                            # a title of a person stands before it
    sure: bool = True                               # False: only the capital of a sentence's first word speaks for it


@dataclass(slots=True)
class Text:
    """A parsed document as plain lists, one item a token: looking at them is ten times faster than asking tokens."""

    doc: Doc
    whole: str                                      # `doc.text`, which spaCy puts together anew at each look
    words: list[str]
    flags: list[int]
    starts: list[int]                               # offset of each token
    spaced: list[int]                               # white space follows
    first: list[bool]                               # begins a sentence, quotation or line
    pos: list[int]
    dep: list[int]
    head: list[int]
    headline: list[int]                             # 0, TITLE_CASE or ALL_CAPS: the line's capitals say nothing
    lower: frozenset[str] = field(default_factory=frozenset)      # words that the text writes in lower case
    spans: list[Span] = field(default_factory=list)
    courts: list[tuple[int, int]] = field(default_factory=list)   # offsets of courts in the short form of citations

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.starts[end - 1] + len(self.words[end - 1])

    def surface(self, start: int, end: int) -> str:
        return self.whole[slice(*self.offsets(start, end))]


def read_text(doc: Doc) -> Text:
    """Lay a parsed document out as lists."""
    words = [token.text for token in doc]
    count = len(words)
    if not count:
        return Text(doc, doc.text, [], [], [], [], [], [], [], [], [])
    rows = doc.to_array([IDX, SPACY, POS, DEP])
    starts, spaced, pos, dep = (column.tolist() for column in rows.T)
    for i, word in enumerate(words):
        if len(word) > 2 and (GLUED.search(word) or FUSED.match(word)):
            words[i], starts[i] = unglue(word, starts[i])
    heads, sentence = (column.tolist() for column in doc.to_array([SYNTACTIC_HEAD, SENT_START]).astype("int64").T)
    head = [i + offset for i, offset in enumerate(heads)]
    first = [False] * count
    opening = True
    for i, word in enumerate(words):
        if word.isspace():
            opening = opening or "\n" in word
            continue
        first[i] = opening or sentence[i] == 1
        opening = word in "“\"‘'([*•–—-:…" or (opening and not word[0].isalnum())
    flags = [flags_of(word) for word in words]
    whole = doc.text
    marked = headlines(words, flags, pos, lower := frozenset(word for word in words if word.islower()))
    settle_capitals(words, flags, marked)
    courts = [match.span() for match in COURT_ABBREVIATION.finditer(whole)]
    block(courts + [match.span() for match in CITATION.finditer(whole)], starts, flags)
    return Text(doc, whole, words, flags, starts, spaced, first, pos, dep, head, marked, lower, courts=courts)


def unglue(word: str, start: int) -> tuple[str, int]:
    """The name in a token that holds more: “—Dane”, “Devices”—for”, “U.S.-based”; with its offset."""
    if match := FUSED.match(word):
        return match.group(1), start
    part = next((match for match in re.finditer(r"[^“”\"—…]+", word)), None)
    return (part.group(), start + part.start()) if part else (word, start)


def block(stretches: list[tuple[int, int]], starts: list[int], flags: list[int]) -> None:
    """Take the flags from the tokens of reporter citations and abbreviated courts."""
    for start, end in stretches:
        i = bisect_left(starts, start)
        while i < len(starts) and starts[i] < end:
            flags[i] = 0
            i += 1


def headlines(words: list[str], flags: list[int], pos: list[int], lower: frozenset[str]) -> list[int]:
    """Mark the tokens of lines in which every word is capitalised or in capitals: there a capital says nothing."""
    marked = [0] * len(words)
    begin = 0
    for i in range(len(words) + 1):
        if i < len(words) and "\n" not in words[i]:
            continue
        line = range(begin, i)
        begin = i + 1
        letters = [j for j in line if words[j][0].isalpha()]
        if not 2 <= len(letters) <= 40:
            continue
        upper = sum(words[j].isupper() for j in letters)
        if upper > 0.75 * len(letters) and (len(letters) > 3 or all(words[j].isupper() for j in letters)):
            kind = ALL_CAPS
        elif len(letters) < 4 or words[line[-1]] == ";" or (words[line[-1]][-1] == "." and not words[line[-1]].isupper()):
            continue
        else:
            content = [j for j in letters if len(words[j]) > 3 or words[j].isupper()]
            capital = sum(bool(flags[j] & NAMELIKE) for j in content)
            odd = sum(bool(flags[j] & CAPITAL) and (pos[j] not in (PROPN, ADJ, NOUN) or words[j].lower() in lower) for j in content if j > letters[0])
            if len(content) < 4 or capital <= 0.8 * len(content) or not odd:
                continue
            kind = TITLE_CASE
        for j in line:
            marked[j] = kind
    return marked


def settle_capitals(words: list[str], flags: list[int], marked: list[int]) -> None:
    """Write the words of lines in capitals as a title would: “CITY OF EUGENE” → “City of Eugene”; offsets stay as they are."""
    for i, kind in enumerate(marked):
        word = words[i]
        if kind != ALL_CAPS or not word.isupper() or len(word) < 2:
            continue
        if word.lower() in SMALL:
            words[i] = word.lower()
        elif len(word) > 3 and word.isalpha():
            words[i] = word.capitalize()
        flags[i] = flags_of(words[i])


def find_spans(text: Text) -> list[Span]:
    """All spans that look like names, in order, not overlapping; of headlines only those that are beyond doubt."""
    spans: list[Span] = []
    i, count = 0, len(text.words)
    while i < count:
        found, i = spans_at(text, i)
        spans.extend(span for span in found if not text.headline[span.start] or beyond_doubt(text, span))
    return spans


def spans_at(text: Text, i: int) -> tuple[list[Span], int]:
    """The spans of the name that begins at token i, and the token to go on from."""
    if not starts_name(text, i):
        if text.words[i][0].isalnum() and (end := listed_end(text, i)):
            end = max(end, name_end(text, end - 1)) if end - i > 1 else end
            return [Span(i, end)], end
        return [], i + 1
    if i > 1 and words_before(text, i):
        end = name_end(text, i)
        return cut(text, i - 2, end, False), end
    start, titled = skip_titles(text, i)
    if start >= len(text.words) or not starts_name(text, start):
        return [], max(start, i + 1)
    end = name_end(text, start)
    return cut(text, start, end, titled), end


def beyond_doubt(text: Text, span: Span) -> bool:
    """A name that capitals all around cannot fake: one of the gazetteers', and in a line in capitals a firm with its form, a court, or a person."""
    if listed_end(text, span.start) == span.end and span.end - span.start > 1:
        return True
    flags = text.flags[span.start:span.end]
    if text.headline[span.start] != ALL_CAPS or len(flags) < 2:
        return False
    if flags[-1] & FORM or (len(flags) > 2 and any(flag & COURT for flag in flags)):
        return True
    return (
        len(flags) <= 5 and text.words[span.start] in gazetteers.given_names() and not any(flag & (HEAD | FIELD | NOTHING | OPENER) for flag in flags)
    )


def words_before(text: Text, i: int) -> bool:
    """“e-Skarb”: a small letter is tied to the capital."""
    return text.words[i - 1] in HYPHENS and not text.spaced[i - 1] and not text.spaced[i - 2] and text.words[i - 2] in ("e", "i", "m", "u", "x")


def starts_name(text: Text, i: int) -> bool:
    flags = text.flags[i]
    if flags & OPENER:
        return flags & NAMELIKE != 0 and not text.first[i] and follows(text, i + 1) and bool(text.flags[i + 1] & HEAD)
    if flags & NAMELIKE and not flags & BREAK:
        if (
            len(text.words[i].rstrip(".")) == 1
            and text.first[i]
            and i + 1 < len(text.words)
            and (text.words[i + 1] in (".", ")") or text.words[i][1:] == ".")
        ):
            return False  # "B. City desires": a list
        return not (
            i > 1
            and text.words[i - 1] in HYPHENS
            and not text.spaced[i - 1]
            and text.flags[i - 2] & NAMELIKE
            and not text.spaced[i - 2]
            and not text.flags[i - 2] & (DEMONYM | COUNTRY)
        )
    return (bool(flags & NUMBER) and glued_capital(text, i)) or numbered_court(text, i)


def numbered_court(text: Text, i: int) -> bool:
    """“9th Circuit Court of Appeals”."""
    return bool(ORDINAL.fullmatch(text.words[i])) and i + 1 < len(text.words) and text.words[i + 1] in ("Circuit", "Judicial", "District")


def glued_capital(text: Text, i: int) -> bool:
    """“7-Eleven”, “404 Media” begin with a number."""
    if i + 2 < len(text.words) and not text.spaced[i] and text.words[i + 1] in HYPHENS and not text.spaced[i + 1]:
        return bool(text.flags[i + 2] & CAPITAL)
    return (
        i + 1 < len(text.words)
        and bool(text.flags[i + 1] & (COMPANY | ORGANIZATION))
        and bool(text.flags[i + 1] & CAPITAL)
        and len(text.words[i]) < 4
    )


@cache
def listed_names() -> dict[str, list[str]]:
    """first word → names of several words in the gazetteers, the longest first: they hold together whatever stands in them."""
    found: dict[str, list[str]] = {}
    for table in (
        gazetteers.vendors,
        gazetteers.products,
        gazetteers.agencies,
        gazetteers.organizations,
        gazetteers.courts,
        gazetteers.projects,
        gazetteers.countries,
        gazetteers.regions,
        gazetteers.places,
    ):
        for name in table():
            first, _, rest = name.partition(" ")
            if rest or not first[0].isupper() and not first.isdigit():
                found.setdefault(first, []).append(name)
    return {first: sorted(set(names), key=lambda name: (-len(name), name)) for first, names in found.items()}


def listed_end(text: Text, i: int) -> int:
    """The token after a gazetteer's name of several words that begins at token i, 0 if none does."""
    names = listed_names().get(text.words[i])
    if not names:
        return 0
    start, whole = text.starts[i], text.whole
    for name in names:
        if (
            whole.startswith(name, start)
            or (text.headline[i] == ALL_CAPS and whole[start : start + len(name)] == name.upper())
            or (" " in name and "’" in whole[start : start + len(name)] and whole[start : start + len(name)].replace("’", "'") == name)
        ):
            stop = start + len(name)
            j = i
            while j < len(text.words) and text.starts[j] < stop:
                j += 1
            if text.starts[j - 1] + len(text.words[j - 1]) == stop and (j == len(text.words) or text.words[j] not in HYPHENS or text.spaced[j - 1]):
                return j
    return 0


def skip_titles(text: Text, i: int) -> tuple[int, bool]:
    """Past the titles before a person's name: “Attorney General”, “Acting U.S.-style” no; gives the next token and whether there was a title."""
    start = i
    if (end := listed_end(text, i)) and text.flags[end - 1] & TITLE and before_person(text, end):
        return end, True                            # "Information Commissioner Angelene Falk"
    while i < len(text.words) and text.flags[i] & TITLE and not title_in_name(text, i):
        i += 1
        if i + 1 < len(text.words) and text.words[i] in HYPHENS and text.flags[i + 1] & (TITLE | ROYAL):
            i += 1
    return i, i > start


def title_in_name(text: Text, i: int) -> bool:
    """A title that is part of a body's name: “Attorney General's Office”, “General Motors”, “Justice Department”."""
    count = len(text.words)
    j = i + 1
    while j < count and text.flags[j] & TITLE:
        j += 1
    if j >= count:
        return False
    if text.words[j] in POSSESSIVE:
        return j + 1 < count and bool(text.flags[j + 1] & (BODY | COMPANY)) and bool(text.flags[j - 1] & POSSESSOR)
    if text.flags[j] & PREPOSITION and text.flags[j] & NAMELIKE:
        return follows(text, j + 1)                 # "Justice Without Walls"
    if text.words[j] == "of" and text.flags[j - 1] & OFFICE:
        return bool(past_article(text, j + 1)) and (j - i > 1 or text.flags[i] & AUTHORITY != 0)      # "Public Prosecutor of Zug"
    if text.words[j] == "&":
        return j + 1 < count and bool(text.flags[j + 1] & CAPITAL)
    return (
        bool(text.flags[j] & (HEAD | FORM | FIELD)) and bool(text.flags[j] & NAMELIKE) and not text.flags[j] & TITLE and bool(ends_in_head(text, j))
    )


def ends_in_head(text: Text, i: int) -> bool:
    """The capitalised run from token i ends in the head noun of a body: “… Services Administration”."""
    j = i
    while j < len(text.words) and text.flags[j] & NAMELIKE and not text.flags[j] & BREAK and j < i + 5:
        j += 1
    return bool(text.flags[j - 1] & (BODY | COMPANY | FORM))


def name_end(text: Text, start: int) -> int:
    """The token after the name that begins at `start`."""
    end = start + 1
    if listed := listed_end(text, start):
        end = listed
        if text.flags[end - 1] & TITLE and before_person(text, end):
            return end
    elif text.flags[start] & NUMBER:
        end = start + 3 if text.words[start + 1] in HYPHENS else start + 2
    count = min(len(text.words), start + LONGEST)
    seen = 0                                        # all flags met since the last connector
    for flags in text.flags[start:end]:
        seen |= flags
    body = 0                                        # the same of the part before "of", where that was a public body's
    complement = False                              # inside "of …", "for …"
    while end < count:
        flags, word = text.flags[end], text.words[end]
        if complement and text.flags[start] & (TITLE | OFFICE) and word in gazetteers.given_names() and before_surname(text, end):
            break                                   # "the Secretary of Commerce Gina Raimondo"
        if flags & NAMELIKE and not flags & (BREAK | PREPOSITION):
            if (
                flags & TITLE
                and not (complement and not before_person(text, end))
                and not title_in_name(text, end)
                and not office_ends(text, start, end)
            ):
                break
            if flags & OPENER and not follows(text, end + 1):
                break
            seen |= flags
            end += 1
        elif flags & FORM or word in SPLIT_FORM:
            end += 1
            while (
                end < count
                and (text.words[end] == "." or text.words[end] in ("A.", "r.l", "V.", "L.", "o.o"))
                and (end + 1 == len(text.words) or not text.first[end + 1] or text.words[end] != ".")
            ):
                end += 1
        elif word in HYPHENS and not text.spaced[end] and not text.spaced[end - 1] and follows(text, end + 1):
            end += 2
        elif word in ("&", "+") and follows(text, end + 1):
            end += 2
        elif (
            word == ","
            and end + 1 < count
            and text.flags[end + 1] & FORM
            and text.flags[end + 1] & (NAMELIKE | FORM)
            and text.words[end + 1] not in ("AS", "PC", "SE", "LA", "CO", "SA")
        ):
            end += 2
        elif word == "," and end + 3 < count and seen & COURT and "District" in text.words[end + 1:end + 3] and "of" in text.words[end + 2:end + 4]:
            end += 2
        elif word == "," and end + 1 < count and text.words[end + 1] in ("D.C.", "DC") and text.words[end - 1] == "Washington":
            end += 2
        elif word == "." and text.words[end - 1] in ("INC", "CORP", "CO", "LTD", "r.l", "l", "a.s") and not text.first[min(end + 1, count - 1)]:
            end += 1
        elif (
            word == "of"
            and (after := past_article(text, end + 1))
            and (seen | body) & (OF_TAKER | AUTHORITY | COURT | OFFICE)
            and not closes(text, end)
            and not lower_head(text, after)
        ):
            seen, body, complement, end = text.flags[after], (seen | body) & (AUTHORITY | COURT), True, after + 1
        elif (
            word in ("in", "at")
            and (after := past_article(text, end + 1))
            and (seen | body) & COURT
            and text.flags[start] & NAMELIKE
            and word == "at"
        ):
            seen, complement, end = text.flags[after], True, after + 1
        elif flags & PREPOSITION and flags & NAMELIKE and follows(text, end + 1) and not text.first[end]:
            end += 2  # "Reporters Without Borders"
        elif (
            flags & PREPOSITION
            and (after := past_article(text, end + 1))
            and text.flags[last_head(text, start, end)] & OBJECT_TAKER
            and joins_object(text, start, end, after)
        ):
            seen, complement, end = text.flags[after], True, after + 1
        elif word == "and" and follows(text, end + 1) and joins_and(text, start, end, complement):
            seen |= text.flags[end + 1]
            end += 2
        elif flags & PARTICLE and (after := past_particles(text, end)):
            end = after + 1
        elif (
            word in ("'", "’")
            and end + 1 < count
            and text.words[end - 1].endswith("s")
            and text.flags[end + 1] & BODY
            and text.flags[end + 1] & NAMELIKE
        ):
            end += 2                                # "Nurses' Union"
        elif word in POSSESSIVE and end + 1 < count and text.words[end + 1] in INSTITUTIONS and not text.flags[end - 1] & (COUNTRY | ACRONYM):
            end += 2  # "St Brannoc's Academy"
        elif (
            word in POSSESSIVE
            and end + 1 < count
            and text.flags[end - 1] & POSSESSOR
            and text.flags[end + 1] & (BODY | NOTHING)
            and text.flags[end + 1] & NAMELIKE
        ):
            end += 2
        elif flags & NUMBER and number_belongs(text, start, end):
            end += 1
        else:
            break
    return end


def follows(text: Text, i: int) -> bool:
    """A capital that can go on a name."""
    return i < len(text.words) and bool(text.flags[i] & NAMELIKE) and not text.flags[i] & (BREAK | OPENER)


def before_surname(text: Text, i: int) -> bool:
    """A given name at token i is followed by a last name, initials between them or not."""
    i += 1
    while i < len(text.words) and (len(text.words[i].rstrip(".")) == 1 or text.words[i] == "."):
        i += 1
    return follows(text, i) and not text.flags[i] & (HEAD | FIELD | FORM)


def before_person(text: Text, i: int) -> bool:
    """The titles from token i on stand before a person's name."""
    while i < len(text.words) and (text.flags[i] & TITLE or text.words[i] in HYPHENS):
        i += 1
    return follows(text, i) and not text.flags[i] & (HEAD | FIELD)


def past_article(text: Text, i: int) -> int:
    """Token of the capital after “of” or “of the”, 0 if there is none."""
    if i < len(text.words) and text.words[i] in ("the", "a", "an", "our"):
        i += 1
    return i if follows(text, i) else 0


def past_particles(text: Text, i: int) -> int:
    """Token of the capital after “van der”, “bin”, “of” in other languages, 0 if there is none or they are plain English."""
    j = i
    while j < len(text.words) and j < i + 3 and text.flags[j] & PARTICLE:
        j += 1
        if j < len(text.words) and text.words[j] in HYPHENS and not text.spaced[j]:
            j += 1
    if not follows(text, j):
        return 0
    return (
        j
        if text.words[i] not in ("as", "do", "en", "ten", "i", "til", "y", "e", "et", "los", "las", "voor", "het")
        or not text.flags[i - 1] & (TITLE | BREAK)
        else 0
    )


def last_head(text: Text, start: int, end: int) -> int:
    return end - 1


def lower_head(text: Text, i: int) -> bool:
    """“of the Dutch police”: the capital belongs to a word in lower case."""
    return bool(text.flags[i] & DEMONYM) and i + 1 < len(text.words) and text.words[i + 1].islower() and text.pos[i + 1] == NOUN


def closes(text: Text, end: int) -> bool:
    """Before this “of” the name is complete: a firm's form."""
    return bool(text.flags[end - 1] & FORM) and not text.flags[end - 1] & AUTHORITY


def joins_object(text: Text, start: int, end: int, after: int) -> bool:
    """“for”, “on”, “to” goes on the name: “Committee to Protect Journalists”, not “Congress to Google”."""
    word = text.words[end]
    if text.flags[end - 1] & COURT:
        return word in ("for", "in", "at")
    if word == "for" and text.flags[end - 1] & ORGANIZATION and not text.flags[after] & (COUNTRY | DEMONYM):
        return True                                 # "Club for Growth"
    if word in ("in", "at", "against", "to", "without"):
        return False
    if word == "on":
        return bool(text.flags[after] & (FIELD | COURT | AUTHORITY))
    return bool(text.flags[after] & (FIELD | PLACE | ORGANIZATION | AUTHORITY)) or text.flags[end - 1] & OFFICE != 0


def joins_and(text: Text, start: int, end: int, complement: bool) -> bool:
    """“and” inside a name: “Immigration and Customs Enforcement”, “Department of Health and Human Services”, “Computer Fraud and Abuse Act”."""
    left, right = text.flags[end - 1], text.flags[end + 1]
    stop = end + 1
    while stop < len(text.words) and text.flags[stop] & NAMELIKE and not text.flags[stop] & BREAK:
        stop += 1
    tail = text.flags[stop - 1]
    if (
        stop - end > 2
        and text.words[stop - 1] in ("Act", "Regulation", "Directive", "Agreement", "Bill", "Rules", "Regulations", "Principles", "Convention")
        and left & NAMELIKE
    ):
        return not any(flags & (FORM | TITLE) for flags in text.flags[start:end])
    if complement and stop - end > 2 and tail & FIELD and not left & STRONG and not any(f & (BODY | COMPANY | FORM) for f in text.flags[end:stop]):
        return True                                 # "Department of Consumer and Worker Protection"
    if not right & FIELD or not (left & FIELD or complement) or left & STRONG:
        return False
    if complement:
        return not tail & (COMPANY | FORM) or bool(tail & FIELD)
    return bool(tail & (BODY | FIELD | PROJECT)) and not text.flags[start] & FORM and not (left & BODY and not left & FIELD)


def office_ends(text: Text, start: int, i: int) -> bool:
    """“Information Commissioner”, “U.S. Attorney for …”: an office that stands for its body, unless a person's name follows."""
    if not text.flags[i] & OFFICE or i == start:
        return False
    after = text.words[i + 1] if i + 1 < len(text.words) else ""
    if after in POSSESSIVE and i + 2 < len(text.words) and text.flags[i + 2] & AUTHORITY:
        return True
    if text.words[i] == "Attorney":
        return after == "for"
    return bool(text.flags[i - 1] & (FIELD | DEMONYM)) and not before_person(text, i)


def number_belongs(text: Text, start: int, i: int) -> bool:
    """A number that ends a name: “Redmi 5”, “FaceGuard 2”; no year, no count."""
    word = text.words[i]
    if not word.isdigit() or len(word) > 3 or (i + 1 < len(text.words) and text.pos[i + 1] == NOUN):
        return False
    return bool(text.flags[i - 1] & MIXED)


def cut(text: Text, start: int, end: int, titled: bool) -> list[Span]:
    """One run of capitals as the spans it holds: sentence openers, demonyms before firms and trailing odds and ends go."""
    flags, words = text.flags, text.words
    if words[start] in PARTIES and end - start > 2 and words[start + 1] in HYPHENS:
        return cut(text, start + 2, end, False)     # "(R-Texas)"
    national = flags[start] & DEMONYM or (flags[start] & COUNTRY and flags[start] & ACRONYM)
    if (
        national
        and end - start > 1
        and words[start + 1] not in HYPHENS
        and not (words[start] in FORENAMES and end - start == 2 and before_surname(text, start))
        and not holds_demonym(text, start, end)
        and text.surface(start, end) not in gazetteers.countries()
    ):
        return [Span(start, start + 1), *cut(text, start + 1, end, titled)]
    while end - start > 1 and (flags[end - 1] & PARTICLE or words[end - 1] in ("&", ",")) and not flags[end - 1] & NAMELIKE:
        end -= 1
    sure = True
    if text.first[start] and not flags[start] & (ACRONYM | MIXED) and not titled:
        common = words[start].lower() in text.lower or text.pos[start] not in (PROPN, ADJ, NOUN)
        if end - start == 1:
            sure = not common and text.pos[start] == PROPN
        elif words[start] in gazetteers.given_names() and text.pos[start] == PROPN and end - start <= 3 and before_surname(text, start):
            pass                                    # "Will Owen, a lawyer": no question
        elif flags[start] & OPENER or (common and not flags[start] & (FIELD | HEAD | DEMONYM | COUNTRY | ROYAL)):
            start += 1
            while start < end and words[start] in HYPHENS:
                start += 1
            if start >= end or not flags[start] & NAMELIKE:
                return []
    if all(flags[i] & (BREAK | OPENER) for i in range(start, end)):
        return []
    return [Span(start, end, titled, sure)]


def holds_demonym(text: Text, start: int, end: int) -> bool:
    """The nationality belongs to the name: “Israeli Ministry of Defense”, “American Civil Liberties Union”, not “Israeli NSO Group”."""
    rest = text.flags[start + 1:end]
    if any(flags & (AUTHORITY | COURT) and flags & NAMELIKE for flags in rest):
        return True
    return all(flags & (FIELD | HEAD) or not flags & NAMELIKE for flags in rest)
