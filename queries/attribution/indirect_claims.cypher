// title: Claims from anonymous or indirect sources
// question: Which claims about the name rest on sources that are not named, or on what one party passes on from another?
// param: about: name = "Huawei" example "Borduria" -- whom it is about, by words of the name
// param: how: choice(either, anonymous, indirect) = "either" example "indirect" -- alleged by nobody who is named, or through two or more
// columns: how, source, relation, target, category, status, said_by, quote, document, publisher, published, claim, source_id, target_id, document_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: claim: claim = quote
// id: document_id: document = document
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $about) YIELD node AS name
MATCH (name)<-[:SUBJECT|OBJECT]-(c:Claim)
WITH DISTINCT c
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH c, by.position AS position, speaker.name AS speaker ORDER BY position
WITH c, collect(speaker) AS said_by
WITH c, said_by, CASE WHEN size(said_by) > 1 THEN 'indirect' WHEN c.status = 'alleged' AND size(said_by) = 0 THEN 'anonymous' END AS how
WHERE how IS NOT NULL AND $how IN ['either', how]
MATCH (c)-[:SUBJECT]->(source:Entity)
MATCH (c)-[:OBJECT]->(target:Entity)
MATCH (c)-[:IN]->(d:Document)
RETURN how, source.name AS source, c.relation AS relation, target.name AS target, c.category AS category, c.status AS status, said_by,
       c.quote AS quote, d.title AS document, d.publisher AS publisher, d.published AS published, c.id AS claim,
       source.id AS source_id, target.id AS target_id, d.id AS document_id
ORDER BY how, relation, source, target, claim
