// title: Allegations that one party alone makes
// question: Which accusations and allegations about the name does nobody but one party make, and in which words?
// param: about: name = "Huawei" example "Borduria" -- whom it is about, by words of the name
// columns: party, source, relation, target, category, status, said_by, quote, claims, documents, claim, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: claim: claim = quote
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $about) YIELD node AS target
MATCH (target)<-[:OBJECT]-(c:Claim)-[:SUBJECT]->(source:Entity)
// That somebody accuses is asserted: the accuser is the party. What is alleged rests on those who say so; unnamed ones cannot be told apart.
WHERE (c.relation = 'ACCUSES' AND c.status IN ['ruled', 'asserted', 'alleged']) OR (c.relation <> 'ACCUSES' AND c.status = 'alleged')
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH target, source, c, by.position AS position, speaker ORDER BY position
WITH target, source, c, collect(speaker.name) AS said_by
WITH target, source, c, said_by, CASE c.relation WHEN 'ACCUSES' THEN source.name ELSE said_by[0] END AS party,
     CASE c.relation WHEN 'ACCUSES' THEN target.id + c.category ELSE c.edge END AS matter
OPTIONAL MATCH (firm:Claim {edge: c.edge}) WHERE firm.status IN ['ruled', 'asserted'] AND c.relation <> 'ACCUSES'
WITH target, source, c, said_by, party, matter, count(firm) AS firmer
ORDER BY c.published, c.id
WITH target, matter, collect({source: source, claim: c, said_by: said_by}) AS made, collect(DISTINCT party) AS parties,
     sum(CASE WHEN party IS NULL THEN 1 ELSE 0 END) AS unnamed, sum(firmer) AS firmer, count(DISTINCT c.document) AS documents
WHERE size(parties) = 1 AND unnamed = 0 AND firmer = 0
WITH target, parties[0] AS party, made[0].source AS source, made[0].claim AS c, made[0].said_by AS said_by, size(made) AS claims, documents
RETURN party, source.name AS source, c.relation AS relation, target.name AS target, c.category AS category, c.status AS status, said_by,
       c.quote AS quote, claims, documents, c.id AS claim, source.id AS source_id, target.id AS target_id
ORDER BY party, relation, source, target, claim
