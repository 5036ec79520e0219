// title: Subcontractor chains
// question: Which firms hang below the contractor, through whom, and how firm is each step on record?
// param: contractor: name = "Huawei" example "Huawei" -- the firm at the top, by the words its name begins with
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, relation, target, steps, chain, statuses, disputed, said_by, edges, chain_ids
// id: chain_ids: entity = chain
// id: edges: edge = statuses
// draw: chain chain_ids

CALL db.index.fulltext.queryNodes('Entity[folded]', $contractor) YIELD node AS source
MATCH path = (source)-[:SUBCONTRACTS_TO*1..4]->(target:Entity)
WHERE all(r IN relationships(path) WHERE $as_of = '' OR r.known <= $as_of)
UNWIND range(0, length(path) - 1) AS step
WITH source, path, target, step, relationships(path)[step] AS r
MATCH (c:Claim {edge: r.id}) WHERE $as_of = '' OR c.known <= $as_of
WITH source, path, target, step, collect(c) AS claims, collect(DISTINCT c.status) AS statuses
WITH source, path, target, step, claims,
     CASE WHEN 'ruled' IN statuses THEN 'ruled' WHEN 'asserted' IN statuses THEN 'asserted' WHEN 'alleged' IN statuses THEN 'alleged'
            WHEN 'planned' IN statuses THEN 'planned' WHEN 'denied' IN statuses THEN 'denied' ELSE 'negated' END AS status,
     any(s IN statuses WHERE s IN ['denied', 'negated']) AS disputed
ORDER BY step
WITH source, path, target, collect(claims) AS claims, collect(status) AS statuses, collect(disputed) AS disputed
UNWIND claims AS of_step
UNWIND of_step AS c
OPTIONAL MATCH (c)-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT source, path, target, statuses, disputed, speaker.name AS speaker ORDER BY speaker
WITH source, path, target, statuses, disputed, collect(speaker) AS said_by
RETURN source.name AS source, 'SUBCONTRACTS_TO' AS relation, target.name AS target, length(path) AS steps, [n IN nodes(path) | n.name] AS chain,
       statuses, any(d IN disputed WHERE d) AS disputed, said_by, [r IN relationships(path) | r.id] AS edges,
       [n IN nodes(path) | n.id] AS chain_ids
ORDER BY source, steps, chain, edges
