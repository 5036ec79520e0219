"""What a document would show, before it is stored: the same records as the page of a stored one. Knows which of its names are in the graph."""

from __future__ import annotations

from dataclasses import replace

from graph.explore import DocumentPage, ShownClaim, ShownDocument, ShownEntity, ask, shown_entity
from graph.model import Claim, Extraction
from graph.nodes import sentence_around
from graph.resolve import entity_id
from graph.store import Store


def preview(store: Store, extraction: Extraction) -> DocumentPage:
    """The page of a document that is not stored. What is in the graph by its name already has its id there, all else has none."""
    document = extraction.document
    about = ShownDocument("", document.title or "Untitled", document.publisher, document.url, document.published, document.kind, document.licence,
                          len(extraction.claims))
    ids = {entity.id: entity_id(entity) for entity in extraction.entities}
    rows = ask(store, "UNWIND $ids AS id OPTIONAL MATCH (m:Merged {id: id}) WITH id, coalesce(m.into, id) AS home MATCH (e:Entity {id: home}) "
                      "RETURN id, e AS entity", ids=sorted(set(ids.values())))
    known = {row["id"]: shown_entity(row["entity"]) for row in rows}
    entities = {entity.id: known.get(ids[entity.id], ShownEntity("", entity.name, entity.kind, tuple(set(entity.aliases) - {entity.name})))
                for entity in extraction.entities}
    return DocumentPage(about, extraction, entities, tuple(_shown(claim, extraction, about, entities) for claim in extraction.claims))


def _shown(claim: Claim, extraction: Extraction, about: ShownDocument, entities: dict[str, ShownEntity]) -> ShownClaim:
    document = extraction.document
    return ShownClaim(claim.id, "", claim.relation, entities[claim.subject], entities[claim.object], claim.status,
                      tuple(entities[local].name for local in claim.said_by), claim.quote, sentence_around(document.text, claim.start, claim.end),
                      claim.start, claim.end, replace(about, claims=0), claim.category or "", claim.date or "", claim.amount or "",
                      document.page_at(claim.start), claim.rule, claim.confidence, document.sources_of(claim.start, claim.end))
