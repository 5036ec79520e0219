// title: Disputes of a company
// question: Which lawsuits, rulings and settlements is the company in, how firm is each on record, and on whose word?
// param: company: name = "Huawei" example "NSO" -- the company, by the words its name begins with
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: source, relation, target, part, status, disputed, said_by, documents, first, last, edge, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: edge: edge = relation
// draw: graph source_id, target_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $company) YIELD node AS company
MATCH (company)-[r:SUES|PARTY_TO|RULES_FOR|RULES_AGAINST|SETTLES_WITH]-(:Entity)
WITH DISTINCT r
MATCH (c:Claim {edge: r.id}) WHERE $as_of = '' OR c.known <= $as_of
WITH r, c ORDER BY c.category
WITH r, collect(c) AS claims, collect(DISTINCT c.category) AS part, collect(DISTINCT c.status) AS statuses, count(DISTINCT c.document) AS documents,
     min(coalesce(c.date, c.published)) AS first, max(coalesce(c.date, c.published)) AS last
UNWIND claims AS c
OPTIONAL MATCH (c)-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT r, part, statuses, documents, first, last, speaker.name AS speaker ORDER BY speaker
WITH r, part, statuses, documents, first, last, collect(speaker) AS said_by
MATCH (source:Entity {id: r.source}) MATCH (target:Entity {id: r.target})
RETURN source.name AS source, type(r) AS relation, target.name AS target, part,
       CASE WHEN 'ruled' IN statuses THEN 'ruled' WHEN 'asserted' IN statuses THEN 'asserted' WHEN 'alleged' IN statuses THEN 'alleged'
            WHEN 'planned' IN statuses THEN 'planned' WHEN 'denied' IN statuses THEN 'denied' ELSE 'negated' END AS status,
       any(s IN statuses WHERE s IN ['denied', 'negated']) AS disputed, said_by, documents, first, last, r.id AS edge,
       source.id AS source_id, target.id AS target_id
ORDER BY relation, source, target, edge
