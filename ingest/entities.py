"""Groups the mentions of one document into the things they name. Knows names and definitions, nothing of other documents."""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.tokens import Doc

from graph.model import Document, LocalEntity, Mention
from ingest import gazetteers
from ingest.mentions import definitions
from ingest.names import Name, collect, fold, link
from ingest.spans import Span, read_text
from ingest.words import DEMONYM, FORM, flags_of


def group_mentions(doc: Doc, mentions: list[Mention], document: Document) -> tuple[LocalEntity, ...]:
    """One entity a thing, in order of first mention; `name` is its fullest proper name, `aliases` all its names as the text writes them."""
    text = read_text(doc)
    starts = {offset: i for i, offset in enumerate(text.starts)}
    ends = {offset + len(word): i + 1 for i, (offset, word) in enumerate(zip(text.starts, text.words, strict=True))}
    entities = []
    by_kind: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_kind[mention.kind].append(mention)
    spans = {}
    for mention in mentions:
        start = starts.get(mention.start)
        end = ends.get(mention.end)
        spans[mention] = Span(start if start is not None else 0, end if end is not None else 1)
    text.spans = sorted({span for span in spans.values() if span.end > span.start}, key=lambda span: (span.start, -span.end))
    defined = list(definitions(text))
    for kind, same in by_kind.items():
        names = collect((m.surface, tuple(text.words[spans[m].start:spans[m].end]), spans[m]) for m in same)
        clusters = link(names, defined)
        members: dict[str, list[Mention]] = defaultdict(list)
        for mention in same:
            members[clusters.root(fold(mention.surface))].append(mention)
        entities += [_entity(document.id, kind, found) for found in members.values()]
    return tuple(sorted(entities, key=lambda entity: (entity.mentions[0].start, entity.mentions[0].end, entity.kind)))


def _entity(document: str, kind: str, mentions: list[Mention]) -> LocalEntity:
    aliases = list(dict.fromkeys(" ".join(mention.surface.split()) for mention in mentions))
    name = fullest(aliases, kind)
    return LocalEntity(document, kind, name, tuple(dict.fromkeys([name, *aliases])) if name in aliases else tuple(aliases), tuple(mentions))


def fullest(aliases: list[str], kind: str) -> str:
    """The fullest proper name: most words, no capitals throughout; a country named only by its adjective has its own name."""
    if kind == "Country":
        proper = [alias for alias in aliases if alias not in gazetteers.demonyms() or alias in gazetteers.countries()]
        if not proper:
            return gazetteers.demonyms()[aliases[0]][0].name if aliases[0] in gazetteers.demonyms() else aliases[0]
        aliases = proper
    return max(aliases, key=lambda alias: (len(alias.split()), not alias.isupper(), len(alias), alias))
