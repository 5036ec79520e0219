// title: Contracts ended after an accusation
// question: Which contracts were ended after the firm was accused, how many days later, and who accused it of what?
// param: firmness: choice(established, any) = "established" example "any" -- established: asserted or ruled, and not disputed
// columns: ended_by, vendor, accuser, categories, days, accused_on, ended_on, statuses, disputed, said_by, edges, ended_by_id, vendor_id, accuser_id
// id: ended_by_id: entity = ended_by
// id: vendor_id: entity = vendor
// id: accuser_id: entity = accuser
// id: edges: edge = statuses
// draw: bar vendor, days

// After is not because of: the row gives the days between, no cause. Only whole dates can be counted.
MATCH (accuser:Entity)-[accusation:ACCUSES]->(vendor:Company)<-[end:TERMINATES]-(buyer:Entity)
WHERE ($firmness = 'any' OR end.established) AND size(accusation.first) = 10 AND size(end.last) = 10 AND accusation.first < end.last
WITH buyer, vendor, accuser, accusation, end, duration.inDays(date(accusation.first), date(end.last)).days AS days, [accusation, end] AS edges
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN buyer.name AS ended_by, vendor.name AS vendor, accuser.name AS accuser, accusation.categories AS categories, days,
       accusation.first AS accused_on, end.last AS ended_on, [r IN edges | r.status] AS statuses, any(r IN edges WHERE r.disputed) AS disputed,
       said_by, [r IN edges | r.id] AS edges, buyer.id AS ended_by_id, vendor.id AS vendor_id, accuser.id AS accuser_id
ORDER BY days, ended_by, vendor, accuser, edges
