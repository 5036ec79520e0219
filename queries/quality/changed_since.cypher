// title: What changed since a day
// question: Which documents came or went, which claims were reviewed, and which names were judged to be one or two since that day?
// param: since: date = "2020" example "2030-01-01" -- the first day
// columns: day, what, verdict, subject, by, record

CALL {
    MATCH (l:LogEntry) WHERE l.at >= $since AND l.verdict <> 'unchanged'
    OPTIONAL MATCH (d:Document {id: l.document})
    RETURN l.at AS at, 'document' AS what, l.verdict AS verdict, coalesce(d.title, l.document) AS subject, null AS by, l.id AS record
    UNION
    MATCH (v:Review) WHERE v.at >= $since
    RETURN v.at AS at, 'claim' AS what, v.verdict AS verdict, v.claim AS subject, v.by AS by, v.id AS record
    UNION
    MATCH (u:Undo) WHERE u.at >= $since
    RETURN u.at AS at, 'claim' AS what, 'review undone' AS verdict, u.review AS subject, u.by AS by, u.id AS record
    UNION
    MATCH (n:Decision) WHERE n.at >= $since
    OPTIONAL MATCH (a:Entity {id: n.left})
    OPTIONAL MATCH (b:Entity {id: n.right})
    RETURN n.at AS at, 'names' AS what, n.judgement AS verdict, coalesce(a.name, n.left) + ' / ' + coalesce(b.name, n.right) AS subject, n.by AS by,
           n.id AS record
}
RETURN substring(at, 0, 10) AS day, what, verdict, subject, by, record
ORDER BY day DESC, what, verdict, subject, record
