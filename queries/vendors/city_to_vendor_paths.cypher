// title: From a city to a vendor
// question: By which contracts and subcontracts does the city, or a body that lies in it, reach the vendor, and how firm is each step?
// param: city: name = "Lahore" example "Rivergate" -- the city, by words of its name
// param: vendor: name = "BES" example "Delta" -- the vendor, by words of its name
// columns: city, vendor, steps, names, relations, statuses, disputed, said_by, edges, name_ids
// id: name_ids: entity = names
// id: edges: edge = relations
// draw: chain name_ids

CALL db.index.fulltext.queryNodes('Entity[folded]', $city) YIELD node AS city
WITH city WHERE city.kind = 'City'
CALL {
    WITH city
    RETURN city AS buyer
    UNION
    WITH city
    MATCH (buyer:Authority)-[:LOCATED_IN]->(city)
    RETURN buyer
}
WITH city, collect(buyer) AS buyers
CALL db.index.fulltext.queryNodes('Entity[folded]', $vendor) YIELD node AS vendor
UNWIND buyers AS buyer
MATCH path = (buyer)-[:CONTRACTS_WITH]->(:Company)-[:SUBCONTRACTS_TO*0..3]->(vendor)
WITH city, vendor, path, relationships(path) AS edges
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN city.name AS city, vendor.name AS vendor, length(path) AS steps, [n IN nodes(path) | n.name] AS names, [r IN edges | type(r)] AS relations,
       [r IN edges | r.status] AS statuses, any(r IN edges WHERE r.disputed) AS disputed, said_by, [r IN edges | r.id] AS edges,
       [n IN nodes(path) | n.id] AS name_ids
ORDER BY city, vendor, steps, names, edges
