// title: Who oversees a project, who works on it
// question: Which bodies own, run or supervise the project, which firms build or supply it, and how firm is that on record?
// param: project: name = "Safe City" example "Safe City" -- the project, by words of its name
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, kind, relation, target, status, disputed, said_by, documents, first, last, edge, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: edge: edge = relation
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $project) YIELD node AS target
WITH target WHERE target.kind = 'Project'
MATCH (source:Entity)-[r:OVERSEES|WORKS_ON|BIDS_FOR|TERMINATES|INVESTIGATES]->(target)
WITH source, r, target
MATCH (c:Claim {edge: r.id}) WHERE $as_of = '' OR c.known <= $as_of
OPTIONAL MATCH (c)-[:SAID_BY]->(speaker:Entity)
WITH source, r, target, c, speaker.name AS speaker ORDER BY speaker
WITH source, r, target, collect(DISTINCT speaker) AS said_by, collect(DISTINCT c.status) AS statuses, count(DISTINCT c.document) AS documents,
     min(coalesce(c.date, c.published)) AS first, max(coalesce(c.date, c.published)) AS last
RETURN source.name AS source, source.kind AS kind, type(r) AS relation, target.name AS target,
       CASE WHEN 'ruled' IN statuses THEN 'ruled' WHEN 'asserted' IN statuses THEN 'asserted' WHEN 'alleged' IN statuses THEN 'alleged'
            WHEN 'planned' IN statuses THEN 'planned' WHEN 'denied' IN statuses THEN 'denied' ELSE 'negated' END AS status,
       any(s IN statuses WHERE s IN ['denied', 'negated']) AS disputed, said_by, documents, first, last, r.id AS edge,
       source.id AS source_id, target.id AS target_id
ORDER BY target, relation, source, edge
