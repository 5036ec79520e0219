// title: Who oversees a project, who works on it
// question: Which bodies own, run or supervise the project, which firms build or supply it, and how firm is that on record?
// param: project: name = "Safe City" example "Safe City" -- the project, by words of its name
CALL db.index.fulltext.queryNodes('Entity[folded]', $project) YIELD node AS target
WITH target WHERE target.kind = 'Project'
MATCH (source:Entity)-[r:OVERSEES|WORKS_ON|BIDS_FOR|TERMINATES|INVESTIGATES]->(target)
OPTIONAL MATCH (c:Claim {edge: r.id})-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT source, r, target, speaker.name AS speaker ORDER BY speaker
WITH source, r, target, collect(speaker) AS said_by
RETURN source.name AS source, source.kind AS kind, type(r) AS relation, target.name AS target, r.status AS status, r.disputed AS disputed,
       said_by, r.support AS documents, r.first AS first, r.last AS last, r.id AS edge
ORDER BY target, relation, source, edge
