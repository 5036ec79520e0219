// title: Subcontractor chains
// question: Which firms hang below the contractor, through whom, and how firm is each step on record?
// param: contractor: name = "Huawei" example "Huawei" -- the firm at the top, by the words its name begins with
CALL db.index.fulltext.queryNodes('Entity[folded]', $contractor) YIELD node AS source
MATCH path = (source)-[:SUBCONTRACTS_TO*1..4]->(target:Entity)
UNWIND relationships(path) AS r
OPTIONAL MATCH (c:Claim {edge: r.id})-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT source, path, target, speaker.name AS speaker ORDER BY speaker
WITH source, path, target, collect(speaker) AS said_by
RETURN source.name AS source, 'SUBCONTRACTS_TO' AS relation, target.name AS target, length(path) AS steps, [n IN nodes(path) | n.name] AS chain,
       [r IN relationships(path) | r.status] AS statuses, any(r IN relationships(path) WHERE r.disputed) AS disputed, said_by,
       [r IN relationships(path) | r.id] AS edges
ORDER BY source, steps, chain, edges
