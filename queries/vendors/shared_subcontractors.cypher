// title: Subcontractors of several primes
// question: Which firms work under several contractors, under whom, and how firm is each of these ties on record?
// param: least: integer = 2 example 3 -- at least so many contractors
// param: firmness: choice(established, any) = "established" example "any" -- established: asserted or ruled, and not disputed
// columns: subcontractor, count, primes, statuses, disputed, said_by, edges, subcontractor_id, prime_ids
// id: subcontractor_id: entity = subcontractor
// id: prime_ids: entity = primes
// id: edges: edge = statuses
// draw: bar subcontractor, count

MATCH (prime:Company)-[r:SUBCONTRACTS_TO]->(subcontractor:Company)
WHERE $firmness = 'any' OR r.established
WITH subcontractor, prime, r ORDER BY prime.name, prime.id
WITH subcontractor, collect(prime) AS primes, collect(r) AS edges
WHERE size(primes) >= $least
CALL {
    WITH edges
    UNWIND edges AS r
    UNWIND r.said_by AS id
    MATCH (speaker:Entity {id: id})
    WITH DISTINCT speaker.name AS speaker ORDER BY speaker
    RETURN collect(speaker) AS said_by
}
RETURN subcontractor.name AS subcontractor, size(primes) AS count, [p IN primes | p.name] AS primes, [r IN edges | r.status] AS statuses,
       any(r IN edges WHERE r.disputed) AS disputed, said_by, [r IN edges | r.id] AS edges,
       subcontractor.id AS subcontractor_id, [p IN primes | p.id] AS prime_ids
ORDER BY count DESC, subcontractor, subcontractor_id
