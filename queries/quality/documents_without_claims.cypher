// title: Documents without claims
// question: In which documents was nothing found that one party does to another, or says of it?
// param: kind: choice(any, news, ngo, court, government, encyclopedia, company, dossier, unknown) = "any" example "news" -- of this kind
// columns: document, kind, publisher, published, language, names, document_id
// id: document_id: document = document

MATCH (d:Document)
WHERE $kind IN ['any', d.kind] AND NOT EXISTS { MATCH (d)<-[:IN]-(:Claim) }
OPTIONAL MATCH (d)<-[n:NAMED_IN]-(:Entity)
RETURN d.title AS document, d.kind AS kind, d.publisher AS publisher, d.published AS published, d.language AS language, count(n) AS names,
       d.id AS document_id
ORDER BY document, document_id
