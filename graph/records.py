"""Stored nodes back to the records that they were made from. Knows the layout of the graph (see store.py), not the server."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from graph.model import Attribution, Citation, Claim, Document, Extraction, LocalEntity, Mention, Source, Span, in_part
from graph.nodes import CLAIM_LABELS
from graph.reviews import CORRECTABLE, corrected

Row = dict[str, Any]
Ask = Callable[..., list[Row]]          # all rows of a question with its parameters


def read_documents(ask: Ask, ids: list[str], *, reviewed: bool) -> Iterator[tuple[Extraction, dict[str, str]]]:
    """What was found in these documents, by id, with the entity of each local entity: as extracted, or as reviewers have it."""
    start = "UNWIND $ids AS id MATCH (d:Document {id: id})"
    named = grouped(ask(f"{start}<-[n:NAMED_IN]-(e) RETURN id, e.id AS entity, coalesce(n.kind, e.kind) AS kind, properties(n) AS named",
                        ids=ids), "id")
    claims = grouped([row for label, rejected in CLAIM_LABELS.items() if not (rejected and reviewed) for row in ask(
        f"{start}<-[:IN]-(c:{label}) MATCH (c)-[s:SUBJECT]->() MATCH (c)-[o:OBJECT]->() OPTIONAL MATCH (c)-[b:SAID_BY]->() "
        "RETURN id, c.id AS claim, properties(c) AS properties, s.local AS subject, o.local AS object, "
        "collect([b.position, b.local]) AS said_by", ids=ids)], "id")
    sources = grouped(ask(f"{start}-[r:CITES]->(s:Source) RETURN id, properties(s) AS source, r.offsets AS offsets, r.position AS position "
                          "ORDER BY id, position", ids=ids), "id")
    for row in ask(f"{start}-[:HAS_TEXT]->(t) RETURN id, properties(d) AS document, properties(t) AS text ORDER BY id", ids=ids):
        document, whole = _document(row["document"], row["text"], sources[row["id"]]), row["document"].get("whole", True)
        entities = sorted((_local_entity(document, found) for found in named[row["id"]]), key=_by_place)
        found_claims = sorted((_claim(found, reviewed=reviewed, whole=whole) for found in claims[row["id"]]),
                              key=lambda claim: (claim.start, claim.end, claim.id))
        attributions = tuple(Attribution(_spans(source), _spans(cue), _spans(content), kind)
                             for source, cue, content, kind in json.loads(row["text"]["attributions"]))
        yield (Extraction(document, tuple(entities), attributions, tuple(found_claims), row["document"].get("extractor", ""), whole),
               {found["named"]["local"]: found["entity"] for found in named[row["id"]]})


def grouped(rows: list[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _document(row: Row, text: Row, cited: list[Row]) -> Document:
    sources = tuple(Source(**{key: value for key, value in found["source"].items() if key != "id"}) for found in cited)
    citations = sorted((start, end, found["source"]["key"]) for found in cited
                       for start, end in zip(found["offsets"][::2], found["offsets"][1::2], strict=True))
    names = ("title", "publisher", "url", "published", "kind", "licence", "language")
    document = Document(text["text"], **{name: row.get(name, "") for name in names}, pages=tuple(text["pages"]),
                        sources=sources, citations=tuple(Citation(*citation) for citation in citations))
    return document if row.get("whole", True) else in_part(document, row["sha256"])


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _local_entity(document: Document, found: Row) -> LocalEntity:
    named = found["named"]
    mentions = (Mention(start, start + len(surface), surface, kind)
                for start, surface, kind in zip(named["offsets"], named["surfaces"], named["mention_kinds"], strict=True))
    return LocalEntity(document.id, found["kind"], named["name"], tuple(named["aliases"]), tuple(mentions))


def _by_place(entity: LocalEntity) -> tuple[bool, int, str, str]:
    """In the order of their first mention; what is named nowhere comes last."""
    return not entity.mentions, entity.mentions[0].start if entity.mentions else 0, entity.name, entity.kind


def _claim(found: Row, *, reviewed: bool, whole: bool) -> Claim:
    stands = found["properties"] | {"subject": found["subject"], "object": found["object"]}
    prefix = "original_" if stands.get("reviewed") == "corrected" else ""
    kept = ("document", "quote", "start", "end", "date", "amount", "rule", "confidence")
    said_by = tuple(local for position, local in sorted(pair for pair in found["said_by"] if pair[1] is not None))
    extracted = Claim(**{name: stands[name] for name in kept if name in stands}, **{name: stands.get(prefix + name) for name in CORRECTABLE},
                      said_by=said_by)
    if not whole:           # another store's reviewer may have corrected it, and what was extracted was not told
        extracted = corrected(extracted, {}, found["claim"])
    return corrected(extracted, {name: stands.get(name) for name in CORRECTABLE}) if prefix and reviewed else extracted
