// title: Allegations that became rulings
// question: Which statements were first alleged and later found so by a court or authority?
// param: relation: relation = "" example "USES" -- only statements of this relation
// columns: source, relation, target, status, said_by, alleged_on, alleged, ruled_on, ruled, documents
// columns: edge, claim, ruling_claim, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: edge: edge = relation
// id: claim: claim = alleged
// id: ruling_claim: claim = ruled
// draw: graph source_id, target_id

MATCH (source:Entity)-[r]->(target:Entity)
WHERE r.status = 'ruled' AND 'alleged' IN r.statuses AND ($relation = '' OR type(r) = $relation)
WITH source, r, target
MATCH (c:Claim {edge: r.id}) WHERE c.status IN ['alleged', 'ruled'] AND c.published IS NOT NULL
WITH source, r, target, c ORDER BY coalesce(c.date, c.published), c.id
WITH source, r, target, collect(c) AS claims
WITH source, r, target, [c IN claims WHERE c.status = 'alleged'][0] AS alleged, [c IN claims WHERE c.status = 'ruled'][0] AS ruled
WHERE coalesce(alleged.date, alleged.published) < coalesce(ruled.date, ruled.published)
OPTIONAL MATCH (c:Claim {id: alleged.id})-[by:SAID_BY]->(speaker:Entity)
WITH source, r, target, alleged, ruled, by.position AS position, speaker.name AS speaker ORDER BY position
WITH source, r, target, alleged, ruled, collect(speaker) AS said_by
RETURN source.name AS source, type(r) AS relation, target.name AS target, r.status AS status, said_by,
       coalesce(alleged.date, alleged.published) AS alleged_on, alleged.quote AS alleged, coalesce(ruled.date, ruled.published) AS ruled_on,
       ruled.quote AS ruled, r.support AS documents, r.id AS edge, alleged.id AS claim, ruled.id AS ruling_claim,
       source.id AS source_id, target.id AS target_id
ORDER BY source, relation, target, edge
