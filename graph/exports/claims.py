"""Claims as a table: a row for each, with its status, who says so and its words, and how its edge stands. Knows CSV and JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO, Any

from graph.exports.records import Records
from graph.model import make_id
from graph.resolve import pair_of
from graph.table import cell, safe_cell, to_json

COLUMNS = ("claim", "status", "said_by", "subject", "relation", "object", "category", "date", "amount", "quote", "document", "publisher",
           "published", "url", "page", "edge_status", "disputed", "established", "confidence", "rule", "start", "end", "subject_id", "object_id",
           "said_by_ids", "document_id")


def write_csv(records: Records, out: IO[bytes]) -> dict[str, int]:
    """CSV with a header line. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return _write(records, out, ",".join(COLUMNS) + "\n", _csv_line)


def write_json_lines(records: Records, out: IO[bytes]) -> dict[str, int]:
    """A JSON object a line; what is not known is null."""
    return _write(records, out, "", lambda row: to_json(row) + "\n")


def _write(records: Records, out: IO[bytes], head: str, line: Any) -> dict[str, int]:
    written = 0
    out.write(head.encode())
    for row in claim_rows(records):
        out.write(line(row).encode())
        written += 1
    return {"claims": written}


def _csv_line(row: dict[str, Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([safe_cell(cell(row[column])) for column in COLUMNS])
    return out.getvalue()


def claim_rows(records: Records) -> Iterator[dict[str, Any]]:
    """All claims, by document and place in it, with the values of COLUMNS."""
    names = {entity.id: entity.name for entity in records.entities()}
    edges = {make_id("edge", edge.relation, edge.source, edge.target): (edge.status, edge.disputed, edge.established) for edge in records.edges()}
    for extraction, entity_of in records.resolved():
        document = extraction.document
        for claim in sorted(extraction.claims, key=lambda claim: (claim.start, claim.end, claim.id)):
            speakers = [entity_of[local] for local in claim.said_by]
            subject, object = entity_of[claim.subject], entity_of[claim.object]
            values = (claim.id, claim.status, [names[speaker] for speaker in speakers], names[subject], claim.relation, names[object],
                      claim.category, claim.date, claim.amount, claim.quote, document.title, document.publisher, document.published,
                      document.url, document.page_at(claim.start), *edges[pair_of(claim, entity_of).id], claim.confidence, claim.rule,
                      claim.start, claim.end, subject, object, speakers, document.id)
            yield dict(zip(COLUMNS, values, strict=True))
