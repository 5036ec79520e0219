// title: Money by vendor and place
// question: Which sums are on record for what each vendor sells to a place or a body in it, and are they asserted or only alleged?
// param: currency: text = "" example "USD" -- only sums in this currency, by its three letters
// columns: vendor, place, currency, status, total, amounts, disputed, said_by, documents, claims, vendor_id, place_id
// id: vendor_id: entity = vendor
// id: place_id: entity = place
// id: claims: claim = amounts
// draw: bar vendor, total

MATCH (buyer:Entity)-[r:CONTRACTS_WITH]->(vendor:Company)
WITH buyer, r, vendor
MATCH (c:Claim {edge: r.id})
WHERE c.amount IS NOT NULL AND NOT c.status IN ['denied', 'negated'] AND ($currency = '' OR c.amount STARTS WITH $currency + ' ')
OPTIONAL MATCH (buyer)-[located:LOCATED_IN]->(seat:Place) WHERE located.established
WITH r, vendor, coalesce(seat, buyer) AS place, c
OPTIONAL MATCH (c)-[:SAID_BY]->(speaker:Entity)
WITH r, vendor, place, c, split(c.amount, ' ') AS amount, speaker.name AS speaker ORDER BY amount[1], c.id, speaker
// Many reports of one contract name one sum: of each contract, a sum counts once in each status. Statuses are never added up.
WITH r, vendor, place, amount[0] AS currency, c.status AS status, toFloat(amount[1]) AS sum, collect(DISTINCT c.id) AS claims,
     collect(DISTINCT c.document) AS documents, collect(DISTINCT speaker) AS said_by
ORDER BY sum, r.id
WITH vendor, place, currency, status, sum(sum) AS total, collect(sum) AS amounts, max(CASE WHEN r.disputed THEN 1 ELSE 0 END) = 1 AS disputed,
     collect(said_by) AS speakers, collect(documents) AS papers, collect(claims) AS claims
RETURN vendor.name AS vendor, place.name AS place, currency, status, total, amounts, disputed,
       reduce(all = [], names IN speakers | all + [n IN names WHERE NOT n IN all]) AS said_by,
       size(reduce(all = [], ids IN papers | all + [i IN ids WHERE NOT i IN all])) AS documents,
       reduce(all = [], ids IN claims | all + ids) AS claims, vendor.id AS vendor_id, place.id AS place_id
ORDER BY vendor, place, currency, status, vendor_id, place_id
