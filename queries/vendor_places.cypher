// title: Where a vendor works
// question: Which places does the vendor sell to, directly or through an authority or project that lies there, and how firm is that on record?
// param: vendor: name = "Huawei" example "Flock" -- the vendor, by the words its name begins with
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
OPTIONAL MATCH (c:Claim {edge: r.id})-[:SAID_BY]->(speaker:Entity)
WITH DISTINCT vendor, place, r, through, located, speaker.name AS speaker ORDER BY speaker
WITH vendor, place, r, through, located, collect(speaker) AS said_by
RETURN vendor.name AS vendor, type(r) AS relation, place.name AS place, place.kind AS kind, through.name AS through, r.status AS status,
       r.disputed AS disputed, located.status AS located, said_by, r.support AS documents, r.first AS first, r.last AS last, r.id AS edge
ORDER BY vendor, place, relation, through, edge
