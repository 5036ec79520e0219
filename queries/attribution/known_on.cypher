// title: What was known on a day
// question: What was on record about the name on that day, how firm was it then and is it now, and on whose word was it then?
// param: about: name = "Huawei" example "Acme" -- whom it is about, by words of the name
// param: on: day = "2021" example "2030-04" -- the day; of a month or year, its end
// columns: source, relation, target, status, disputed, status_now, disputed_now, said_by, documents, first, last, edge, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: edge: edge = relation
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $about) YIELD node AS name
MATCH (name)-[r]-(:Entity) WHERE r.known <= $on
WITH DISTINCT r
MATCH (c:Claim {edge: r.id}) WHERE c.known <= $on
OPTIONAL MATCH (c)-[:SAID_BY]->(speaker:Entity)
WITH r, c, speaker.name AS speaker ORDER BY speaker
WITH r, collect(DISTINCT speaker) AS said_by, collect(DISTINCT c.status) AS statuses, count(DISTINCT c.document) AS documents,
     min(coalesce(c.date, c.published)) AS first, max(coalesce(c.date, c.published)) AS last
MATCH (source:Entity {id: r.source})
MATCH (target:Entity {id: r.target})
RETURN source.name AS source, type(r) AS relation, target.name AS target,
       CASE WHEN 'ruled' IN statuses THEN 'ruled' WHEN 'asserted' IN statuses THEN 'asserted' WHEN 'alleged' IN statuses THEN 'alleged'
            WHEN 'planned' IN statuses THEN 'planned' WHEN 'denied' IN statuses THEN 'denied' ELSE 'negated' END AS status,
       any(s IN statuses WHERE s IN ['denied', 'negated']) AS disputed, r.status AS status_now, r.disputed AS disputed_now, said_by, documents,
       first, last, r.id AS edge,
       source.id AS source_id, target.id AS target_id
ORDER BY source, relation, target, edge
