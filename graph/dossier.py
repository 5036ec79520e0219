"""What the page of one thing tells: its names, its dealings, accusations beside denials, the course of a case, who works at a place.

Each read is a few bounded queries, however much is on record. Knows the store, not Streamlit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.decisions import in_order
from graph.explore import (
    CONTESTED,
    ShownClaim,
    ShownDocument,
    ShownEdge,
    ShownEntity,
    ask,
    claims_where,
    manner,
    shown_document,
    shown_edges,
    shown_entity,
)
from graph.merging import decisions_of
from graph.model import PLACES, RELATIONS, STATUSES, Decision
from graph.store import Store

DEALINGS = ("CONTRACTS_WITH", "BIDS_FOR", "WORKS_ON", "OVERSEES", "TERMINATES", "USES", "MAKES", "PARTNERS_WITH")
WORK = ("CONTRACTS_WITH", "BIDS_FOR", "WORKS_ON")
STANDING = ("OWNS", "HOLDS_ROLE", "BASED_IN", "LOCATED_IN")
ARGUED = ("ACCUSES", "DENIES")
SITES = PLACES | {"Project"}
MOST_TIES = 120             # edges of one thing in a list
MOST_CLAIMS = 200           # claims that a page weighs
CLAIMS_A_TIE = 4            # claims that stand under one line; the others are behind a link
STEPS = 4                   # of a chain of subcontractors
ABREAST = 60                # subcontracts at one step of a chain
HERE = 60                   # things in a place whose dealings count as the place's
NAMED_BY = 400              # documents asked for the names that they use


@dataclass(frozen=True, slots=True)
class UsedName:
    """A name with the documents that use it, newest first; `uses` counts all of them."""

    name: str
    uses: int
    documents: tuple[ShownDocument, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge seen from one of its ends. `claims` are some of those under it; `edge.claims` counts all."""

    edge: ShownEdge
    here: ShownEntity
    other: ShownEntity
    claims: tuple[ShownClaim, ...] = ()

    @property
    def outward(self) -> bool:
        """Whether the edge begins here."""
        return self.edge.source == self.here.id

    @property
    def reading(self) -> str:
        """What the edge says of here and the other: "buys from" or "sells to"."""
        relation = RELATIONS[self.edge.relation]
        return relation.reading if self.outward else relation.inverse


