"""Finds what is said in whole paragraphs: blocks introduced once (“The suit alleges the following:”), and lines and headlines with a colon
(“Judge: the city must pay”, “Huawei stole secrets: lawsuit”). Knows paragraphs and cue tables, not clauses."""

from __future__ import annotations

import re
from functools import cache

from graph.model import Span
from ingest import cues
from ingest.cue_arguments import find_source
from ingest.speech import FINITE, SPEAKING, Draft
from ingest.tree import Tree

MANY = frozenset("following these allegations claims excerpts highlights counts arguments statements findings points questions accusations".split())
HEADLINES = 2           # so many first paragraphs may be headlines
LONGEST_LIST = 40       # paragraphs of one style (bullets, numbers, ellipses, quotations) under one introduction
LONGEST_PLAIN = 3       # plain paragraphs, and only where the introduction promises several
SPEAKER_WORDS = 8       # before the colon of “X: …”
_STYLES = (("quotation", re.compile(r"[“\"«]|''|``|‘")), ("ellipsis", re.compile(r"…|\.\.\.|\[")), ("bullet", re.compile(r"[-•*–—·▪●]\s")),
           ("number", re.compile(r"(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s|\([\da-zA-Z]{1,3}\)\s|¶")))


def paragraphs(tree: Tree) -> list[Span]:
    """Token ranges of the paragraphs, without the spaces around them."""
    found, start = [], 0
    for token in range(tree.n + 1):
        if token == tree.n or tree.is_break(token):
            first, last = start, token
            while first < last and tree.pos[first] == "SPACE":
                first += 1
            while last > first and tree.pos[last - 1] == "SPACE":
                last -= 1
            if first < last:
                found.append((first, last))
            start = token + 1
    return found


def find_blocks(tree: Tree, drafts: list[Draft], inside: list[bool]) -> None:
    """Add the drafts of blocks and colon lines; a draft whose content was only “the following” gets the block. Changes `drafts` in place."""
    spans = paragraphs(tree)
    by_cue = {draft.cue: draft for draft in drafts}
    found: list[Draft] = []
    at = 0
    while at < len(spans):
        first, last = spans[at]
        end = at + 1
        if tree.lower[last - 1] == ":" and end < len(spans):
            introduced = _introduction(tree, first, last, by_cue)
            end = _end_of_block(tree, spans, at + 1, tree.lower[first:last], by_cue, inside) if introduced else end
            if introduced and end > at + 1:
                _give_block(introduced, (spans[at + 1][0], spans[end - 1][1]), by_cue, found)
        else:
            line = _colon_line(tree, first, last, at, inside)
            if line is not None and not any(token in by_cue for token in range(first, line.cue + 1)):
                found.append(line)
            elif at < HEADLINES and last - first <= 30 and (tree.lower[last - 1] != "." or _is_title(tree, first, last)):
                _headline(tree, first, last, by_cue, found)
        at = max(end, at + 1)
    drafts += found


def _give_block(introduced: Draft, block: Span, by_cue: dict[int, Draft], found: list[Draft]) -> None:
    """Give the block to the draft of its introduction; one that already holds a part of it (a quotation) keeps its kind."""
    old = by_cue.get(introduced.cue)
    if old is None:
        introduced.content = [block]
        found.append(introduced)
    elif any(start < block[1] and block[0] < end for start, end in old.content):
        old.content = [*(span for span in old.content if span[1] <= block[0] or span[0] >= block[1]), block]
    else:
        old.kind, old.source, old.content = introduced.kind, introduced.source, [block]


# ------------------------------------------------------------------ blocks

