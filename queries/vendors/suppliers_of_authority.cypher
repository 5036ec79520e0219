// title: Who supplies a public body or place
// question: From whom does the body or place buy, which products does it use, with whom has it ended a contract, and how firm is that on record?
// param: buyer: name = "Oak Park" example "Chicago" -- the body or place, by words of its name
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, relation, target, kind, status, disputed, said_by, documents, first, last, edge, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: edge: edge = relation
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $buyer) YIELD node AS source
WITH source WHERE source.kind IN ['Authority', 'City', 'Region', 'Country', 'Court', 'Organization']
MATCH (source)-[r:CONTRACTS_WITH|USES|TERMINATES]->(target:Entity)
WITH source, r, target
MATCH (c:Claim {edge: r.id}) WHERE $as_of = '' OR c.known <= $as_of
OPTIONAL MATCH (c)-[:SAID_BY]->(speaker:Entity)
WITH source, r, target, c, speaker.name AS speaker ORDER BY speaker
WITH source, r, target, collect(DISTINCT speaker) AS said_by, collect(DISTINCT c.status) AS statuses, count(DISTINCT c.document) AS documents,
     min(coalesce(c.date, c.published)) AS first, max(coalesce(c.date, c.published)) AS last
RETURN source.name AS source, type(r) AS relation, target.name AS target, target.kind AS kind,
       CASE WHEN 'ruled' IN statuses THEN 'ruled' WHEN 'asserted' IN statuses THEN 'asserted' WHEN 'alleged' IN statuses THEN 'alleged'
            WHEN 'planned' IN statuses THEN 'planned' WHEN 'denied' IN statuses THEN 'denied' ELSE 'negated' END AS status,
       any(s IN statuses WHERE s IN ['denied', 'negated']) AS disputed, said_by, documents, first, last, r.id AS edge,
       source.id AS source_id, target.id AS target_id
ORDER BY source, relation, target, edge
