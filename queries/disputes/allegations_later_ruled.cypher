// title: Accused, and later ruled against
// question: Against which of the accused did a court or authority rule, fine or ban later, and on whose word was each accused?
// param: firmness: choice(established, any) = "established" example "any" -- how firm the ruling must be; established: not disputed
// columns: accuser, accused, category, status, said_by, quote, accused_on, ruled_by, ruling, ruling_status, ruling_disputed, ruled_on
// columns: claim, edge, accuser_id, accused_id, ruled_by_id
// id: accuser_id: entity = accuser
// id: accused_id: entity = accused
// id: ruled_by_id: entity = ruled_by
// id: claim: claim = quote
// id: edge: edge = ruling
// draw: graph ruled_by_id, accused_id

// That the ruling came later does not say that it was about the same matter: the reader must see both.
MATCH (judge:Entity)-[r:RULES_AGAINST|FINES|SANCTIONS]->(accused:Entity)
WHERE $firmness = 'any' OR r.established
MATCH (accused)<-[:OBJECT]-(c:Claim {relation: 'ACCUSES'})-[:SUBJECT]->(accuser:Entity)
WHERE NOT c.status IN ['denied', 'negated'] AND coalesce(c.date, c.published) < r.first
OPTIONAL MATCH (c)-[by:SAID_BY]->(speaker:Entity)
WITH judge, r, accused, c, accuser, by.position AS position, speaker.name AS speaker ORDER BY position
WITH judge, r, accused, c, accuser, collect(speaker) AS said_by
RETURN accuser.name AS accuser, accused.name AS accused, c.category AS category, c.status AS status, said_by, c.quote AS quote,
       coalesce(c.date, c.published) AS accused_on, judge.name AS ruled_by, type(r) AS ruling, r.status AS ruling_status,
       r.disputed AS ruling_disputed, r.first AS ruled_on, c.id AS claim, r.id AS edge, accuser.id AS accuser_id, accused.id AS accused_id,
       judge.id AS ruled_by_id
ORDER BY accused, accuser, accused_on, ruled_on, claim, edge
