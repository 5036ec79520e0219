"""Finds where a document names things, and of which kind each is. Knows names and their evidence, not which names are one thing for good."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from graph.model import Document, Mention
from ingest import gazetteers
from ingest.captions import Proceeding, find_proceedings
from ingest.kinds import (
    NOTHING_AT_ALL,
    ROLE_WORDS,
    STATE_ABBREVIATIONS,
    context_signs,
    decide,
    dual_signs,
    group_shape,
    learned,
    lexical_signs,
    surface_signs,
    word_signs,
)
from ingest.names import Name, collect, fits, fold, link
from ingest.spans import POSSESSIVE, Span, Text, find_spans, read_text
from ingest.words import ACRONYM, AUTHORITY, COUNTRY, COURT, COURT_ADJECTIVE, DEMONYM, LOWER_AUTHORITY, LOWER_COURT, LOWER_PROJECT, MIXED, NAMELIKE

LIST_WORDS = frozenset({",", "and", "or", "&", "the", "/", ";", "versus"})
OF_LONGEST = ("words:", "bare_head", "common", "letter", "role_word", "all:", "rare:")      # signs that only the longest name of a thing gives
SURE = 3.0                                          # points by which a kind must lead to speak for its neighbours in a list
MOST_MENTIONS = 60                                  # of one name that are looked at; more say nothing new


@dataclass(slots=True)
class Reading:
    """The names of a document, put together where they are one thing, with all that speaks for their kinds."""

    text: Text
    names: dict[str, Name]
    groups: list[list[str]]                         # keys of `names`
    signs: list[Counter[str]]                       # one per group
    proceedings: list[Proceeding]


def read_names(doc: Doc) -> Reading:
    """Find the names of a document and the evidence on them."""
    text = read_text(doc)
    spans = widen(text, find_spans(text))
    proceedings = find_proceedings(text, spans)
    precedents = [proceeding.spans[0] for proceeding in proceedings if proceeding.cited and proceeding.tokens[1]]
    text.spans = [span for span in spans if not any(start <= text.starts[span.start] < end for start, end in precedents)] if precedents else spans
    names = collect((text.surface(s.start, s.end), tuple(text.words[s.start:s.end]), s) for s in text.spans)
    groups = link(names, definitions(text)).groups()
    return Reading(text, names, groups, [group_signs(text, [names[key] for key in group]) for group in groups], proceedings)


def find_mentions(doc: Doc, document: Document) -> list[Mention]:
    """All mentions of the document, in order; every surface is the text at its offsets."""
    reading = read_names(doc)
    text, names = reading.text, reading.names
    kinds = decide_all(reading)
    mentions = []
    for key, name in names.items():
        if kinds[key] != NOTHING_AT_ALL:
            for span in name.spans:
                start, end = text.offsets(span.start, span.end)
                mentions.append(Mention(start, end, document.text[start:end], kinds[key]))
    mentions += [Mention(start, end, document.text[start:end], "Dispute") for proceeding in reading.proceedings for start, end in proceeding.spans]
    mentions += [Mention(start, end, document.text[start:end], "Court") for start, end in text.courts]
    known = {key: kinds[key] for key in names if kinds[key] != NOTHING_AT_ALL}
    mentions += more_mentions(text, document, names, known, {(m.start, m.end) for m in mentions})
    return sorted(mentions)


def decide_all(reading: Reading) -> dict[str, str]:
    """Kind of each name; names in one list with others of a sure kind are judged again in their light."""
    first = [decide(signs) for signs in reading.signs]
    kinds: dict[str, str] = {}
    sure: dict[str, str] = {}
    for group, (kind, margin) in zip(reading.groups, first, strict=True):
        kinds.update(dict.fromkeys(group, kind))
        if margin > SURE:
            sure.update(dict.fromkeys(group, kind))
    beside = neighbours(reading.text)
    for group, signs, (_, margin) in zip(reading.groups, reading.signs, first, strict=True):
        around = Counter(sure[other] for key in group for other in beside.get(key, ()) if other in sure)
        if margin <= SURE and around:
            signs.update({f"list:{other}": count for other, count in around.items()})
            kinds.update(dict.fromkeys(group, decide(signs)[0]))
    return kinds


def neighbours(text: Text) -> dict[str, list[str]]:
    """name → names that stand beside it in a list: “X, Y and Z”."""
    found: dict[str, list[str]] = defaultdict(list)
    for left, right in zip(text.spans, text.spans[1:], strict=False):
        between = text.words[left.end:right.start]
        if between and len(between) <= 3 and all(word in LIST_WORDS for word in between):
            a, b = fold(text.surface(left.start, left.end)), fold(text.surface(right.start, right.end))
            found[a].append(b)
            found[b].append(a)
    return found


def group_signs(text: Text, names: list[Name]) -> Counter[str]:
    """All evidence on names that are one thing: what the words say once, what stands around them as often as it does."""
    signs: Counter[str] = Counter()
    trained = bool(learned())
    longest = max(names, key=lambda name: (len(name.words), len(name.surface)))
    for name in names:
        for sign in surface_signs(name):
            if name is longest or not sign.startswith(OF_LONGEST):
                signs[sign] = 1
        if trained:
            for sign in word_signs(name):
                signs[sign] = 1
    around: Counter[str] = Counter()
    sure = False
    for name in names:
        for span in name.spans[:MOST_MENTIONS]:
            around.update(context_signs(text, span))
            if trained:
                around.update(lexical_signs(text, span))
            sure = sure or span.sure
    signs.update(dual_signs(names, bool(around["acts"])))
    if not around["acts"]:
        around["inert"] = 1
    if sure:
        del around["unsure"]
    signs.update(around)
    signs.update(group_shape(names))
    return signs


def widen(text: Text, spans: list[Span]) -> list[Span]:
    """Take in the lower-case head of a body: “the Punjab government”, “a San Diego federal court”, “the Lahore project”."""
    found = []
    for span in spans:
        end = span.end
        count = len(text.words)
        if end < count and text.words[end] in POSSESSIVE:
            found.append(span)
            continue
        j = end
        while j < count and text.flags[j] & COURT_ADJECTIVE and not text.flags[j] & NAMELIKE and j < end + 3:
            j += 1
        nation = (
            bool(text.flags[span.end - 1] & (DEMONYM | COUNTRY))
            or text.surface(span.start, span.end) in gazetteers.regions()
            or text.surface(span.start, span.end) in gazetteers.places()
            or text.words[span.end - 1] in ("Trump", "Biden", "Obama", "Bush", "Federal")
        )
        if j < count and nation and text.flags[j] & LOWER_COURT:
            found.append(Span(span.start, j + 1, span.titled))
        elif end < count and nation and text.flags[end] & (LOWER_AUTHORITY | LOWER_PROJECT) and text.words[end] != "program":
            found.append(Span(span.start, end + 1, span.titled))
        else:
            found.append(span)
    return found


DEFINITION = re.compile(
    r"""\s*(?:
    ,\s*(?P<comma>or|also\ known\ as|known\ as|better\ known\ as|a\.?k\.?a\.?|formerly(?:\ known\ as)?|d/b/a)\s+|
    (?P<dash>[–—-])\s+|
    (?P<open>[(\[])\s*(?P<cue>(?:(?:the|or|now|today|formerly|also|previously|better|known\ as|hereinafter|
        collectively,?|together,?|a\.?k\.?a\.?|d/b/a|rebranded\ as|renamed|called|,|and)\s+)*))[“"‘'”]?$""",
    re.X | re.I,
)
CUES = re.compile(r"known|a\.?k\.?a|d/b/a|formerly|previously|rebranded|renamed|hereinafter|now|today", re.I)


def definitions(text: Text) -> Iterator[tuple[str, str]]:
    """Pairs of names that the text says are one: “X (Y)”, “X, known as Y”, “X (“Y”)”, “X (Y – Z)”."""
    whole = text.whole
    opened = -1                                     # token index of the span whose definition's bracket is still open
    for left, right in zip(text.spans, text.spans[1:], strict=False):
        if not 0 < right.start - left.end <= 6:
            continue
        a, b = text.offsets(left.start, left.end)[1], text.offsets(right.start, right.end)[0]
        match = DEFINITION.match(whole[a:b]) if b - a <= 40 else None
        if not match:
            continue
        closes = text.words[right.end] if right.end < len(text.words) else ""
        if match["dash"]:
            said = opened == left.start and closes == ")"
        else:
            said = defines(text, left, right, match, closes, whole[b - 1:b] in ("“", '"', "‘", "'"))
            opened = right.start if match["open"] else -1
        if said:
            yield fold(text.surface(left.start, left.end)), fold(text.surface(right.start, right.end))


def defines(text: Text, left: Span, right: Span, match: re.Match[str], closes: str, quoted: bool) -> bool:
    """The right name is another one for the left, not its place, party or owner."""
    words, short = tuple(text.words[left.start:left.end]), tuple(text.words[right.start:right.end])
    if short[0].lower() in ROLE_WORDS or words[0].lower() in ROLE_WORDS:
        return False
    if fits(short[0], words) or fits(words[0], short):
        return True
    if CUES.search(match["comma"] or match["cue"] or ""):
        return True
    body = any(text.flags[i] & (AUTHORITY | COURT) for i in range(left.start, left.end))
    if match["comma"]:
        return len(short) == 1 and bool(text.flags[right.start] & (ACRONYM | MIXED)) and short[0][0] in {word[0] for word in words}
    place = text.flags[right.start] & (COUNTRY | DEMONYM) or short[0] in STATE_ABBREVIATIONS or " ".join(short) in gazetteers.regions()
    if quoted:
        return closes in ("”", '"', "’", "'", ")")
    return (
        closes in (")", "–", "-", "—")
        and not place
        and (
            short[0] == words[0]
            or body
            or (len(short) == 1 and bool(text.flags[right.start] & ACRONYM) and len(words) > 1 and short[0][0] in {word[0] for word in words})
        )
    )


def more_mentions(text: Text, document: Document, names: dict[str, Name], kinds: dict[str, str], taken: set[tuple[int, int]]) -> list[Mention]:
    """Known names where the first pass passed them over: in headlines, in capitals, inside longer names left alone."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for key, kind in kinds.items():
        words = tuple(word.casefold() for word in names[key].words)
        by_first[words[0]].append((words, kind))
    if not by_first:
        return []
    for choices in by_first.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    covered = [False] * len(text.words)
    for span in text.spans:
        for i in range(span.start, span.end):
            covered[i] = True
    found, i, folded = [], 0, [word.casefold() for word in text.words]
    while i < len(folded):
        step = 1
        if text.headline[i] and not covered[i]:
            for words, kind in by_first.get(folded[i], ()):
                if tuple(folded[i:i + len(words)]) == words and text.words[i][0].isupper():
                    start, end = text.offsets(i, i + len(words))
                    if (start, end) not in taken:
                        found.append(Mention(start, end, document.text[start:end], kind))
                    step = len(words)
                    break
        i += step
    return found
