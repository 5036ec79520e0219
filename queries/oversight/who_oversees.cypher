// title: Who oversees whom
// question: Who runs or supervises which projects, which firms work on them, and how firm is each on record?
// param: kind: kind = "" example "Authority" -- only overseers of this kind
// columns: overseer, kind, project, status, disputed, said_by, vendors, vendor_statuses, first, last, edge, overseer_id, project_id, vendor_ids
// id: overseer_id: entity = overseer
// id: project_id: entity = project
// id: vendor_ids: entity = vendors
// id: edge: edge = status
// draw: graph overseer_id, project_id

MATCH (overseer:Entity)-[r:OVERSEES]->(project:Project)
WHERE $kind = '' OR overseer.kind = $kind
OPTIONAL MATCH (vendor:Company)-[work:WORKS_ON]->(project)
WITH overseer, r, project, vendor, work ORDER BY vendor.name, vendor.id
WITH overseer, r, project, collect(vendor) AS vendors, collect(work) AS works
WITH overseer, r, project, vendors, works, [r] + works AS edges
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN overseer.name AS overseer, overseer.kind AS kind, project.name AS project, r.status AS status, r.disputed AS disputed, said_by,
       [v IN vendors | v.name] AS vendors, [w IN works | w.status] AS vendor_statuses, r.first AS first, r.last AS last, r.id AS edge,
       overseer.id AS overseer_id, project.id AS project_id, [v IN vendors | v.id] AS vendor_ids
ORDER BY overseer, project, edge
