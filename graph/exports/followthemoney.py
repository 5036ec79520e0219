"""FollowTheMoney entities as JSON lines, for OpenAleph, yente and their tools. Knows that model's schemata, not what is selected.

Only an established edge is a link between two things, and an accusation never is, since to accuse is to allege. Every claim is a Note on both
things that begins with its status and who says so: whoever reads only links meets no allegation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any

from graph.exports.claims import claim_rows
from graph.exports.records import Records
from graph.model import KINDS, PLACES, RELATIONS, Edge, Entity, make_id
from graph.table import to_json

LINKS: dict[str, tuple[str, str, str]] = {      # relation → schema, and its properties for subject and object; all others are UnknownLink
    "OWNS": ("Ownership", "owner", "asset"),
    "PARTY_TO": ("CourtCaseParty", "party", "case"),
    "WORKS_ON": ("ProjectParticipant", "participant", "project"),
}
LEGAL_ENTITIES = frozenset({"Company", "PublicBody", "Organization", "Person"})
# Schema of a link → those that its ends may have; a party of another sort (a city that owns a firm) has an UnknownLink.
ENDS = {"Ownership": (LEGAL_ENTITIES, frozenset({"Company", "Asset"})), "CourtCaseParty": (LEGAL_ENTITIES | {"Address"}, frozenset({"CourtCase"})),
        "ProjectParticipant": (LEGAL_ENTITIES, frozenset({"Project"}))}
ALLEGING = frozenset({"ACCUSES", "DENIES"})     # relations whose object is spoken of, and never linked
PROOFS = 50                                     # documents that a link names at most

Ftm = dict[str, Any]


def write_ftm(records: Records, out: IO[bytes]) -> dict[str, int]:
    """An entity a line: things, links, documents and notes."""
    counts: dict[str, int] = defaultdict(int)
    for entity in _everything(records):
        counts[entity["schema"]] += 1
        out.write((to_json(entity) + "\n").encode())
    return dict(counts)


def _everything(records: Records) -> Iterator[Ftm]:
    schemata: dict[str, str] = {}
    for entity in records.entities():
        thing = _thing(entity)
        schemata[entity.id] = thing["schema"]
        yield thing
    documents: dict[str, list[str]] = defaultdict(list)         # of each edge that is linked
    linked = {make_id("edge", edge.relation, edge.source, edge.target) for edge in records.edges() if _is_link(edge)}
    for extraction, _ in records.resolved():
        document = extraction.document
        yield _entity(f"document-{document.id}", "Article", title=document.title, publisher=document.publisher, sourceUrl=_web(document.url),
                      publishedAt=document.published, fileName=document.id)
    for row in claim_rows(records):
        yield _note(row)
        ends = (row["subject_id"], row["object_id"])
        for source, target in (ends, ends[::-1]) if RELATIONS[row["relation"]].symmetric else (ends,):
            edge = make_id("edge", row["relation"], source, target)
            if edge in linked and row["document_id"] not in documents[edge] and len(documents[edge]) < PROOFS:
                documents[edge].append(row["document_id"])
    for edge_record in records.edges():
        if _is_link(edge_record):
            yield _link(edge_record, schemata, documents)


def _is_link(edge: Edge) -> bool:
    return edge.established and edge.relation not in ALLEGING


def _thing(entity: Entity) -> Ftm:
    schema = KINDS[entity.kind].ftm or "Thing"
    full = {"full": entity.name} if entity.kind in PLACES else {}
    return _entity(entity.id, schema, name=entity.name, alias=[alias for alias in entity.aliases if alias != entity.name], **full)


def _link(edge: Edge, schemata: dict[str, str], documents: dict[str, list[str]]) -> Ftm:
    id = make_id("edge", edge.relation, edge.source, edge.target)
    schema, subject, object = LINKS.get(edge.relation, ("UnknownLink", "subject", "object"))
    left, right = ENDS.get(schema, (None, None))
    if left and right and (schemata[edge.source] not in left or schemata[edge.target] not in right):
        schema, subject, object = "UnknownLink", "subject", "object"
    dates = {"startDate": edge.first} if edge.first == edge.last else {}
    return _entity(f"edge-{id}", schema, role=RELATIONS[edge.relation].reading, status=edge.status,
                   summary=f"{edge.status.capitalize()}, in {edge.support} {'document' if edge.support == 1 else 'documents'}, disputed by none.",
                   recordId=id, proof=[f"document-{document}" for document in documents[id]], **{subject: edge.source, object: edge.target}, **dates)


def _note(row: dict[str, Any]) -> Ftm:
    by = f" by {', '.join(row['said_by'])}" if row["said_by"] else ""
    said = f"{row['status'].upper()}{by}: {row['subject']} {RELATIONS[row['relation']].reading} {row['object']}"
    stands = f"Status of this claim: {row['status']}. On record for the two: {row['edge_status']}{', disputed' if row['disputed'] else ''}."
    return _entity(f"claim-{row['claim']}", "Note", name=said, notes=stands if row["established"] else f"{stands} Not an established fact.",
                   description=row["quote"], publisher=row["publisher"], sourceUrl=_web(row["url"]),
                   entity=sorted({row["subject_id"], row["object_id"]}), proof=f"document-{row['document_id']}")


def _entity(id: str, schema: str, **properties: Any) -> Ftm:
    """Without what is not known; every property is a list there."""
    found = {name: value if isinstance(value, list) else [value] for name, value in properties.items() if value}
    return {"id": id, "schema": schema, "properties": found}


def _web(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""
