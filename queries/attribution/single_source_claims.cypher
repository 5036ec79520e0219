// title: Claims that rest on a single source
// question: Which statements about the name does one publication alone carry, which is it, and on whose word?
// param: about: name = "Huawei" example "Acme" -- whom it is about, by words of the name
// columns: source, relation, target, status, disputed, said_by, claims, publication, document, publisher, edge, source_id, target_id, document_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: edge: edge = relation
// id: document_id: document = document
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $about) YIELD node AS name
MATCH (name)-[r]-(:Entity) WHERE r.support = 1
WITH DISTINCT r
MATCH (c:Claim {edge: r.id})-[:IN]->(d:Document)
// A dossier retells publications: where it cites two of them for a statement, that does not rest on one alone.
OPTIONAL MATCH (c)-[:CITES]->(s:Source)
WITH r, d, s.publisher + ': ' + s.title AS publication ORDER BY publication
WITH r, d, collect(DISTINCT publication) AS publications
WHERE size(publications) < 2
WITH r, d, coalesce(publications[0], d.publisher + ': ' + d.title) AS publication, [r] AS edges
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
MATCH (source:Entity {id: r.source})
MATCH (target:Entity {id: r.target})
RETURN source.name AS source, type(r) AS relation, target.name AS target, r.status AS status, r.disputed AS disputed, said_by, r.claims AS claims,
       publication, d.title AS document, d.publisher AS publisher, r.id AS edge, source.id AS source_id, target.id AS target_id, d.id AS document_id
ORDER BY source, relation, target, edge
