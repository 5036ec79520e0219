"""What the pages of the app show: counts, entities, a neighbourhood, claims with their evidence, documents. Knows the store, not Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.as_of import Bounds
from graph.model import DISPUTING, FACTUAL, RELATIONS, Extraction, Source
from graph.store import Store

Row = dict[str, Any]

EDGES = "|".join(RELATIONS)
# What people come for first: a neighbourhood that must leave something out keeps these before seats and products.
CONTESTED = ("ACCUSES", "DENIES", "SUES", "TERMINATES", "INVESTIGATES", "RULES_FOR", "RULES_AGAINST", "FINES", "SANCTIONS", "SETTLES_WITH")
CONTRACTED = ("CONTRACTS_WITH", "SUBCONTRACTS_TO", "WORKS_ON", "OVERSEES", "PARTY_TO", "CONCERNS", "FILED_IN")
CLAIMS_AT_ONCE = 50
ALL = Bounds()                  # of claims


# ------------------------------------------------------------------ records

@dataclass(frozen=True, slots=True)
class ShownEntity:
    """An entity as a page names it. `documents` counts those that name it."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()       # other names than `name`
    roles: tuple[str, ...] = ()
    documents: int = 0


@dataclass(frozen=True, slots=True)
class ShownEdge:
    """All that is on record for one relation and pair. `contested`: denied, negated, or an accusation that the accused rejects."""

    id: str
    relation: str
    source: str
    target: str
    status: str
    statuses: tuple[str, ...]
    contested: bool
    claims: int
    documents: int
    categories: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    @property
    def manner(self) -> str:
        """How firmly it may be drawn; see `manner`."""
        return "disputed" if self.contested else manner(self.relation, self.status)


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim with everything that must stand beside it wherever it is shown."""

    id: str
    edge: str
    relation: str
    subject: ShownEntity
    object: ShownEntity
    status: str
    said_by: tuple[str, ...]            # names, nearest to the fact first
    quote: str
    sentence: str                       # the sentence or sentences around the quote
    start: int
    end: int
    document: ShownDocument
    category: str = ""
    date: str = ""
    amount: str = ""
    page: int | None = None
    rule: str = ""
    confidence: float = 1.0
    sources: tuple[Source, ...] = ()    # publications that the sentence rests on
    reviewed: str = ""                  # "confirmed" or "corrected" by a person; empty: as the machine read it

    @property
    def manner(self) -> str:
        """How firmly it may be shown; see `manner`."""
        return manner(self.relation, self.status)


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document in a list, and what it says of itself."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    published: str = ""
    kind: str = ""
    licence: str = ""
    claims: int = 0


@dataclass(frozen=True, slots=True)
class DisputedPair:
    """Two parties with claims of wrong, suit or denial between them."""

    one: ShownEntity
    other: ShownEntity
    claims: int
    edges: tuple[ShownEdge, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with all that was found in it."""

    document: ShownDocument
    extraction: Extraction
    entity_of: dict[str, ShownEntity] = field(default_factory=dict)     # by local entity id
    claims: tuple[ShownClaim, ...] = ()


def manner(relation: str, status: str) -> str:
    """How firmly a claim of this relation and status may be shown: "established", "alleged", "planned" or "disputed".

    What an accusation says is alleged, however sure it is that the accusation was made.
    """
    if relation == "DENIES":
        return "disputed"
    if status in FACTUAL:
        return "alleged" if relation == "ACCUSES" else "established"
    return "disputed" if status in DISPUTING else status


# ------------------------------------------------------------------ overview

def disputed_pairs(store: Store, limit: int = 10) -> list[DisputedPair]:
    """The pairs with the most claims of wrong, suit or denial between them."""
    rows = ask(store, f"MATCH (a:Entity)-[r:{'|'.join(CONTESTED)}]->(b:Entity) WHERE a.id <> b.id "
                       "WITH CASE WHEN a.id < b.id THEN a ELSE b END AS one, CASE WHEN a.id < b.id THEN b ELSE a END AS other, r ORDER BY r.id "
                       "WITH one, other, sum(r.claims) AS claims, collect(type(r)) AS relations, collect(properties(r)) AS edges "
                       "RETURN one AS one, other AS other, claims, relations, edges "
                       "ORDER BY claims DESC, size(edges) DESC, one.name, other.name, one.id, other.id LIMIT $limit", limit=limit)
    return [DisputedPair(shown_entity(row["one"]), shown_entity(row["other"]), row["claims"],
                         shown_edges(zip(row["relations"], row["edges"], strict=True))) for row in rows]


def list_documents(store: Store, *, text: str = "", kind: str = "", skip: int = 0, limit: int = 50) -> list[ShownDocument]:
    """Documents whose title or publisher contains `text`, newest first."""
    rows = ask(store, "MATCH (d:Document) WHERE ($kind = '' OR d.kind = $kind) AND ($text = '' OR toLower(coalesce(d.title, '')) CONTAINS $text "
                       "OR toLower(coalesce(d.publisher, '')) CONTAINS $text) "
                       "WITH d ORDER BY coalesce(d.published, '') DESC, coalesce(d.title, ''), d.id SKIP $skip LIMIT $limit "
                       "OPTIONAL MATCH (d)<-[:IN]-(c:Claim) WITH d, count(c) AS claims "
                       "RETURN d AS document, claims ORDER BY coalesce(d.published, '') DESC, coalesce(d.title, ''), d.id",
                text=text.strip().lower(), kind=kind, skip=skip, limit=limit)
    return [shown_document(row["document"], row["claims"]) for row in rows]


