// title: Disputes of a company
// question: Which lawsuits, rulings and settlements is the company in, how firm is each on record, and on whose word?
// param: company: name = "Huawei" example "NSO" -- the company, by the words its name begins with
CALL db.index.fulltext.queryNodes('Entity[folded]', $company) YIELD node AS company
MATCH (company)-[r:SUES|PARTY_TO|RULES_FOR|RULES_AGAINST|SETTLES_WITH]-(:Entity)
WITH DISTINCT r
OPTIONAL MATCH (c:Claim {edge: r.id})-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT r, speaker.name AS speaker ORDER BY speaker
WITH r, collect(speaker) AS said_by
MATCH (source:Entity {id: r.source}) MATCH (target:Entity {id: r.target})
RETURN source.name AS source, type(r) AS relation, target.name AS target, r.categories AS part, r.status AS status, r.disputed AS disputed,
       said_by, r.support AS documents, r.first AS first, r.last AS last, r.id AS edge
ORDER BY relation, source, target, edge
