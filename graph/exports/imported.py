"""An RDF export back to what a store takes: documents known in part, with all that is published of them. Knows records, not the file's syntax.

A text is rebuilt as far as the file quotes it, with gaps for the rest, so that every quote and mention stands where it says, and is checked there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graph.model import GAP, Citation, Document, Extraction, LawError, check, in_part
from graph.rdf import Account, Passage

Span = tuple[int, int]


def extraction_of(account: Account) -> Extraction:
    """What a store takes of one document of an export. Raises LawError where two parts of the file tell of different words at one place."""
    head, passages = account.header, account.passages
    text = _text(account)
    document = in_part(Document(text, head.title, head.publisher, head.url, head.published, head.kind, head.licence, head.language,
                                _pages(passages), head.sources, tuple(_citations(passages))), head.sha256)
    extraction = Extraction(document, account.entities, (), tuple(passage.claim for passage in passages), head.extractor, whole=False)
    check(extraction)
    return extraction


def _text(account: Account) -> str:
    """All words that the file has of the document, each in its place."""
    words = [(mention.start, mention.surface) for entity in account.entities for mention in entity.mentions]
    words += [(passage.claim.start - len(passage.prefix), passage.prefix + passage.claim.quote + passage.suffix) for passage in account.passages]
    text = [GAP] * max((start + len(found) for start, found in words), default=0)
    for start, found in words:
        if start < 0:
            raise LawError(f"The words before a quote of document {account.header.id} would stand before its beginning.")
        for at, character in enumerate(found, start):
            if text[at] not in (GAP, character) and character != GAP:
                raise LawError(f"Document {account.header.id} cannot have both {text[at]!r} and {character!r} as its character {at}.")
            text[at] = character if character != GAP else text[at]
    return "".join(text)


def _pages(passages: tuple[Passage, ...]) -> tuple[int, ...]:
    """Where pages begin, as far as quotes tell: each no later than the first quote on it or on a later one."""
    starts: dict[int, int] = {}
    for passage in passages:
        if passage.page is not None:
            starts[passage.page] = min(passage.claim.start, starts.get(passage.page, passage.claim.start))
    return tuple(min(start for page, start in starts.items() if page >= number) for number in range(1, max(starts, default=0) + 1))


def _citations(passages: tuple[Passage, ...]) -> Iterator[Citation]:
    """The stretches that cite each source: what the quotes that cite it fill, without those that do not."""
    citing: dict[str, list[Span]] = defaultdict(list)
    for passage in passages:
        for key in passage.sources:
            citing[key].append((passage.claim.start, passage.claim.end))
    for key, spans in sorted(citing.items()):
        others = [(passage.claim.start, passage.claim.end) for passage in passages if key not in passage.sources]
        inside = sorted({at for start, end in spans for at in range(start, end)}.difference(*(range(start, end) for start, end in others)))
        begin = 0
        for number, at in enumerate(inside):
            if number + 1 == len(inside) or inside[number + 1] != at + 1:
                yield Citation(inside[begin], at + 1, key)
                begin = number + 1
