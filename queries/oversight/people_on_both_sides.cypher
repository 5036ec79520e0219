// title: People on both sides
// question: Who held roles both at a public body or place and at a firm, in which parts, and how firm is each on record?
// param: firmness: choice(established, any) = "established" example "any" -- established: asserted or ruled, and not disputed
// columns: person, body, body_roles, firm, firm_roles, ties, statuses, disputed, said_by, edges, person_id, body_id, firm_id
// id: person_id: entity = person
// id: body_id: entity = body
// id: firm_id: entity = firm
// id: edges: edge = statuses
// draw: graph person_id, firm_id

MATCH (body:Entity)<-[in_office:HOLDS_ROLE]-(person:Person)-[in_firm:HOLDS_ROLE]->(firm:Company)
WHERE body.kind IN ['Authority', 'Court', 'City', 'Region', 'Country'] AND ($firmness = 'any' OR (in_office.established AND in_firm.established))
OPTIONAL MATCH (body)-[tie]-(firm)
WITH person, body, firm, in_office, in_firm, tie ORDER BY type(tie), tie.status
WITH person, body, firm, in_office, in_firm, collect(type(tie) + ' (' + tie.status + ')') AS ties, [in_office, in_firm] AS edges
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN person.name AS person, body.name AS body, in_office.categories AS body_roles, firm.name AS firm, in_firm.categories AS firm_roles, ties,
       [r IN edges | r.status] AS statuses, any(r IN edges WHERE r.disputed) AS disputed, said_by, [r IN edges | r.id] AS edges,
       person.id AS person_id, body.id AS body_id, firm.id AS firm_id
ORDER BY person, body, firm, edges
