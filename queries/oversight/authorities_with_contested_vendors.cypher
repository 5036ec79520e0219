// title: Bodies with the most contested vendors
// question: Which public bodies and places buy from the most vendors that are accused, sued, investigated or ruled against, and how firm is that?
// param: firmness: choice(established, any) = "established" example "any" -- established: asserted or ruled, and not disputed
// columns: buyer, contested, found_against, vendors, relations, statuses, disputed, said_by, edges, buyer_id, vendor_ids
// id: buyer_id: entity = buyer
// id: vendor_ids: entity = vendors
// id: edges: edge = relations
// draw: bar buyer, contested

MATCH (buyer:Entity)-[purchase:CONTRACTS_WITH]->(vendor:Company)
WHERE buyer.kind IN ['Authority', 'City', 'Region', 'Country'] AND ($firmness = 'any' OR purchase.established)
MATCH (vendor)<-[r:ACCUSES|SUES|INVESTIGATES|RULES_AGAINST|FINES|SANCTIONS]-(:Entity)
WHERE $firmness = 'any' OR r.established
// To be accused, sued or investigated is no finding: found_against counts the vendors of which one is established.
WITH buyer, vendor, r, CASE WHEN r.established AND type(r) IN ['RULES_AGAINST', 'FINES', 'SANCTIONS'] THEN vendor.id END AS found
ORDER BY vendor.name, vendor.id, type(r), r.id
WITH buyer, collect(DISTINCT vendor) AS vendors, collect(r) AS edges, count(DISTINCT found) AS found_against
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN buyer.name AS buyer, size(vendors) AS contested, found_against, [v IN vendors | v.name] AS vendors, [r IN edges | type(r)] AS relations,
       [r IN edges | r.status] AS statuses, any(r IN edges WHERE r.disputed) AS disputed, said_by, [r IN edges | r.id] AS edges,
       buyer.id AS buyer_id, [v IN vendors | v.id] AS vendor_ids
ORDER BY contested DESC, found_against DESC, buyer, buyer_id
