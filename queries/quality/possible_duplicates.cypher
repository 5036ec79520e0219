// title: Entities that may be the same
// question: Which names may be one thing, what speaks for and against it, and what has been judged of them?
// param: least: integer = 0 example 2 -- only pairs with at least so many claims and documents on the lighter side
// columns: left, right, kind, evidence, judgements, left_claims, right_claims, left_documents, right_documents, left_id, right_id
// id: left_id: entity = left
// id: right_id: entity = right
// draw: graph left_id, right_id

// `watchdocket identity` weighs the evidence and lists the pairs; until it has, there is none.
MATCH (pair:Candidate) WHERE pair.moves >= $least
MATCH (a:Entity {id: pair.left})
MATCH (b:Entity {id: pair.right})
OPTIONAL MATCH (n:Decision {left: pair.left}) WHERE n.right = pair.right
WITH pair, a, b, n ORDER BY n.at, n.id
WITH pair, a, b, collect(n.judgement) AS judgements
RETURN a.name AS left, b.name AS right, a.kind AS kind, pair.evidence AS evidence, judgements, pair.left_claims AS left_claims,
       pair.right_claims AS right_claims, pair.left_documents AS left_documents, pair.right_documents AS right_documents,
       a.id AS left_id, b.id AS right_id
ORDER BY left, right, left_id, right_id
