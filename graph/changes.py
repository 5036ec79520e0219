"""What one document changes in the graph, as statements of one transaction: its own nodes, the entities it names, the edges its claims stand under.

Knows the layout of the graph (see store.py), not the server. Entities and edges are kept equal to what all documents say of them.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from typing import Any

from neo4j import Transaction

from graph.model import FACTUAL, KINDS, RELATIONS, Claim, Document, Extraction, LocalEntity, Source, make_id
from graph.resolve import Names, Pair, edge_status, entity_id, is_established, pair_of, roles_of, searchable

Row = dict[str, Any]
BATCH = 2000                            # rows a statement
SENTENCE = 300                          # characters of context that a claim keeps at most on each side of its quote
EDGES = "|".join(RELATIONS)

# A full stop that ends a sentence, with the quotation marks after it; not that of an initial or an abbreviation before a name.
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bv)(?<!\b(?:Co|No|vs|Mr|Ms|Dr|St))(?<!\b(?:Inc|Ltd|Mrs|Sen|Gov|Rep))(?<!\bCorp)[.!?][\"'”’)\]]*"
                          r"(?=\s+[\"'“‘(\[]?[A-Z0-9]|\s*\Z)|\n")


def write_document(tx: Transaction, extraction: Extraction) -> str:
    """Store all that was found in one document: "new", "unchanged" or "replaced"."""
    _lock(tx)
    verdict = compare(stored_version(tx, extraction.document.id), version(extraction))
    if verdict != "unchanged":
        _apply(tx, [extraction.document.id] if verdict == "replaced" else [], [extraction])
    return verdict


def remove_document(tx: Transaction, document: str) -> bool:
    """Take a document back with everything that stood on it alone; False where it is not stored."""
    _lock(tx)
    if stored_version(tx, document) is None:
        return False
    _apply(tx, [document], [])
    return True


# ------------------------------------------------------------------ versions of one document

@dataclass(frozen=True, slots=True)
class Version:
    """Which reading of a text is stored: by which extractor, under how full metadata (`rank` sorts), with which content."""

    extractor: str
    rank: str
    digest: str


def version(extraction: Extraction) -> Version:
    content = [sorted(map(astuple, part)) for part in (extraction.entities, extraction.attributions)]
    claims = sorted((astuple(claim) for claim in extraction.claims), key=str)
    return Version(extraction.extractor, rank(extraction.document), make_id(json.dumps([content, claims], ensure_ascii=False)))


def rank(document: Document) -> str:
    """Sorts the metadata that one text may come under: the fuller first, then by an order that depends on the values alone."""
    values = asdict(document)
    del values["text"], values["id"], values["sha256"]
    values["citations"] = sorted(map(astuple, document.citations))
    filled = sum(bool(value) for value in values.values()) + len(document.sources) - (document.kind == "unknown")
    return f"{filled:04d} {make_id(json.dumps(values, ensure_ascii=False))}"


def stored_version(tx: Transaction, document: str) -> Version | None:
    row = tx.run("MATCH (d:Document {id: $id}) RETURN d.extractor AS extractor, d.rank AS rank, d.digest AS digest", id=document).single()
    return Version(row["extractor"] or "", row["rank"], row["digest"]) if row else None


def compare(stored: Version | None, offered: Version) -> str:
    """Of one extractor's readings the one with the higher rank stays, whatever came first; another extractor's replaces the stored one."""
    if stored is None:
        return "new"
    if stored == offered or (stored.extractor == offered.extractor and stored.rank > offered.rank):
        return "unchanged"
    return "replaced"


# ------------------------------------------------------------------ the change

def _lock(tx: Transaction) -> None:
    """Writers go one after the other: what a writer reads of an entity or edge must still be so when it commits."""
    tx.run("MATCH (m:Meta {id: 'graph'}) SET m.lock = 0").consume()


def _apply(tx: Transaction, removed: list[str], added: list[Extraction]) -> None:
    entity_of = {entity.id: entity_id(entity) for extraction in added for entity in extraction.entities}
    pairs = {pair.id: pair for pair in _pairs_of(tx, removed)}
    named = _names_of(tx, removed)
    counts = Counter(documents=len(added) - len(removed), claims=-_take_out(tx, removed))
    for extraction in added:
        counts["claims"] += len(extraction.claims)
        pairs |= {pair.id: pair for pair in (pair_of(claim, entity_of) for claim in extraction.claims)}
        named += [(entity_of[entity.id], entity.kind, entity.name, entity.aliases, 1) for entity in extraction.entities]
    entities = _entities(tx, named)
    counts["entities"] += _create_entities(tx, entities)
    _create_documents(tx, added, entity_of)
    _create_claims(tx, added, entity_of)
    counts["edges"] += _renew_edges(tx, pairs, entities)
    counts["entities"] -= _save_entities(tx, entities)
    tx.run("MATCH (m:Meta {id: 'graph'}) SET m += $counts",
           counts={name: counts[name] + before for name, before in _counters(tx).items()}).consume()


def _counters(tx: Transaction) -> dict[str, int]:
    return tx.run("MATCH (m:Meta {id: 'graph'}) "
                  "RETURN m.documents AS documents, m.entities AS entities, m.claims AS claims, m.edges AS edges").data()[0]


def _rows(tx: Transaction, cypher: str, rows: Iterable[Any]) -> list[Row]:
    """Run a statement that begins with UNWIND $rows, in batches; all its results."""
    rows, results = list(rows), []
    for start in range(0, len(rows), BATCH):
        results += tx.run(cypher, rows=rows[start:start + BATCH]).data()
    return results


# ------------------------------------------------------------------ taking out

def _pairs_of(tx: Transaction, documents: list[str]) -> list[Pair]:
    rows = _rows(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[:IN]-(c:Claim), (c)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o) "
                     "RETURN DISTINCT c.edge AS id, c.relation AS relation, s.id AS s, o.id AS o", documents)
    found = {}
    for row in rows:
        ends = sorted((row["s"], row["o"])) if RELATIONS[row["relation"]].symmetric else (row["s"], row["o"])
        found[row["id"]] = Pair(row["id"], row["relation"], *ends)
    return list(found.values())


def _names_of(tx: Transaction, documents: list[str]) -> list[tuple[str, str, str, Iterable[str], int]]:
    rows = _rows(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[n:NAMED_IN]-(e:Entity) "
                     "RETURN e.id AS entity, e.kind AS kind, n.name AS name, n.aliases AS aliases", documents)
    return [(row["entity"], row["kind"], row["name"], row["aliases"], -1) for row in rows]


def _take_out(tx: Transaction, documents: list[str]) -> int:
    """Delete the documents' own nodes; how many claims they had."""
    claims = _rows(tx, "UNWIND $rows AS id MATCH (:Document {id: id})<-[:IN]-(c:Claim) RETURN c.id AS id", documents)
    _rows(tx, "UNWIND $rows AS id MATCH (c:Claim {id: id}) DETACH DELETE c", [row["id"] for row in claims])
    for pattern in ("(:Document {id: id})-[:CITES]->(x:Source)", "(x:Text {id: id})", "(x:Document {id: id})"):
        _rows(tx, f"UNWIND $rows AS id MATCH {pattern} DETACH DELETE x", documents)
    return len(claims)


