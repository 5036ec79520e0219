// title: Contradictions
// question: Which claims stand against each other: what one says and another denies, an accusation and what the accused answers?
// param: about: name = "Huawei" example "Axon" -- a party, by words of its name
// param: entity: entity = "" example "" -- only the entity with this id
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, relation, target, category, status, said_by, quote, document, published, claim, against
// columns: denied_by, against_quote, against_document, against_published, against_claim, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: claim: claim = quote
// id: against_claim: claim = against_quote
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $about) YIELD node AS e
WITH e WHERE $entity = '' OR e.id = $entity
CALL {
    WITH e
    MATCH (e)-[r]-(:Entity) WHERE r.disputed
    WITH DISTINCT r
    MATCH (c:Claim {edge: r.id}) WHERE $as_of = '' OR c.known <= $as_of
    WITH r, c ORDER BY CASE c.status WHEN 'ruled' THEN 0 WHEN 'asserted' THEN 1 WHEN 'alleged' THEN 2 WHEN 'planned' THEN 3
                                         WHEN 'denied' THEN 4 ELSE 5 END, c.known, c.id
    WITH r, collect(c) AS claims
    RETURN [c IN claims WHERE NOT c.status IN ['denied', 'negated']] AS said, [c IN claims WHERE c.status IN ['denied', 'negated']] AS against
    UNION
    WITH e
    MATCH (e)<-[:SUBJECT|OBJECT]-(c:Claim {relation: 'ACCUSES'})
    WHERE NOT c.status IN ['denied', 'negated'] AND ($as_of = '' OR c.known <= $as_of)
    MATCH (c)-[:SUBJECT]->(accuser:Entity)
    MATCH (c)-[:OBJECT]->(accused:Entity)
    WITH DISTINCT accuser, accused, c ORDER BY CASE c.status WHEN 'ruled' THEN 0 WHEN 'asserted' THEN 1 WHEN 'alleged' THEN 2 ELSE 3 END,
                                                   c.known, c.id
    WITH accuser, accused, c.category AS category, collect(c) AS said
    MATCH (accused)-[r:DENIES]->(x:Entity) WHERE x.id IN [accuser.id, accused.id]
    WITH accuser, accused, category, said, r
    MATCH (d:Claim {edge: r.id})
    WHERE d.category IN [category, 'other'] AND NOT d.status IN ['denied', 'negated'] AND ($as_of = '' OR d.known <= $as_of)
    WITH accuser, accused, category, said, d ORDER BY d.known, d.id
    WITH accuser, accused, category, said, collect(d) AS against
    RETURN said, against
}
WITH said, against WHERE size(said) > 0 AND size(against) > 0
UNWIND [d IN against | [said[0], d]] + [c IN said[1..] | [c, against[0]]] AS pair
WITH DISTINCT pair[0] AS c, pair[1] AS d
MATCH (c)-[:SUBJECT]->(source:Entity)
MATCH (c)-[:OBJECT]->(target:Entity)
MATCH (c)-[:IN]->(document:Document)
MATCH (d)-[:IN]->(other:Document)
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH source, target, c, d, document, other, by.position AS position, speaker.name AS speaker ORDER BY position
WITH source, target, c, d, document, other, collect(speaker) AS said_by
OPTIONAL MATCH (d)-[by:SAID_BY]->(speaker:Entity)
WITH source, target, c, d, document, other, said_by, by.position AS position, speaker.name AS speaker ORDER BY position
WITH source, target, c, d, document, other, said_by, collect(speaker) AS denied_by
RETURN source.name AS source, c.relation AS relation, target.name AS target, c.category AS category, c.status AS status, said_by, c.quote AS quote,
       document.title AS document, document.published AS published, c.id AS claim,
       CASE WHEN d.relation = 'DENIES' THEN 'denied' ELSE d.status END AS against,
       CASE WHEN d.relation = 'DENIES' THEN [target.name] + denied_by ELSE denied_by END AS denied_by, d.quote AS against_quote,
       other.title AS against_document, other.published AS against_published, d.id AS against_claim, source.id AS source_id, target.id AS target_id
ORDER BY relation, source, target, claim, against_claim
