"""Groups the mentions of one document into the things they name. Knows names and definitions, nothing of other documents."""

from __future__ import annotations

import re
from collections import defaultdict

from spacy.tokens import Doc

from graph.model import Document, LocalEntity, Mention
from ingest import gazetteers
from ingest.captions import tied
from ingest.mentions import definitions
from ingest.names import Clusters, Name, collect, fold, link
from ingest.spans import Span, Text, read_text

VERSUS = re.compile(r"\s(?:v\.?|vs\.?|versus)\s", re.I)
LABELS = re.compile(r"^(?:[A-Z][a-z]+\s)?(?:[Nn]os?\.?|NO\.)\s")


def group_mentions(doc: Doc, mentions: list[Mention], document: Document) -> tuple[LocalEntity, ...]:
    """One entity a thing, in order of first mention; `name` is its fullest proper name, `aliases` all its names as the text writes them."""
    text = read_text(doc)
    spans = token_spans(text, mentions)
    text.spans = sorted(set(spans.values()), key=lambda span: (span.start, -span.end))
    defined = list(definitions(text))
    by_kind: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_kind[mention.kind].append(mention)
    entities = []
    for kind, same in by_kind.items():
        names = collect((m.surface, tuple(text.words[spans[m].start:spans[m].end]), spans[m]) for m in same)
        clusters = link_disputes(document.text, names, same) if kind == "Dispute" else link(names, defined)
        members: dict[str, list[Mention]] = defaultdict(list)
        for mention in same:
            members[clusters.root(fold(mention.surface))].append(mention)
        entities += [entity(document.id, kind, found) for found in members.values()]
    return tuple(sorted(entities, key=lambda entity: (entity.mentions[0].start, entity.mentions[0].end, entity.kind)))


def token_spans(text: Text, mentions: list[Mention]) -> dict[Mention, Span]:
    """The tokens of each mention; those of its first and last character where it begins or ends inside one."""
    starts = {offset: i for i, offset in enumerate(text.starts)}
    ends = {offset + len(word): i + 1 for i, (offset, word) in enumerate(zip(text.starts, text.words, strict=True))}
    spans = {}
    for mention in mentions:
        start, end = starts.get(mention.start), ends.get(mention.end)
        if start is None or end is None or end <= start:
            found = text.doc.char_span(mention.start, mention.end, alignment_mode="expand")
            start, end = (found.start, found.end) if found is not None else (0, 1)
        spans[mention] = Span(start, end)
    return spans


def link_disputes(whole: str, names: dict[str, Name], mentions: list[Mention]) -> Clusters:
    """Captions with the same parties, however short, and the number that stands beside a caption, are one proceeding."""
    clusters = Clusters(names)
    by_parties: dict[tuple[str, ...], str] = {}
    for key in names:
        sides = VERSUS.split(key)
        if len(sides) == 2 and all(side.split() for side in sides):
            parties = tuple(side.removeprefix("the ").split()[0].strip(",.") for side in sides)
            clusters.join(key, by_parties.setdefault(parties, key))
    for caption, number in zip(mentions, mentions[1:], strict=False):
        if not LABELS.match(caption.surface) and not caption.surface[0].isdigit() and tied(whole, caption.end, number.start):
            clusters.join(fold(caption.surface), fold(number.surface))
    return clusters


def entity(document: str, kind: str, mentions: list[Mention]) -> LocalEntity:
    """The thing that the mentions name."""
    aliases = list(dict.fromkeys(" ".join(mention.surface.split()) for mention in mentions))
    if kind == "Dispute":
        aliases += [LABELS.sub("", alias) for alias in aliases if LABELS.match(alias)]
    name = fullest(aliases, kind)
    return LocalEntity(document, kind, name, tuple(dict.fromkeys([name, *aliases] if name in aliases else aliases)), tuple(mentions))


def fullest(aliases: list[str], kind: str) -> str:
    """The fullest proper name: most words, no capitals throughout; a country named only by its adjective has its own name."""
    if kind == "Country":
        proper = [alias for alias in aliases if alias not in gazetteers.demonyms() or alias in gazetteers.countries()]
        if not proper:
            return gazetteers.demonyms()[aliases[0]][0].name if aliases[0] in gazetteers.demonyms() else aliases[0]
        aliases = proper
    if kind == "Dispute":
        aliases = [alias for alias in aliases if not LABELS.match(alias) and not alias[0].isdigit()] or aliases
    return max(aliases, key=lambda alias: (len(alias.split()), not alias.isupper(), len(alias), alias))
