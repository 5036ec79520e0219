// title: Accusations and their denials
// question: Which accusations are on record, and does the accused reject them anywhere?
// param: accused: name = "Huawei" example "Axon" -- who is accused, by words of the name
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, relation, target, category, status, said_by, quote, denials, document, publisher, published, claim, denial_claims, source_id
// columns: target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: claim: claim = quote
// id: denial_claims: claim = denials
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $accused) YIELD node AS target
MATCH (target)<-[:OBJECT]-(c:Claim {relation: 'ACCUSES'})-[:SUBJECT]->(source:Entity)
WHERE $as_of = '' OR c.known <= $as_of
MATCH (c)-[:IN]->(d:Document)
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH source, target, c, d, by.position AS position, speaker.name AS speaker ORDER BY position
WITH source, target, c, d, collect(speaker) AS said_by
OPTIONAL MATCH (target)<-[:SUBJECT]-(answer:Claim {relation: 'DENIES'})-[:OBJECT]->(answered:Entity)
WHERE answered.id IN [source.id, target.id] AND answer.category IN [c.category, 'other']
      AND ($as_of = '' OR answer.known <= $as_of)
WITH source, target, c, d, said_by, answer ORDER BY answer.id
WITH source, target, c, d, said_by, collect(answer.quote) AS denials, collect(answer.id) AS denial_claims
RETURN source.name AS source, 'ACCUSES' AS relation, target.name AS target, c.category AS category, c.status AS status, said_by, c.quote AS quote,
       denials, d.title AS document, d.publisher AS publisher, d.published AS published, c.id AS claim, denial_claims,
       source.id AS source_id, target.id AS target_id
ORDER BY source, target, category, claim
