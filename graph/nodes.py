"""A document's own nodes: itself, its text, its sources, who is named in it, its claims. Knows the layout (see store.py), not the server."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, astuple
from typing import Any

from neo4j import Transaction

from graph.as_of import last_day
from graph.connection import batch, filled
from graph.model import GAP, Document, Extraction, LocalEntity, Source, make_id
from graph.resolve import pair_of
from graph.reviews import CORRECTABLE, Stated
from graph.versions import version

Row = dict[str, Any]
CLAIM_LABELS = {"Claim": False, "RejectedClaim": True}      # whether a reviewer rejected it
SENTENCE = 300                          # characters of context that a claim keeps at most on each side of its quote

# A full stop that ends a sentence, with the quotation marks after it; not that of an initial or an abbreviation before a name.
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bv)(?<!\b(?:Co|No|vs|Mr|Ms|Dr|St))(?<!\b(?:Inc|Ltd|Mrs|Sen|Gov|Rep))(?<!\bCorp)[.!?][\"'”’)\]]*"
                          r"(?=\s+[\"'“‘(\[]?[A-Z0-9]|\s*\Z)|\n")


def create_documents(tx: Transaction, added: list[Extraction], entity_of: Mapping[str, str]) -> None:
    batch(tx, "UNWIND $rows AS row CREATE (d:Document) SET d = row.document CREATE (t:Text) SET t = row.text CREATE (d)-[:HAS_TEXT]->(t)",
          [{"document": document_row(extraction), "text": text_row(extraction)} for extraction in added])
    batch(tx, "UNWIND $rows AS row MATCH (d:Document {id: row.document}) CREATE (s:Source) SET s = row.source "
              "CREATE (d)-[:CITES {position: row.position, offsets: row.offsets}]->(s)",
          [{"document": document.id, "source": source_row(document, source), "position": position, "offsets": offsets(document, source)}
           for document in (extraction.document for extraction in added) for position, source in enumerate(document.sources)])
    batch(tx, "UNWIND $rows AS row MATCH (e:Entity {id: row.entity}) MATCH (d:Document {id: row.document}) "
              "CREATE (e)-[n:NAMED_IN]->(d) SET n = row.named",
          [{"entity": entity_of[entity.id], "document": entity.document, "named": named_row(entity)}
           for extraction in added for entity in extraction.entities])


Statements = list[tuple[Document, list[Stated]]]


def create_claims(tx: Transaction, statements: Statements, entity_of: Mapping[str, str]) -> None:
    """Make the nodes of claims as reviewers have them; a rejected claim is a :RejectedClaim, which stands under no edge."""
    for label, rejected in CLAIM_LABELS.items():
        rows = [claim_row(document, found, entity_of) for document, claims in statements for found in claims if (found.claim is None) == rejected]
        batch(tx, "UNWIND $rows AS row MATCH (d:Document {id: row.claim.document}) "
                  "MATCH (s:Entity {id: row.subject}) MATCH (o:Entity {id: row.object}) "
                  f"CREATE (c:{label}) SET c = row.claim CREATE (c)-[:IN]->(d) "
                  "CREATE (c)-[:SUBJECT {local: row.local_subject}]->(s) CREATE (c)-[:OBJECT {local: row.local_object}]->(o)", rows)
        batch(tx, f"UNWIND $rows AS row MATCH (c:{label} {{id: row.claim}}) MATCH (e:Entity {{id: row.entity}}) "
                  "CREATE (c)-[:SAID_BY {position: row.position, local: row.local}]->(e)",
              [{"claim": row["claim"]["id"], "entity": entity_of[local], "local": local, "position": position}
               for row in rows for position, local in enumerate(row["said_by"])])
        batch(tx, f"UNWIND $rows AS row MATCH (c:{label} {{id: row.claim}}) MATCH (s:Source {{id: row.source}}) CREATE (c)-[:CITES]->(s)",
              [{"claim": row["claim"]["id"], "source": source} for row in rows for source in row["sources"]])


def document_row(extraction: Extraction) -> Row:
    document, stands = extraction.document, version(extraction)
    names = ("id", "sha256", "title", "publisher", "url", "published", "kind", "licence", "language")
    return filled({name: getattr(document, name) for name in names} | {"known": last_day(document.published)}
                  | asdict(stands) | {"whole": None if stands.whole else False})


def text_row(extraction: Extraction) -> Row:
    document = extraction.document
    attributions = json.dumps([astuple(attribution) for attribution in sorted(extraction.attributions, key=astuple)])
    return {"id": document.id, "text": document.text, "pages": list(document.pages), "attributions": attributions}


def source_id(document: Document, source: Source) -> str:
    """A source is its document's own: another document's footnote to the same article is another node."""
    return make_id("source", document.id, source.key)


def source_row(document: Document, source: Source) -> Row:
    return filled({"id": source_id(document, source), **asdict(source)})


def offsets(document: Document, source: Source) -> list[int]:
    """Start and end of each stretch that cites the source, in turn."""
    cited = sorted((citation.start, citation.end) for citation in document.citations if citation.source == source.key)
    return [offset for span in cited for offset in span]


def named_row(entity: LocalEntity) -> Row:
    mentions = sorted(entity.mentions)
    return {"local": entity.id, "kind": entity.kind, "name": entity.name, "aliases": list(entity.aliases),
            "surfaces": [mention.surface for mention in mentions], "offsets": [mention.start for mention in mentions],
            "mention_kinds": [mention.kind for mention in mentions]}


def claim_row(document: Document, found: Stated, entity_of: Mapping[str, str]) -> Row:
    """A claim's node and where its relationships go."""
    claim, review = found.claim or found.extracted, found.review
    values = asdict(claim)
    for name in ("subject", "object", "said_by"):
        del values[name]
    values |= {"published": document.published, "known": last_day(document.published), "page": document.page_at(claim.start),
               "sentence": sentence_around(document.text, claim.start, claim.end),
               "edge": None if found.claim is None else pair_of(claim, entity_of).id}
    if review is None:
        values["urgency"] = found.urgency
    else:
        values |= {"reviewed": review.verdict, "review": review.id}
        values |= {f"original_{name}": getattr(found.extracted, name) for name in CORRECTABLE if review.verdict == "corrected"}
    return {"claim": filled(values), "subject": entity_of[claim.subject], "object": entity_of[claim.object],
            "local_subject": claim.subject, "local_object": claim.object, "said_by": claim.said_by,
            "sources": [source_id(document, source) for source in document.sources_of(claim.start, claim.end)]}


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence or sentences that [start, end) stands in, at most SENTENCE characters more on each side."""
    low, high = max(0, start - SENTENCE), min(len(text), end + SENTENCE)
    ends = [match.end() for match in SENTENCE_END.finditer(text, low, high)]
    left = max((at for at in ends if at <= start), default=low if low == 0 else text.find(" ", low, start) + 1 or start)
    right = min((at for at in ends if at >= end), default=high if high == len(text) else max(text.rfind(" ", end, high), end))
    before, after = text[left:start].rpartition(GAP)[2], text[end:right].partition(GAP)[0]      # of a text in part, what is known
    return (before + text[start:end] + after).strip()
