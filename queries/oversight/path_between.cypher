// title: How two names hang together
// question: By which shortest ways through the record are the two connected, and how firm is each step?
// param: from: name = "BES" example "Huawei" -- where the way begins, by words of the name
// param: to: name = "Punjab" example "Lahore" -- where it ends, by words of the name
// columns: source, target, steps, names, relations, statuses, disputed, said_by, edges, name_ids
// id: name_ids: entity = names
// id: edges: edge = relations
// draw: chain name_ids

CALL db.index.fulltext.queryNodes('Entity[folded]', $from) YIELD node AS a
WITH collect(a) AS starts
CALL db.index.fulltext.queryNodes('Entity[folded]', $to) YIELD node AS b
UNWIND starts AS a
WITH a, b WHERE a.id <> b.id
MATCH path = allShortestPaths((a)-[:CONTRACTS_WITH|SUBCONTRACTS_TO|BIDS_FOR|WORKS_ON|OVERSEES|TERMINATES|MAKES|USES|PARTNERS_WITH|OWNS|HOLDS_ROLE
    |BASED_IN|LOCATED_IN|SUES|FILED_IN|PARTY_TO|CONCERNS|ACCUSES|DENIES|INVESTIGATES|RULES_FOR|RULES_AGAINST|FINES|SANCTIONS|SETTLES_WITH*..4]-(b))
UNWIND relationships(path) AS r
OPTIONAL MATCH (c:Claim {edge: r.id})-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT a, b, path, speaker.name AS speaker ORDER BY speaker
WITH a, b, path, relationships(path) AS edges, collect(speaker) AS said_by
RETURN a.name AS source, b.name AS target, length(path) AS steps, [n IN nodes(path) | n.name] AS names, [r IN edges | type(r)] AS relations,
       [r IN edges | r.status] AS statuses, any(r IN edges WHERE r.disputed) AS disputed, said_by, [r IN edges | r.id] AS edges,
       [n IN nodes(path) | n.id] AS name_ids
ORDER BY steps, names, edges
LIMIT 50