# ------------------------------------------------------------------ entities

@dataclass(slots=True)
class _Thing:
    """An entity while it changes."""

    id: str
    kind: str
    names: Names
    roles: Counter[str]
    is_new: bool = True


def _entities(tx: Transaction, named: list[tuple[str, str, str, Iterable[str], int]]) -> dict[str, _Thing]:
    """The entities that are named, as they stand with these names counted in or out."""
    things = {entity: _Thing(entity, kind, Names(), Counter()) for entity, kind, *_ in named}
    rows = _rows(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) RETURN e.id AS id, e.aliases AS aliases, e.alias_uses AS uses, "
                     "e.name_uses AS own, e.members AS members, e.roles AS roles, e.role_uses AS role_uses", things)
    for row in rows:
        thing = things[row["id"]]
        thing.is_new = False
        thing.names = Names(_counter(row["aliases"], row["own"]), _counter(row["aliases"], row["uses"]), row["members"])
        thing.roles = _counter(row["roles"], row["role_uses"])
    for entity, _, name, aliases, times in named:
        things[entity].names.add(name, aliases, times)
    return things


def _counter(names: list[str], uses: list[int]) -> Counter[str]:
    return Counter(dict(zip(names, uses, strict=True)))


def _create_entities(tx: Transaction, things: Mapping[str, _Thing]) -> int:
    """Make the nodes of new entities, with all their labels at once, which the embedded server needs."""
    by_kind = defaultdict(list)
    for thing in things.values():
        if thing.is_new:
            by_kind[thing.kind].append(_properties(thing))
    for kind, rows in sorted(by_kind.items()):
        labels = ":".join(("Entity", *KINDS[kind].labels))
        _rows(tx, f"UNWIND $rows AS row CREATE (e:{labels}) SET e = row", rows)
    return sum(map(len, by_kind.values()))


def _save_entities(tx: Transaction, things: Mapping[str, _Thing]) -> int:
    """Bring the entities' nodes up to date and delete those that no document names any more; how many were."""
    kept = [_properties(thing) for thing in things.values() if thing.names.members and not (thing.is_new and not thing.roles)]
    gone = [thing.id for thing in things.values() if not thing.names.members]
    _rows(tx, "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e = row", kept)
    _rows(tx, "UNWIND $rows AS id MATCH (e:Entity {id: id}) DETACH DELETE e", gone)
    return len(gone)