def publishers(store: Store, limit: int = 200) -> list[str]:
    """Who published documents or the sources of documents, who published most first."""
    rows = ask(store, "MATCH (d:Document) WHERE d.publisher IS NOT NULL RETURN d.publisher AS name, count(d) AS uses") \
        + ask(store, "MATCH (s:Source) WHERE s.publisher IS NOT NULL RETURN s.publisher AS name, count(s) AS uses")
    uses: Counter[str] = Counter()
    for row in rows:
        uses[row["name"]] += row["uses"]
    return [name for name, _ in sorted(uses.items(), key=lambda found: (-found[1], found[0]))[:limit]]


# ------------------------------------------------------------------ entities

def find_entity(store: Store, entity_id: str) -> ShownEntity | None:
    """The entity with this id, if there is one."""
    rows = ask(store, "MATCH (e:Entity {id: $id}) RETURN e AS entity", id=entity_id)
    return shown_entity(rows[0]["entity"]) if rows else None


def search(store: Store, text: str, limit: int = 12) -> list[ShownEntity]:
    """Entities with words in their names that begin as those of `text` do, best first."""
    return [shown_entity(row) for row in store.search_entities(text, limit)]


def documents_of_ids(store: Store, ids: Sequence[str]) -> list[ShownDocument]:
    """The documents with these ids, in this order."""
    rows = ask(store, "UNWIND $ids AS id MATCH (d:Document {id: id}) OPTIONAL MATCH (d)<-[:IN]-(c:Claim) RETURN d AS document, count(c) AS claims",
                ids=list(ids))
    return sorted((shown_document(row["document"], row["claims"]) for row in rows), key=lambda document: ids.index(document.id))


def documents_naming(store: Store, entity_id: str, limit: int = 20) -> list[ShownDocument]:
    """Documents that name the entity, newest first."""
    rows = ask(store, "MATCH (:Entity {id: $id})-[:NAMED_IN]->(d:Document) WITH DISTINCT d "
                       "RETURN d AS document ORDER BY coalesce(d.published, '') DESC, d.id LIMIT $limit", id=entity_id, limit=limit)
    return [shown_document(row["document"]) for row in rows]


# ------------------------------------------------------------------ edges

def edges_between(store: Store, one: str, other: str) -> tuple[ShownEdge, ...]:
    """All edges between two entities, either way."""
    rows = ask(store, f"MATCH (a:Entity {{id: $one}})-[r:{EDGES}]-(b:Entity {{id: $other}}) WITH DISTINCT r "
                       "RETURN type(r) AS relation, properties(r) AS edge ORDER BY r.id", one=one, other=other)
    return shown_edges((row["relation"], row["edge"]) for row in rows)


def find_pair(store: Store, edge_id: str) -> tuple[ShownEntity, ShownEntity] | None:
    """The ends of the edge with this id, in its direction; None where no claim stands under it."""
    rows = ask(store, "MATCH (c:Claim {edge: $id}) WITH c LIMIT 1 MATCH (c)-[:SUBJECT]->(a:Entity) MATCH (c)-[:OBJECT]->(b:Entity) "
                       "RETURN a AS one, b AS other", id=edge_id)
    return (shown_entity(rows[0]["one"]), shown_entity(rows[0]["other"])) if rows else None


# ------------------------------------------------------------------ claims

def claims_of_edges(store: Store, edges: Iterable[str], limit: int = CLAIMS_AT_ONCE, bounds: Bounds = ALL) -> list[ShownClaim]:
    """The claims that stand under these edges."""
    return claims_where(store, f"UNWIND $edges AS edge MATCH (c:Claim {{edge: edge}}) WHERE {bounds.where}", limit, edges=list(edges),
                        **bounds.params)


def claims_about(store: Store, entity_id: str, limit: int = CLAIMS_AT_ONCE, bounds: Bounds = ALL) -> list[ShownClaim]:
    """Claims that say something of the entity, the contested kinds first."""
    return claims_where(store, f"MATCH (:Entity {{id: $id}})<-[:SUBJECT|OBJECT]-(c:Claim) WHERE {bounds.where}", limit, id=entity_id,
                        **bounds.params)


def claims_by(store: Store, entity_id: str, limit: int = CLAIMS_AT_ONCE, bounds: Bounds = ALL) -> list[ShownClaim]:
    """Claims that stand on the entity's word, alone or in a chain."""
    return claims_where(store, f"MATCH (:Entity {{id: $id}})<-[:SAID_BY]-(c:Claim) WHERE {bounds.where}", limit, id=entity_id, **bounds.params)


