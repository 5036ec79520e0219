"""Finds where a document names things, and of which kind each is. Knows names and their evidence, not which names are one thing for good."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc

from graph.model import Document, Mention
from ingest import gazetteers
from ingest.kinds import NOTHING_AT_ALL, context_signs, decide, surface_signs
from ingest.names import Name, collect, fits, fold, link
from ingest.spans import POSSESSIVE, Span, Text, find_spans, read_text
from ingest.words import COUNTRY, COURT_ADJECTIVE, DEMONYM, LOWER_AUTHORITY, LOWER_COURT, LOWER_PROJECT, NAMELIKE

NER_WHOLE = frozenset({"ner:DATE", "ner:MONEY", "ner:TIME", "ner:PERCENT", "ner:QUANTITY"})


def find_mentions(doc: Doc, document: Document) -> list[Mention]:
    """All mentions of the document, in order; every surface is the text at its offsets."""
    text = read_text(doc)
    text.spans = widen(text, find_spans(text))
    names = collect((text.surface(s.start, s.end), tuple(text.words[s.start:s.end]), s) for s in text.spans)
    clusters = link(names, definitions(text))
    kinds: dict[str, str] = {}
    for group in clusters.groups():
        signs = group_signs(text, [names[key] for key in group])
        kind, _ = decide(signs)
        kinds.update(dict.fromkeys(group, kind))
    mentions = []
    for key, name in names.items():
        if kinds[key] != NOTHING_AT_ALL:
            for span in name.spans:
                start, end = text.offsets(span.start, span.end)
                mentions.append(Mention(start, end, document.text[start:end], kinds[key]))
    known = {key: kinds[key] for key in names if kinds[key] != NOTHING_AT_ALL}
    mentions += more_mentions(text, document, names, known, {(m.start, m.end) for m in mentions})
    return sorted(mentions)


def group_signs(text: Text, names: list[Name]) -> Counter[str]:
    """All evidence on names that are one thing: what the words say once, what stands around them as often as it does."""
    signs: Counter[str] = Counter()
    for name in names:
        for sign in surface_signs(name):
            signs[sign] = 1
        around: Counter[str] = Counter()
        for span in name.spans:
            around.update(context_signs(text, span))
        labels = {sign: count for sign, count in around.items() if sign.startswith("ner:")}
        if labels:
            most = max(labels, key=lambda sign: (labels[sign], sign))
            for sign in labels:
                del around[sign]
            around[most] = min(labels[most], 2)
        if around["unsure"] < len(name.spans):
            del around["unsure"]
        signs.update(around)
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
        nation = bool(text.flags[span.end - 1] & (DEMONYM | COUNTRY)) or text.label[span.end - 1] in ("GPE", "NORP") or text.words[span.end - 1] in ("Trump", "Biden", "Obama", "Bush", "Federal")
        if j < count and nation and text.flags[j] & LOWER_COURT:
            found.append(Span(span.start, j + 1, span.titled))
        elif end < count and nation and text.flags[end] & (LOWER_AUTHORITY | LOWER_PROJECT) and text.words[end] != "program":
            found.append(Span(span.start, end + 1, span.titled))
        else:
            found.append(span)
    return found


DEFINITION = re.compile(r"""\s*(?:,\s*(?:or|also\ known\ as|known\ as|a\.?k\.?a\.?|formerly(?:\ known\ as)?|d/b/a)\s+|
    [(\[]\s*(?:the|or|now|formerly|also\ known\ as|known\ as|hereinafter|collectively,?|together,?|a\.?k\.?a\.?|d/b/a|rebranded\ as|now\ rebranded\ as|previously|,|\s)*)[“"‘'”]?$""", re.X | re.I)


def definitions(text: Text) -> Iterator[tuple[str, str]]:
    """Pairs of names that the text says are one: “X (Y)”, “X, known as Y”, “X (“Y”)”."""
    whole = text.doc.text
    for left, right in zip(text.spans, text.spans[1:], strict=False):
        if not 0 < right.start - left.end <= 6:
            continue
        a, b = text.offsets(left.start, left.end)[1], text.offsets(right.start, right.end)[0]
        between = whole[a:b]
        if len(between) > 40 or not DEFINITION.match(between):
            continue
        words, short = tuple(text.words[left.start:left.end]), tuple(text.words[right.start:right.end])
        close = text.words[right.end] if right.end < len(text.words) else ""
        quoted = between.rstrip()[-1:] in ("“", '"', "‘", "'")
        explicit = re.search(r"known|a\.?k\.?a|d/b/a|formerly|rebranded|hereinafter", between, re.I)
        if fits(short[0], words) or fits(words[0], short) or explicit or (quoted and (close in ("”", '"', "’", "'", ")"))) or (short[0] == words[0] and close == ")"):
            yield fold(text.surface(left.start, left.end)), fold(text.surface(right.start, right.end))


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
