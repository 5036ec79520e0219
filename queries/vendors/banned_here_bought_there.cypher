// title: Banned here, bought there
// question: Which vendors are banned by one body or place and bought by another elsewhere, and how firm is each on record?
// param: firmness: choice(established, any) = "established" example "any" -- established: asserted or ruled, and not disputed
// columns: vendor, banned_by, bought_by, statuses, disputed, said_by, banned, bought, edges, vendor_id, banned_by_id, bought_by_id
// id: vendor_id: entity = vendor
// id: banned_by_id: entity = banned_by
// id: bought_by_id: entity = bought_by
// id: edges: edge = statuses
// draw: graph bought_by_id, vendor_id

MATCH (banner:Entity)-[ban:SANCTIONS]->(vendor:Company)<-[purchase:CONTRACTS_WITH]-(buyer:Entity)
WHERE banner.id <> buyer.id AND ($firmness = 'any' OR (ban.established AND purchase.established))
// A body and the place it lies in are one place: the police of a city that bans a vendor do not buy elsewhere.
OPTIONAL MATCH (banner)-[:LOCATED_IN]->(seat:Place)
WITH vendor, banner, ban, buyer, purchase, collect(seat.id) + [banner.id] AS banned_in
OPTIONAL MATCH (buyer)-[:LOCATED_IN]->(seat:Place)
WITH vendor, banner, ban, buyer, purchase, banned_in, collect(seat.id) + [buyer.id] AS bought_in
WHERE none(place IN banned_in WHERE place IN bought_in)
WITH vendor, banner, buyer, [ban, purchase] AS edges
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN vendor.name AS vendor, banner.name AS banned_by, buyer.name AS bought_by, [r IN edges | r.status] AS statuses,
       any(r IN edges WHERE r.disputed) AS disputed, said_by, edges[0].first AS banned, edges[1].first AS bought, [r IN edges | r.id] AS edges,
       vendor.id AS vendor_id, banner.id AS banned_by_id, buyer.id AS bought_by_id
ORDER BY vendor, banned_by, bought_by, edges
