// title: Who supplies a public body or place
// question: From whom does the body or place buy, which products does it use, with whom has it ended a contract, and how firm is that on record?
// param: buyer: name = "Oak Park" example "Chicago" -- the body or place, by words of its name
CALL db.index.fulltext.queryNodes('Entity[folded]', $buyer) YIELD node AS source
WITH source WHERE source.kind IN ['Authority', 'City', 'Region', 'Country', 'Court', 'Organization']
MATCH (source)-[r:CONTRACTS_WITH|USES|TERMINATES]->(target:Entity)
OPTIONAL MATCH (c:Claim {edge: r.id})-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT source, r, target, speaker.name AS speaker ORDER BY speaker
WITH source, r, target, collect(speaker) AS said_by
RETURN source.name AS source, type(r) AS relation, target.name AS target, target.kind AS kind, r.status AS status, r.disputed AS disputed,
       said_by, r.support AS documents, r.first AS first, r.last AS last, r.id AS edge
ORDER BY source, relation, target, edge