def _introduction(tree: Tree, first: int, last: int, by_cue: dict[int, Draft]) -> Draft | None:
    """Who says the paragraphs after the colon at `last`: the last cue of the sentence, or a noun such as “allegations”."""
    start = last - 1
    while start > first and tree.sent[start - 1] == tree.sent[last - 1]:
        start -= 1
    verbs, nouns = cues.verbs(), cues.nouns()
    for token in range(start, last):
        draft = by_cue.get(token)
        if draft is not None and draft.kind in SPEAKING | {"rules"} and draft.source:
            source = _source_of(tree, token) if tree.pos[token] == "NOUN" else None
            return Draft(token, _kind(draft.kind), [tree.below(source)] if source is not None else list(draft.source), [], list(draft.words))
    for token in range(start, last):
        table = verbs if tree.pos[token] == "VERB" else nouns if tree.pos[token] == "NOUN" else {}
        cue = table.get(tree.lemma[token])
        kind = cue.kinds.get("clause", "") if cue is not None else ""
        if kind in SPEAKING | {"rules"} and (source := _source_of(tree, token)) is not None:
            kind = "rules" if cues.speakers().get(tree.lemma[source]) == "court" else kind
            return Draft(token, _kind(kind), [tree.below(source)], [], [(token, token + 1)])
    return None


def _kind(kind: str) -> str:
    return kind if kind in ("rules", "denies") else "block"


def _source_of(tree: Tree, token: int) -> int | None:
    """Allegations made by BES in the lawsuit: the agent, else the paper they stand in."""
    source = find_source(tree, token)
    if source is not None and source != token:
        return source
    for kid in tree.kids[token][:16]:
        if tree.dep[kid] == "prep" and tree.lower[kid] in ("in", "from", "of", "by"):
            below = tree.child(kid, "pobj")
            if below is not None and (tree.pos[below] == "PROPN" or tree.lemma[below] in cues.speakers()):
                return below
    return None


def _style(tree: Tree, span: Span) -> str:
    start = tree.text[tree.start[span[0]]:tree.start[span[0]] + 12]
    return next((name for name, pattern in _STYLES if pattern.match(start)), "plain")


def _end_of_block(tree: Tree, spans: list[Span], begin: int, introduction: list[str], by_cue: dict[int, Draft], inside: list[bool]) -> int:
    """Number of the first paragraph that no longer belongs to the block: another style, a heading, or the narrator's own voice again."""
    style = _style(tree, spans[begin])
    longest = LONGEST_LIST if style != "plain" else LONGEST_PLAIN if MANY & set(introduction) else 1
    end = begin
    while end < len(spans) and end - begin < longest and _style(tree, spans[end]) == style:
        last = spans[end][1]
        if (style == "quotation" or style == "plain" and end > begin) and _narrates(tree, spans[end], style, by_cue, inside):
            break
        if style == "plain" and end > begin and tree.lower[last - 1] not in (".", "!", "?", "”", '"', "…", "..."):
            break
        end += 1
    return end


def _narrates(tree: Tree, span: Span, style: str, by_cue: dict[int, Draft], inside: list[bool]) -> bool:
    """Does the paragraph cite somebody in the narrator's voice, or (among quotations) say anything outside its quotation marks?"""
    for token in range(*span):
        draft = None if inside[token] else by_cue.get(token)
        if draft is not None and draft.source and draft.kind in SPEAKING:
            return True
        if style == "quotation" and not inside[token] and tree.pos[token] == "VERB":
            return True
    return False


# ------------------------------------------------------------------ a colon in a line

def _colon_line(tree: Tree, first: int, last: int, number: int, inside: list[bool]) -> Draft | None:
    """“Judge: the city must pay”; in the first two paragraphs also “Huawei stole secrets: lawsuit”."""
    colon = _colon(tree, range(first + 1, min(last - 2, first + SPEAKER_WORDS + 1)), inside)
    if colon is not None and _is_speaker(tree, first, colon):
        if _is_statement(tree, colon + 1, last) or (number == 0 and _is_title(tree, first, last)):
            return Draft(colon, "headline", [(first, colon)], [(colon + 1, last)], [(colon, colon + 1)])
    if number < 2 and last - first < 40:
        back = _colon(tree, range(last - 2, max(last - 6, first + 3), -1), inside)
        if back is not None and _is_speaker(tree, back + 1, last) and _is_statement(tree, first, back):
            return Draft(back, "headline", [(back + 1, last)], [(first, back)], [(back, back + 1)])
    return None