def claims_of_ids(store: Store, ids: Sequence[str]) -> list[ShownClaim]:
    """The claims with these ids, in this order."""
    found = claims_where(store, "UNWIND $ids AS id MATCH (c:Claim {id: id})", len(ids), ids=list(ids))
    return sorted(found, key=lambda claim: ids.index(claim.id))


def claims_in(store: Store, document_id: str, limit: int = 1000) -> list[ShownClaim]:
    """Claims of a document in the order of its text."""
    found = claims_where(store, "MATCH (:Document {id: $id})<-[:IN]-(c:Claim)", limit, id=document_id)
    return sorted(found, key=lambda claim: (claim.start, claim.end, claim.id))


def claims_where(store: Store, match: str, limit: int, **params: Any) -> list[ShownClaim]:
    rows = ask(store, f"{match} WITH DISTINCT c ORDER BY c.relation IN $contested DESC, c.relation IN $contracted DESC, c.relation, c.status, c.id "
                       "LIMIT $limit MATCH (c)-[:SUBJECT]->(s:Entity) MATCH (c)-[:OBJECT]->(o:Entity) MATCH (c)-[:IN]->(d:Document) "
                       "RETURN c AS claim, s AS subject, o AS object, d AS document",
                contested=list(CONTESTED), contracted=list(CONTRACTED), limit=limit, **params)
    ids = [row["claim"]["id"] for row in rows]
    said, cited = _grouped(ask(store, "UNWIND $ids AS id MATCH (c:Claim {id: id})-[by:SAID_BY]->(e:Entity) "
                                       "RETURN id, e.name AS value, by.position AS position ORDER BY id, position", ids=ids)), \
        _grouped(ask(store, "UNWIND $ids AS id MATCH (c:Claim {id: id})-[:CITES]->(s:Source) RETURN id, s AS value, s.key AS key "
                             "ORDER BY id, key", ids=ids))
    order = {relation: at for at, relation in enumerate((*CONTESTED, *CONTRACTED))}
    rows.sort(key=lambda row: (order.get(row["claim"]["relation"], len(order)), row["claim"]["relation"], row["claim"]["status"], row["claim"]["id"]))
    return [_claim(row, said.get(row["claim"]["id"], []), cited.get(row["claim"]["id"], [])) for row in rows]


def document_page(store: Store, document_id: str) -> DocumentPage | None:
    """A document with its text, mentions and claims; None where it is not stored."""
    extraction = store.extraction(document_id)
    if extraction is None:
        return None
    rows = ask(store, "MATCH (:Document {id: $id})<-[n:NAMED_IN]-(e:Entity) RETURN n.local AS local, e AS entity", id=document_id)
    claims = claims_in(store, document_id)
    document = shown_document(ask(store, "MATCH (d:Document {id: $id}) RETURN d AS document", id=document_id)[0]["document"], len(claims))
    return DocumentPage(document, extraction, {row["local"]: shown_entity(row["entity"]) for row in rows}, tuple(claims))


# ------------------------------------------------------------------ rows to records

def ask(store: Store, cypher: str, **params: Any) -> list[Row]:
    return store.read(cypher, params, limit=100_000).rows


def _grouped(rows: list[Row]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row["id"], []).append(row["value"])
    return groups


def shown_entity(row: Row) -> ShownEntity:
    aliases = tuple(alias for alias in row.get("aliases") or () if alias != row["name"])
    return ShownEntity(row["id"], row["name"], row["kind"], aliases, tuple(row.get("roles") or ()), row.get("members") or 0)


def shown_document(row: Row, claims: int = 0) -> ShownDocument:
    names = ("publisher", "url", "published", "kind", "licence")
    return ShownDocument(row["id"], row.get("title") or "Untitled", **{name: row.get(name) or "" for name in names}, claims=claims)


def shown_edges(found: Iterable[tuple[str, Row]]) -> tuple[ShownEdge, ...]:
    """Edges from their relation and properties; an accusation counts as contested where the other way round there is a denial."""
    rows = list(found)
    denials = {(row["target"], row["source"]) for relation, row in rows if relation == "DENIES"}
    return tuple(ShownEdge(
        row["id"], relation, row["source"], row["target"], row["status"], tuple(row["statuses"]),
        bool(row["disputed"]) or (relation == "ACCUSES" and (row["source"], row["target"]) in denials), row["claims"], row["support"],
        tuple(row.get("categories") or ()), row.get("first") or "", row.get("last") or "") for relation, row in rows)


def _claim(row: Row, said_by: list[str], sources: list[Row]) -> ShownClaim:
    claim = row["claim"]
    cited = tuple(Source(*(source.get(name) or "" for name in ("key", "title", "publisher", "url", "date"))) for source in sources)
    return ShownClaim(claim["id"], claim["edge"], claim["relation"], shown_entity(row["subject"]), shown_entity(row["object"]), claim["status"],
                      tuple(said_by), claim["quote"], claim.get("sentence") or claim["quote"], claim["start"], claim["end"],
                      shown_document(row["document"]), claim.get("category") or "", claim.get("date") or "", claim.get("amount") or "",
                      claim.get("page"), claim.get("rule") or "", claim.get("confidence") or 0.0, cited, claim.get("reviewed") or "")