def _properties(thing: _Thing) -> Row:
    aliases, roles = thing.names.aliases, sorted(role for role, uses in thing.roles.items() if uses > 0)
    return {"id": thing.id, "kind": thing.kind, "name": thing.names.name, "aliases": list(aliases), "folded": searchable(aliases),
            "alias_uses": [thing.names.uses[alias] for alias in aliases], "name_uses": [thing.names.own[alias] for alias in aliases],
            "members": thing.names.members, "roles": roles, "role_uses": [thing.roles[role] for role in roles]}


# ------------------------------------------------------------------ a document's own nodes

def _create_documents(tx: Transaction, added: list[Extraction], entity_of: Mapping[str, str]) -> None:
    _rows(tx, "UNWIND $rows AS row CREATE (d:Document) SET d = row.document CREATE (t:Text) SET t = row.text CREATE (d)-[:HAS_TEXT]->(t)",
          [{"document": _document_row(extraction), "text": _text_row(extraction)} for extraction in added])
    _rows(tx, "UNWIND $rows AS row MATCH (d:Document {id: row.document}) CREATE (s:Source) SET s = row.source "
              "CREATE (d)-[:CITES {position: row.position, offsets: row.offsets}]->(s)",
          [{"document": document.id, "source": _source_row(document, source), "position": position, "offsets": _offsets(document, source)}
           for document in (extraction.document for extraction in added) for position, source in enumerate(document.sources)])
    _rows(tx, "UNWIND $rows AS row MATCH (e:Entity {id: row.entity}) MATCH (d:Document {id: row.document}) "
              "CREATE (e)-[n:NAMED_IN]->(d) SET n = row.named",
          [{"entity": entity_of[entity.id], "document": entity.document, "named": _named_row(entity)}
           for extraction in added for entity in extraction.entities])


def _create_claims(tx: Transaction, added: list[Extraction], entity_of: Mapping[str, str]) -> None:
    claims = [(extraction.document, claim) for extraction in added for claim in extraction.claims]
    _rows(tx, "UNWIND $rows AS row MATCH (d:Document {id: row.claim.document}) MATCH (s:Entity {id: row.subject}) MATCH (o:Entity {id: row.object}) "
              "CREATE (c:Claim) SET c = row.claim CREATE (c)-[:IN]->(d) "
              "CREATE (c)-[:SUBJECT {local: row.local_subject}]->(s) CREATE (c)-[:OBJECT {local: row.local_object}]->(o)",
          [{"claim": _claim_row(document, claim, pair_of(claim, entity_of).id), "subject": entity_of[claim.subject],
            "object": entity_of[claim.object], "local_subject": claim.subject, "local_object": claim.object} for document, claim in claims])
    _rows(tx, "UNWIND $rows AS row MATCH (c:Claim {id: row.claim}) MATCH (e:Entity {id: row.entity}) "
              "CREATE (c)-[:SAID_BY {position: row.position, local: row.local}]->(e)",
          [{"claim": claim.id, "entity": entity_of[local], "local": local, "position": position}
           for _, claim in claims for position, local in enumerate(claim.said_by)])
    _rows(tx, "UNWIND $rows AS row MATCH (c:Claim {id: row.claim}) MATCH (s:Source {id: row.source}) CREATE (c)-[:CITES]->(s)",
          [{"claim": claim.id, "source": source_id(document, source)}
           for document, claim in claims for source in document.sources_of(claim.start, claim.end)])


def _document_row(extraction: Extraction) -> Row:
    document, known = extraction.document, version(extraction)
    names = ("id", "sha256", "title", "publisher", "url", "published", "kind", "licence", "language")
    return _filled({name: getattr(document, name) for name in names} | asdict(known))


def _text_row(extraction: Extraction) -> Row:
    document = extraction.document
    attributions = json.dumps([astuple(attribution) for attribution in sorted(extraction.attributions, key=astuple)])
    return {"id": document.id, "text": document.text, "pages": list(document.pages), "attributions": attributions}


def source_id(document: Document, source: Source) -> str:
    """A source is its document's own: another document's footnote to the same article is another node."""
    return make_id("source", document.id, source.key)


def _source_row(document: Document, source: Source) -> Row:
    return _filled({"id": source_id(document, source), **asdict(source)})


def _offsets(document: Document, source: Source) -> list[int]:
    """Start and end of each stretch that cites the source, in turn."""
    cited = sorted((citation.start, citation.end) for citation in document.citations if citation.source == source.key)
    return [offset for span in cited for offset in span]


def _named_row(entity: LocalEntity) -> Row:
    mentions = sorted(entity.mentions)
    return {"local": entity.id, "name": entity.name, "aliases": list(entity.aliases), "surfaces": [mention.surface for mention in mentions],
            "offsets": [mention.start for mention in mentions], "mention_kinds": [mention.kind for mention in mentions]}


