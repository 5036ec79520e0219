// title: Suits without outcome
// question: Which suits have no settlement and no ruling on record after so many months, and on whose word were they brought?
// param: months: integer = 12 example 6 -- at least so many months since the suit
// param: on: day = "" example "2031-12" -- counted to the end of this day, month or year; nothing: to today
// columns: source, target, status, disputed, said_by, since, months, talk_of_outcome, edge, source_id, target_id
// id: source_id: entity = source
// id: target_id: entity = target
// id: edge: edge = since
// draw: graph source_id, target_id

MATCH (source:Entity)-[r:SUES]->(target:Entity)
WHERE r.status <> 'planned' AND r.first IS NOT NULL
WITH source, r, target, CASE $on WHEN '' THEN toString(date()) ELSE $on END AS day
// A date without a month counts from the end of its year: rather too few months than too many.
WITH source, r, target, 12 * (toInteger(substring(day, 0, 4)) - toInteger(substring(r.first, 0, 4))) + toInteger(substring(day, 5, 2))
     - coalesce(toInteger(substring(r.first, 5, 2)), 12) AS months
WHERE months >= $months
OPTIONAL MATCH (source)-[o:SETTLES_WITH]-(target)
WITH source, r, target, months, collect(o) AS settlements
UNWIND [source, target] AS party
OPTIONAL MATCH (party)<-[o:RULES_FOR|RULES_AGAINST]-(:Entity) WHERE o.last >= r.first
WITH source, r, target, months, settlements, collect(o) AS rulings
WITH source, r, target, months, settlements + rulings AS outcomes
// What is only alleged, planned or disputed ends no suit; it is shown.
WHERE none(o IN outcomes WHERE o.established)
WITH source, r, target, months, [o IN outcomes | type(o) + ' (' + o.status + ')'] AS talk_of_outcome, [r] AS edges
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN source.name AS source, target.name AS target, r.status AS status, r.disputed AS disputed, said_by, r.first AS since, months, talk_of_outcome,
       r.id AS edge,
       source.id AS source_id, target.id AS target_id
ORDER BY months DESC, source, target, edge
