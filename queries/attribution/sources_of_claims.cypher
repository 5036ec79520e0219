// title: Sources of a claim
// question: On which words, in which document, through whom, and on which publications does each claim between two parties rest?
// param: subject: name = "BES" example "WhatsApp" -- who does it, by words of the name
// param: object: name = "Huawei" example "NSO" -- to whom, by words of the name
// param: claim: text = "" example "" -- only the claim with this id
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, relation, target, status, category, said_by, quote, page, document, publisher, published, url, sources, source_urls, rule
// columns: claim, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: claim: claim = quote
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $object) YIELD node AS wanted
WITH collect(wanted.id) AS wanted
CALL db.index.fulltext.queryNodes('Entity[folded]', $subject) YIELD node AS source
MATCH (source)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(target:Entity)
WHERE target.id IN wanted AND ($claim = '' OR c.id = $claim) AND ($as_of = '' OR c.known <= $as_of)
WITH source, c, target
MATCH (c)-[:IN]->(d:Document)
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH source, c, target, d, by.position AS position, speaker.name AS speaker ORDER BY position
WITH source, c, target, d, collect(speaker) AS said_by
OPTIONAL MATCH (c)-[:CITES]->(s:Source)
WITH source, c, target, d, said_by, s ORDER BY s.key
WITH source, c, target, d, said_by, collect(s.publisher + ': ' + s.title) AS sources, collect(s.url) AS source_urls
RETURN source.name AS source, c.relation AS relation, target.name AS target, c.status AS status, c.category AS category, said_by, c.quote AS quote,
       c.page AS page, d.title AS document, d.publisher AS publisher, d.published AS published, d.url AS url, sources, source_urls,
       c.rule AS rule, c.id AS claim, source.id AS source_id, target.id AS target_id
ORDER BY relation, source, target, status, claim
