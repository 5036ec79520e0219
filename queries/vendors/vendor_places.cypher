// title: Where a vendor works
// question: Which places does the vendor sell to, directly or through an authority or project that lies there, and how firm is that on record?
// param: vendor: name = "Huawei" example "Flock" -- the vendor, by the words its name begins with
// param: as_of: day = "" example "2031-02" -- only what documents say that were published by the end of this day, month or year
// columns: vendor, relation, place, kind, through, status, disputed, located, said_by, documents, first, last, edge, vendor_id, place_id
// id: vendor_id: entity = vendor
// id: place_id: entity = place
// id: edge: edge = relation
// draw: graph vendor_id, place_id

CALL db.index.fulltext.queryNodes('Entity[folded]', $vendor) YIELD node AS vendor
CALL {
    WITH vendor
    MATCH (vendor)<-[r:CONTRACTS_WITH]-(place:Place)
    RETURN place, r, null AS through, null AS located
    UNION
    WITH vendor
    MATCH (vendor)<-[r:CONTRACTS_WITH]-(through:Authority)-[located:LOCATED_IN]->(place:Place)
    RETURN place, r, through, located
    UNION
    WITH vendor
    MATCH (vendor)-[r:WORKS_ON]->(through:Project)-[located:LOCATED_IN]->(place:Place)
    RETURN place, r, through, located
}
WITH vendor, place, r, through, located
MATCH (c:Claim {edge: r.id}) WHERE $as_of = '' OR c.known <= $as_of
OPTIONAL MATCH (c)-[:SAID_BY]->(speaker:Entity)
WITH vendor, place, r, through, located, c, speaker.name AS speaker ORDER BY speaker
WITH vendor, place, r, through, located, collect(DISTINCT speaker) AS said_by, collect(DISTINCT c.status) AS statuses,
     count(DISTINCT c.document) AS documents, min(coalesce(c.date, c.published)) AS first, max(coalesce(c.date, c.published)) AS last
// Without the empty text, the embedded server would go through all claims where nothing is located.
OPTIONAL MATCH (c:Claim {edge: coalesce(located.id, '')}) WHERE $as_of = '' OR c.known <= $as_of
WITH vendor, place, r, through, located, said_by, statuses, documents, first, last, collect(DISTINCT c.status) AS lies
WHERE located IS NULL OR size(lies) > 0
RETURN vendor.name AS vendor, type(r) AS relation, place.name AS place, place.kind AS kind, through.name AS through,
       CASE WHEN 'ruled' IN statuses THEN 'ruled' WHEN 'asserted' IN statuses THEN 'asserted' WHEN 'alleged' IN statuses THEN 'alleged'
            WHEN 'planned' IN statuses THEN 'planned' WHEN 'denied' IN statuses THEN 'denied' ELSE 'negated' END AS status,
       any(s IN statuses WHERE s IN ['denied', 'negated']) AS disputed,
       CASE WHEN size(lies) = 0 THEN null WHEN 'ruled' IN lies THEN 'ruled' WHEN 'asserted' IN lies THEN 'asserted'
            WHEN 'alleged' IN lies THEN 'alleged' WHEN 'planned' IN lies THEN 'planned' WHEN 'denied' IN lies THEN 'denied'
            ELSE 'negated' END AS located,
       said_by, documents, first, last, r.id AS edge, vendor.id AS vendor_id, place.id AS place_id
ORDER BY vendor, place, relation, through, edge