@dataclass(frozen=True, slots=True)
class Step:
    """A subcontract in a chain; `depth` counts from 1."""

    depth: int
    tie: Tie


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one party accuses another of, and what the accused answers; either side may be empty."""

    accuser: ShownEntity
    accused: ShownEntity
    category: str
    accusations: tuple[ShownClaim, ...]
    answers: tuple[ShownClaim, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute: who is in it as what, before whom, about what, and what documents that name it say of those."""

    parties: tuple[Tie, ...]            # from the dispute to each party; `edge.categories` is its part
    courts: tuple[Tie, ...]
    subjects: tuple[Tie, ...]
    counsel: tuple[Tie, ...]            # from a party, a court or the dispute to who holds an office there
    claims: tuple[ShownClaim, ...]      # between those in it, by date
    documents: tuple[ShownDocument, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A place or project: who deals with it or with what lies in it, and what is said of those where it is named."""

    within: tuple[Tie, ...]             # from what lies in it to it
    dealings: tuple[Tie, ...]           # from it, or from what lies in it, to the other
    claims: tuple[ShownClaim, ...]      # contested ones, from documents that name it
    documents: tuple[ShownDocument, ...]


# ------------------------------------------------------------------ one entity

def names_of(store: Store, entity: ShownEntity) -> list[UsedName]:
    """All that an entity is called, the most used first, with documents that call it so."""
    rows = ask(store, "MATCH (e:Entity {id: $id}) RETURN e.aliases AS aliases, e.alias_uses AS uses", id=entity.id)
    using = ask(store, "MATCH (:Entity {id: $id})-[n:NAMED_IN]->(d:Document) WITH n, d ORDER BY coalesce(d.published, '') DESC, d.id, n.local "
                       "LIMIT $limit RETURN n.aliases AS aliases, d AS document", id=entity.id, limit=NAMED_BY)
    documents: dict[str, dict[str, ShownDocument]] = defaultdict(dict)
    for row in using:
        for alias in row["aliases"]:
            documents[alias].setdefault(row["document"]["id"], shown_document(row["document"]))
    found = [UsedName(name, uses, tuple(documents[name].values())) for row in rows for name, uses in zip(row["aliases"], row["uses"], strict=True)]
    return sorted(found, key=lambda used: (used.name != entity.name, -used.uses, used.name))


def decisions_on(store: Store, entity_id: str) -> list[Decision]:
    """What was decided on the things that the entity is made of, by time."""
    merged = ask(store, "MATCH (m:Merged {into: $id}) RETURN m.id AS id", id=entity_id)
    ids = [entity_id, *(row["id"] for row in merged)]
    rows = [row["d"] for side in ("left", "right")
            for row in ask(store, f"UNWIND $ids AS id MATCH (d:Decision {{{side}: id}}) RETURN properties(d) AS d", ids=ids)]
    return sorted(set(decisions_of(rows)), key=in_order)


def tally(store: Store, entity_id: str, *, said_by: bool = False) -> dict[str, int]:
    """How many claims there are about the entity, or on its word, of each manner."""
    ties = "SAID_BY" if said_by else "SUBJECT|OBJECT"
    rows = ask(store, f"MATCH (:Entity {{id: $id}})<-[:{ties}]-(c:Claim) WITH DISTINCT c "
                      "RETURN c.relation AS relation, c.status AS status, count(c) AS claims", id=entity_id)
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[manner(row["relation"], row["status"])] += row["claims"]
    return dict(found)


def claims_of(store: Store, entity_id: str, *, said_by: bool = False, manners: Collection[str] = (), limit: int = 50) -> list[ShownClaim]:
    """Claims about the entity, or on its word, the contested kinds first. `manners`: only these (empty: all)."""
    ties = "SAID_BY" if said_by else "SUBJECT|OBJECT"
    return claims_where(store, f"MATCH (:Entity {{id: $id}})<-[:{ties}]-(c:Claim) WHERE c.relation + ' ' + c.status IN $kept", limit,
                        id=entity_id, kept=_of_manners(manners))


def dated_claims(store: Store, entity_id: str, *, limit: int = MOST_CLAIMS) -> list[ShownClaim]:
    """Claims about the entity whose event has a date, the earliest first."""
    return in_time(claims_where(store, "MATCH (:Entity {id: $id})<-[:SUBJECT|OBJECT]-(c:Claim) WHERE c.date IS NOT NULL", limit, id=entity_id))


def argued_claims(store: Store, entity_id: str) -> list[ShownClaim]:
    """Accusations and denials that the entity makes or meets."""
    return claims_where(store, "MATCH (:Entity {id: $id})<-[:SUBJECT|OBJECT]-(c:Claim) WHERE c.relation IN $argued", MOST_CLAIMS,
                        id=entity_id, argued=list(ARGUED))


def _of_manners(manners: Collection[str]) -> list[str]:
    return [f"{relation} {status}" for relation in RELATIONS for status in STATUSES if not manners or manner(relation, status) in manners]


# ------------------------------------------------------------------ ties

def ties_of(store: Store, ids: Sequence[str], relations: Iterable[str], *, limit: int = MOST_TIES, claims: bool = True) -> list[Tie]:
    """Edges of these relations at these entities, each seen from there, best supported first; with some of their claims."""
    rows = ask(store, f"UNWIND $ids AS id MATCH (e:Entity {{id: id}})-[r:{'|'.join(relations)}]-(o:Entity) "
                      "RETURN e AS here, o AS other, type(r) AS relation, properties(r) AS edge "
                      "ORDER BY r.support DESC, r.claims DESC, r.id, id LIMIT $limit", ids=list(ids), limit=limit)
    edges = {edge.id: edge for edge in shown_edges({row["edge"]["id"]: (row["relation"], row["edge"]) for row in rows}.values())}
    under = _claims_under(store, edges) if claims else {}
    return [Tie(edges[row["edge"]["id"]], shown_entity(row["here"]), shown_entity(row["other"]), tuple(under.get(row["edge"]["id"], ())))
            for row in rows]


def _claims_under(store: Store, edges: Iterable[str]) -> dict[str, list[ShownClaim]]:
    found: dict[str, list[ShownClaim]] = defaultdict(list)
    match = "UNWIND $edges AS edge CALL { WITH edge MATCH (c:Claim {edge: edge}) RETURN c ORDER BY c.confidence DESC, c.id LIMIT $each } WITH c"
    for claim in claims_where(store, match, MOST_TIES * CLAIMS_A_TIE, edges=list(edges), each=CLAIMS_A_TIE):
        found[claim.edge].append(claim)
    return found


def by_other(ties: Iterable[Tie]) -> list[list[Tie]]:
    """The ties to each other thing, those to the one with most claims first."""
    groups: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        groups[tie.other.id].append(tie)
    return sorted(groups.values(), key=lambda group: (-sum(tie.edge.claims for tie in group), group[0].other.name, group[0].other.id))


def chain(store: Store, entity_id: str, *, down: bool) -> list[Step]:
    """Who works below the entity, or above it, through how many subcontracts; each firm once, at its shortest way, in the order of a tree."""
    below: dict[str, list[Tie]] = defaultdict(list)
    seen, level = {entity_id}, [entity_id]
    for _ in range(STEPS):
        found = [tie for tie in ties_of(store, level, ("SUBCONTRACTS_TO",), limit=ABREAST) if tie.outward is down and tie.other.id not in seen]
        level = []
        for tie in found:
            if tie.other.id not in seen:
                seen.add(tie.other.id)
                below[tie.here.id].append(tie)
                level.append(tie.other.id)
        if not level:
            break
    return list(_walk(below, entity_id, 1))


def _walk(below: dict[str, list[Tie]], entity_id: str, depth: int) -> Iterable[Step]:
    for tie in below[entity_id]:
        yield Step(depth, tie)
        yield from _walk(below, tie.other.id, depth + 1)


# ------------------------------------------------------------------ accusations and what is answered

def exchanges(claims: Iterable[ShownClaim]) -> list[Exchange]:
    """Each accusation beside its denial. A denial answers what the same party is accused of by the other, or by whom it does not say.

    Of a category that is given on both sides, only the same is answered. A denial of what nobody on record says stands alone.
    """
    claims = list(claims)
    denials = [claim for claim in claims if claim.relation == "DENIES"]
    accused: dict[tuple[str, str, str], list[ShownClaim]] = defaultdict(list)
    for claim in claims:
        if claim.relation == "ACCUSES":
            accused[claim.subject.id, claim.object.id, claim.category].append(claim)
    found, answered = [], set()
    for group in accused.values():
        answers = tuple(denial for denial in denials if _answers(denial, group[0]))
        answered |= {denial.id for denial in answers}
        found.append(Exchange(group[0].subject, group[0].object, group[0].category, tuple(group), answers))
    alone = (denial for denial in denials if denial.id not in answered)
    return found + [Exchange(denial.object, denial.subject, denial.category, (), (denial,)) for denial in alone]


def _answers(denial: ShownClaim, accusation: ShownClaim) -> bool:
    return (denial.subject.id == accusation.object.id and denial.object.id in (accusation.subject.id, accusation.object.id)
            and (denial.category == accusation.category or "other" in (denial.category, accusation.category)))


def in_time(claims: Iterable[ShownClaim]) -> list[ShownClaim]:
    """Claims by the date of what they tell, or else of their document; those without either last."""
    return sorted(claims, key=lambda claim: (claim.date or claim.document.published or "9999", claim.relation, claim.id))


# ------------------------------------------------------------------ a case

def case(store: Store, dispute_id: str) -> Case:
    """All about one dispute."""
    ties = ties_of(store, [dispute_id], ("PARTY_TO", "FILED_IN", "CONCERNS", "HOLDS_ROLE"))
    by_relation: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_relation[tie.edge.relation].append(tie)
    parties = [tie.other.id for tie in by_relation["PARTY_TO"]]
    circle = sorted({dispute_id, *(tie.other.id for tie in ties)})
    documents = _documents_naming(store, dispute_id)
    said = claims_where(store, "MATCH (:Entity {id: $id})-[:NAMED_IN]->(d:Document) WITH DISTINCT d MATCH (d)<-[:IN]-(c:Claim) "
                               "MATCH (c)-[:SUBJECT]->(s:Entity) WHERE s.id IN $circle MATCH (c)-[:OBJECT]->(o:Entity) WHERE o.id IN $circle",
                        MOST_CLAIMS, id=dispute_id, circle=circle)
    known = {document.id for document in documents}
    offices = [tie for tie in ties_of(store, parties, ("HOLDS_ROLE",)) if not tie.outward and any(claim.document.id in known for claim in tie.claims)]
    return Case(tuple(by_relation["PARTY_TO"]), tuple(by_relation["FILED_IN"]), tuple(by_relation["CONCERNS"]),
                (*by_relation["HOLDS_ROLE"], *offices), tuple(in_time(said)), documents)


def _documents_naming(store: Store, entity_id: str, limit: int = 20) -> tuple[ShownDocument, ...]:
    rows = ask(store, "MATCH (:Entity {id: $id})-[:NAMED_IN]->(d:Document) "
                      "WITH DISTINCT d ORDER BY coalesce(d.published, '') DESC, d.id LIMIT $limit "
                      "OPTIONAL MATCH (d)<-[:IN]-(c:Claim) RETURN d AS document, count(c) AS claims", id=entity_id, limit=limit)
    found = [shown_document(row["document"], row["claims"]) for row in rows]
    return tuple(sorted(found, key=lambda document: (document.published, document.id), reverse=True))


# ------------------------------------------------------------------ a place or project

def site(store: Store, place_id: str) -> Site:
    """Who buys, builds, bids, oversees and ends contracts at a place or project, and what is said of them where it is named."""
    within = [tie for tie in ties_of(store, [place_id], ("LOCATED_IN",), limit=HERE) if not tie.outward]
    ends = [place_id, *(tie.other.id for tie in within)]
    found = sorted(ties_of(store, ends, DEALINGS), key=lambda tie: (tie.here.id == place_id, tie.outward))
    dealings = {tie.edge.id: tie for tie in found}.values()         # each once, best seen from the place itself, else from where it begins
    circle = sorted({*ends, *(tie.other.id for tie in dealings)})
    said = claims_where(store, "MATCH (:Entity {id: $id})-[:NAMED_IN]->(d:Document) WITH DISTINCT d MATCH (d)<-[:IN]-(c:Claim) "
                               "WHERE c.relation IN $argued MATCH (c)-[:SUBJECT|OBJECT]->(e:Entity) WHERE e.id IN $circle",
                        MOST_CLAIMS, id=place_id, argued=list(CONTESTED), circle=circle)
    return Site(tuple(within), tuple(dealings), tuple(in_time(said)), _documents_naming(store, place_id))


def same_places(store: Store, entity_id: str) -> list[tuple[ShownEntity, tuple[Tie, ...]]]:
    """The places and projects where the entity sells, bids or builds, each with the dealings of other firms there."""
    rows = ask(store, "MATCH (:Entity {id: $id})-[:CONTRACTS_WITH|WORKS_ON|BIDS_FOR]-(x:Entity) WITH DISTINCT x ORDER BY x.id LIMIT $limit "
                      "OPTIONAL MATCH (x)-[:LOCATED_IN]->(p:Place) RETURN x AS deals, p AS place", id=entity_id, limit=HERE)
    ends = [shown_entity(row[end]) for row in rows for end in ("deals", "place") if row[end]]
    places = {end.id: end for end in ends if end.kind in SITES}
    lying = ask(store, "UNWIND $ids AS id MATCH (:Entity {id: id})<-[:LOCATED_IN]-(x:Entity) "
                       "RETURN id AS place, x.id AS id ORDER BY place, id LIMIT $limit",
                ids=list(places), limit=HERE)
    of_end = {end: places[end] for end in places} | {row["id"]: places[row["place"]] for row in lying if row["id"] not in places}
    shared: dict[str, dict[str, Tie]] = defaultdict(dict)
    for tie in ties_of(store, list(of_end), WORK, claims=False):
        if tie.other.kind == "Company" and tie.other.id != entity_id:
            shared[of_end[tie.here.id].id].setdefault(tie.other.id, tie)
    return sorted(((places[place], tuple(ties.values())) for place, ties in shared.items()), key=lambda found: (-len(found[1]), found[0].name))


def find_home(store: Store, thing_id: str) -> ShownEntity | None:
    """The entity under which a thing of this id goes, decisions on identity applied; None where no document names it."""
    rows = ask(store, "UNWIND [$id] AS id OPTIONAL MATCH (m:Merged {id: id}) WITH coalesce(m.into, id) AS home "
                      "MATCH (e:Entity {id: home}) RETURN e AS entity", id=thing_id)
    return shown_entity(rows[0]["entity"]) if rows else None
