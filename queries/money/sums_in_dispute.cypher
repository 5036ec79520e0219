// title: Sums in dispute
// question: Which sums do accusers and plaintiffs name, against whom, and on whose word? A sum that is asked for is not owed.
// param: about: name = "Huawei" example "Crumb" -- whom it is about, by words of the name
// columns: source, relation, target, category, currency, amount, status, said_by, date, quote, document, publisher, published
// columns: claim, source_id, target_id, document_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: claim: claim = quote
// id: document_id: document = document
// draw: bar target, amount

CALL db.index.fulltext.queryNodes('Entity[folded]', $about) YIELD node AS name
MATCH (name)<-[:SUBJECT|OBJECT]-(c:Claim)
WHERE c.amount IS NOT NULL AND c.relation IN ['ACCUSES', 'SUES', 'DENIES']
WITH DISTINCT c
MATCH (c)-[:SUBJECT]->(source:Entity)
MATCH (c)-[:OBJECT]->(target:Entity)
MATCH (c)-[:IN]->(d:Document)
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH source, c, target, d, by.position AS position, speaker.name AS speaker ORDER BY position
WITH source, c, target, d, collect(speaker) AS said_by
RETURN source.name AS source, c.relation AS relation, target.name AS target, c.category AS category, split(c.amount, ' ')[0] AS currency,
       toFloat(split(c.amount, ' ')[1]) AS amount, c.status AS status, said_by, c.date AS date, c.quote AS quote, d.title AS document,
       d.publisher AS publisher, d.published AS published, c.id AS claim, source.id AS source_id, target.id AS target_id, d.id AS document_id
ORDER BY relation, source, target, currency, amount, claim