def _colon(tree: Tree, tokens: range, inside: list[bool]) -> int | None:
    return next((token for token in tokens if tree.lower[token] == ":" and not inside[token]), None)


def _headline(tree: Tree, first: int, last: int, by_cue: dict[int, Draft], drafts: list[Draft]) -> None:
    """“City Hid Contract, Lawsuit Says”, “Judge rules city must pay”: headlines that the parser does not take for sentences.

    Changes `drafts` in place.
    """
    while last > first and tree.pos[last - 1] in ("PUNCT", "SPACE"):
        last -= 1
    says = _present_forms()
    comma = next((token for token in range(last - 2, max(first, last - SPEAKER_WORDS), -1) if tree.lower[token] == ","), None)
    if comma is not None and comma - first >= 3:
        for verb, source in ((last - 1, (comma + 1, last - 1)), (comma + 1, (comma + 2, last))):
            if tree.lower[verb] in says and source[0] < source[1] and verb not in by_cue:
                drafts.append(Draft(verb, says[tree.lower[verb]], [source], [(first, comma)], [(verb, verb + 1)]))
                return
    cue = next((token for token in range(first + 1, min(last - 2, first + 7)) if tree.lower[token] in says), None)
    if cue is None or any(tree.pos[token] not in _NAMING for token in range(first, cue)) or tree.lower[cue + 1] == ",":
        return
    draft = by_cue.get(cue)
    if draft is None:
        drafts.append(Draft(cue, says[tree.lower[cue]], [(first, cue)], [(cue + 1, last)], [(cue, cue + 1)]))
    elif draft.content and draft.content[0][0] == cue + 1:
        draft.content = [(cue + 1, last)]


_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "NUM"})


@cache
def _present_forms() -> dict[str, str]:
    """“says”, “denies”, …: the third person of every verb that always speaks, with its kind."""
    found = {}
    for lemma, cue in cues.verbs().items():
        if "clause" in cue.firm:
            stem, ending = (lemma[:-1], "ies") if lemma.endswith("y") and lemma[-2] not in "aeou" else (lemma, "s")
            found[stem + ("es" if stem.endswith(("s", "sh", "ch", "x")) else ending)] = cue.kinds["clause"]
    return found


def _is_speaker(tree: Tree, first: int, last: int) -> bool:
    """A name or a noun that speaks, no verb, no number, no word of a form (“Date”, “Read more”)."""
    while last > first and tree.lower[last - 1] in (".", "!", "?"):
        last -= 1
    words = [token for token in range(first, last) if tree.pos[token] not in ("PUNCT", "SPACE")]
    lower = " ".join(tree.lower[token] for token in words)
    if not words or lower in cues.headings() or tree.lower[words[0]] in cues.headings():
        return False
    if any(tree.pos[token] in ("VERB", "AUX", "NUM", "PRON", "SYM") for token in words):
        return False
    speaking = any(tree.lemma[token] in cues.speakers() for token in words)
    return speaking or lower in ("q", "a") or all(tree.tag[token] in ("NNP", "NNPS") for token in words)


def _is_title(tree: Tree, first: int, last: int) -> bool:
    """Is nearly every long word capitalised? (The tagger then takes verbs for names.)"""
    long = [tree.text[tree.start[token]].isupper() for token in range(first, last) if len(tree.lower[token]) > 3]
    return len(long) >= 4 and sum(long) >= 0.8 * len(long)


def _is_statement(tree: Tree, first: int, last: int) -> bool:
    return last - first >= 4 and any(tree.tag[token] in FINITE for token in range(first, min(last, first + 60)))