def _claim_row(document: Document, claim: Claim, edge: str) -> Row:
    row = asdict(claim)
    del row["subject"], row["object"], row["said_by"]
    return _filled(row | {"edge": edge, "published": document.published, "page": document.page_at(claim.start),
                          "sentence": sentence_around(document.text, claim.start, claim.end)})


def _filled(row: Row) -> Row:
    """Without what is not known: an absent property is what `IS NULL` asks for."""
    return {key: value for key, value in row.items() if value not in (None, "")}


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence or sentences that [start, end) stands in, at most SENTENCE characters more on each side."""
    low, high = max(0, start - SENTENCE), min(len(text), end + SENTENCE)
    ends = [match.end() for match in SENTENCE_END.finditer(text, low, high)]
    left = max((at for at in ends if at <= start), default=low if low == 0 else text.find(" ", low, start) + 1 or start)
    right = min((at for at in ends if at >= end), default=high if high == len(text) else max(text.rfind(" ", end, high), end))
    return text[left:right].strip()


# ------------------------------------------------------------------ edges

def _renew_edges(tx: Transaction, pairs: Mapping[str, Pair], entities: Mapping[str, _Thing]) -> int:
    """Make the edges of these pairs equal to what their claims now say; roles of their ends follow. How many edges there are more."""
    said = _said(tx, pairs)
    ends = "UNWIND $rows AS row MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target})"
    stored = {row["id"]: row for row in _rows(
        tx, f"{ends} MATCH (a)-[r:{EDGES}]->(b) WHERE r.id = row.id "
            "RETURN r.id AS id, r.source_roles AS source_roles, r.target_roles AS target_roles", map(asdict, pairs.values()))}
    by_relation: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for pair in pairs.values():
        row = _edge_row(pair, said[pair.id], (entities[pair.source].kind, entities[pair.target].kind)) if pair.id in said else None
        for edge, times in ((stored.get(pair.id), -1), (row, 1)):
            if edge:
                entities[pair.source].roles.update(dict.fromkeys(edge["source_roles"], times))
                entities[pair.target].roles.update(dict.fromkeys(edge["target_roles"], times))
        act = "SET r = row" if row and pair.id in stored else "DELETE r" if pair.id in stored else "CREATE"
        by_relation[pair.relation, act].append(row or asdict(pair))
    for (relation, act), rows in sorted(by_relation.items()):
        _rows(tx, f"{ends} CREATE (a)-[r:{relation}]->(b) SET r = row" if act == "CREATE" else f"{ends} MATCH (a)-[r:{relation}]->(b) {act}", rows)
    return len(said) - len(stored)


def _said(tx: Transaction, pairs: Iterable[str]) -> dict[str, list[Row]]:
    """What the claims under each edge say, counted by status and category; nothing for an edge that has no claim left."""
    groups = defaultdict(list)
    for row in _rows(tx, "UNWIND $rows AS id MATCH (c:Claim {edge: id}) RETURN id, c.status AS status, c.category AS category, count(c) AS claims, "
                         "min(coalesce(c.date, c.published)) AS first, max(coalesce(c.date, c.published)) AS last", pairs):
        groups[row["id"]].append(row)
    for row in _rows(tx, "UNWIND $rows AS id MATCH (c:Claim {edge: id}) RETURN id, count(DISTINCT c.document) AS support", list(groups)):
        groups[row["id"]][0]["support"] = row["support"]
    for row in _rows(tx, "UNWIND $rows AS id MATCH (c:Claim {edge: id})-[:SAID_BY]->(e:Entity) RETURN DISTINCT id, e.id AS speaker", list(groups)):
        groups[row["id"]][0].setdefault("said_by", []).append(row["speaker"])
    return dict(groups)


def _edge_row(pair: Pair, groups: list[Row], kinds: tuple[str, str]) -> Row:
    statuses = {row["status"] for row in groups}
    parts = {row["category"] for row in groups if row["status"] in FACTUAL}
    established = is_established(statuses)
    source_roles, target_roles = roles_of(pair.relation, kinds, parts) if established else ((), ())
    dates = [row[end] for row in groups for end in ("first", "last") if row[end]]
    return _filled({
        "id": pair.id, "source": pair.source, "target": pair.target, "status": edge_status(statuses), "statuses": sorted(statuses),
        "disputed": not statuses.isdisjoint(("denied", "negated")), "established": established, "claims": sum(row["claims"] for row in groups),
        "support": groups[0]["support"], "first": min(dates, default=None), "last": max(dates, default=None),
        "said_by": sorted(groups[0].get("said_by", [])), "categories": sorted({row["category"] for row in groups if row["category"]}),
        "source_roles": list(source_roles), "target_roles": list(target_roles)})
