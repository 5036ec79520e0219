// title: Claims against a company
// question: Who says or does what against the company, with which status, on whose word, in which words?
// param: company: name = "Huawei" example "Axon" -- the company, by the words its name begins with
// param: status: status = "" example "asserted" -- only claims of this status
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, relation, target, status, category, said_by, date, quote, document, publisher, published, url, claim, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: claim: claim = quote
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $company) YIELD node AS target
MATCH (target)<-[:OBJECT]-(c:Claim)
WHERE c.relation IN ['ACCUSES', 'SUES', 'INVESTIGATES', 'RULES_AGAINST', 'FINES', 'SANCTIONS', 'TERMINATES'] AND ($status = '' OR c.status = $status)
      AND ($as_of = '' OR c.known <= $as_of)
MATCH (c)-[:SUBJECT]->(source:Entity)
MATCH (c)-[:IN]->(d:Document)
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH source, c, target, d, by.position AS position, speaker.name AS speaker ORDER BY position
WITH source, c, target, d, collect(speaker) AS said_by
RETURN source.name AS source, c.relation AS relation, target.name AS target, c.status AS status, c.category AS category, said_by, c.date AS date,
       c.quote AS quote, d.title AS document, d.publisher AS publisher, d.published AS published, d.url AS url, c.id AS claim,
       source.id AS source_id, target.id AS target_id
ORDER BY status, relation, source, target, claim
