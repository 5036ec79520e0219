// title: Most disputed pairs
// question: Between which two parties are the most claims of wrong, suit or denial on record, how do they stand, and on whose word?
// param: least: integer = 1 example 2 -- at least so many claims between the two
// columns: one, other, claims, disputed_edges, relations, statuses, said_by, edges, one_id, other_id
// id: one_id: entity = one
// id: other_id: entity = other
// id: edges: edge = relations
// draw: graph one_id, other_id

MATCH (a:Entity)-[r:ACCUSES|SUES|DENIES|TERMINATES|INVESTIGATES|FINES|SANCTIONS|RULES_AGAINST]->(b:Entity)
WITH CASE WHEN a.id < b.id THEN a ELSE b END AS one, CASE WHEN a.id < b.id THEN b ELSE a END AS other, r
ORDER BY type(r), r.status, r.id
WITH one, other, sum(r.claims) AS claims, sum(CASE WHEN r.disputed THEN 1 ELSE 0 END) AS disputed, collect(r) AS edges
WHERE claims >= $least
WITH one, other, claims, disputed, edges ORDER BY claims DESC, disputed DESC, one.name, other.name, one.id, other.id LIMIT 100
UNWIND edges AS r
OPTIONAL MATCH (c:Claim {edge: r.id})-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT one, other, claims, disputed, edges, speaker.name AS speaker ORDER BY speaker
WITH one, other, claims, disputed, edges, collect(speaker) AS said_by
RETURN one.name AS one, other.name AS other, claims, disputed AS disputed_edges, [r IN edges | type(r)] AS relations,
       [r IN edges | r.status] AS statuses, said_by, [r IN edges | r.id] AS edges, one.id AS one_id, other.id AS other_id
ORDER BY claims DESC, disputed_edges DESC, one, other, one_id, other_id
