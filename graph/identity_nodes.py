"""What the graph tells of identity, read as profiles, and the pairs that wait for a person. Knows the layout (see store.py), not the server.

A `Candidate` node is a pair to ask about. It holds ids and kinds of evidence, no word of a document, and is no part of what documents say: it is
made anew whenever the evidence is weighed, and means nothing once a thing of it is gone or decided upon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from neo4j import Transaction

from graph.connection import asking, batch
from graph.decisions import AUTOMATIC, standing, undo
from graph.entities import homes
from graph.evidence import score
from graph.identity import Match
from graph.merging import decisions_of, things_of
from graph.model import Decision, LocalEntity, make_id
from graph.profiles import Profile, Profiles, Statement
from graph.records import Ask, grouped

Row = dict[str, Any]
AT_ONCE = 100                   # candidates that are looked at for the queue


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things of a question. `claims` and `documents` are those that spoke of it when the evidence was weighed."""

    id: str
    name: str
    kind: str
    claims: int
    documents: int


@dataclass(frozen=True, slots=True)
class Question:
    """Two things of which a person should say whether they are one, with what speaks for and against it (keys of `identity.WEIGHTS`)."""

    left: Side
    right: Side
    evidence: tuple[str, ...]

    @property
    def score(self) -> int:
        return score(self.evidence)


@dataclass(frozen=True, slots=True)
class Applied:
    """What weighing the evidence anew has changed: what was merged, what was taken back, and how many pairs wait for a person."""

    merged: tuple[Decision, ...]
    undone: tuple[Decision, ...]
    asked: int


def read_profiles(ask: Ask, pages: Iterable[list[str]], decisions: Iterable[Decision]) -> Profiles:
    """What all documents say of each thing by itself; `pages` are ids of documents, as many as are read at once."""
    profiles = Profiles({end for decision in standing(decisions) if decision.judgement == "split" for end in (decision.left, decision.right)})
    start = "UNWIND $ids AS id MATCH (d:Document {id: id})"
    for ids in pages:
        named = grouped(ask(f"{start}<-[n:NAMED_IN]-(:Entity) RETURN id, n.kind AS kind, n.name AS name, n.aliases AS aliases", ids=ids), "id")
        claims = grouped(ask(f"{start}<-[:IN]-(c:Claim) MATCH (c)-[s:SUBJECT]->(:Entity) MATCH (c)-[o:OBJECT]->(:Entity) "
                             "RETURN id, c.relation AS relation, c.status AS status, s.local AS subject, o.local AS object", ids=ids), "id")
        for id in ids:
            profiles.add([LocalEntity(id, row["kind"], row["name"], tuple(row["aliases"])) for row in named[id]],
                         [Statement(row["relation"], row["status"], row["subject"], row["object"]) for row in claims[id]])
    return profiles


# ------------------------------------------------------------------ what is decided without a person

def automatic(matches: Iterable[Match], decisions: Iterable[Decision], at: str) -> list[Decision]:
    """The records that make the standing automatic decisions those that the evidence now calls for: undos first, then what is new."""
    wanted = {(match.left, match.right): match for match in matches if match.verdict == "merge"}
    made = {(decision.left, decision.right): decision for decision in standing(decisions) if decision.by == AUTOMATIC}
    return [*(undo(made[pair], AUTOMATIC, at, "the evidence no longer suffices") for pair in sorted(made.keys() - wanted.keys())),
            *(Decision(*pair, "same", AUTOMATIC, at, f"{'; '.join(wanted[pair].evidence)} ({wanted[pair].score} points)")
              for pair in sorted(wanted.keys() - made.keys()))]


# ------------------------------------------------------------------ what a person is asked

def write_queue(tx: Transaction, matches: Iterable[Match], profiles: Profiles) -> None:
    """Put these pairs in place of those that waited before."""
    waited = [row["id"] for row in asking(tx)("MATCH (c:Candidate) RETURN c.id AS id")]
    batch(tx, "UNWIND $rows AS id MATCH (c:Candidate {id: id}) DELETE c", waited)
    batch(tx, "UNWIND $rows AS row CREATE (c:Candidate) SET c = row", [_candidate(match, profiles.known) for match in matches])


def _candidate(match: Match, known: dict[str, Profile]) -> Row:
    sides = {"left": known[match.left], "right": known[match.right]}
    weights = sorted(profile.claims + len(profile.documents) for profile in sides.values())
    return {"id": make_id("candidate", match.left, match.right), "evidence": list(match.evidence), "moves": weights[0], "meets": weights[1],
            **{name: profile.id for name, profile in sides.items()},
            **{f"{name}_claims": profile.claims for name, profile in sides.items()},
            **{f"{name}_documents": len(profile.documents) for name, profile in sides.items()}}


def read_queue(tx: Transaction, limit: int) -> list[Question]:
    """The pairs that wait, those first on which most of the graph hangs: the claims and documents that would move, then those they would meet."""
    found: list[Question] = []
    for rows in _waiting(tx):
        things = things_of(tx, {row[side] for row in rows for side in ("left", "right")})
        found += [_question(row, things) for row in rows if {row["left"], row["right"]} <= things.keys()]
        if len(found) >= limit:
            break
    return found[:limit]


def _waiting(tx: Transaction) -> Iterator[list[Row]]:
    """Candidates, most weighty first, without those that are decided upon or have become one."""
    start = 0
    while rows := [row["c"] for row in asking(tx)("MATCH (c:Candidate) RETURN properties(c) AS c ORDER BY c.moves DESC, c.meets DESC, c.id "
                                                  "SKIP $start LIMIT $limit", start=start, limit=AT_ONCE)]:
        start += AT_ONCE
        ids = {row[side] for row in rows for side in ("left", "right")}
        home = homes(tx, ids)
        about = batch(tx, "UNWIND $rows AS id MATCH (d:Decision {left: id}) RETURN properties(d) AS d", ids)
        decided = {(decision.left, decision.right) for decision in standing(decisions_of(row["d"] for row in about))}
        yield [row for row in rows if (row["left"], row["right"]) not in decided and home[row["left"]] != home[row["right"]]]


def _question(row: Row, things: dict[str, tuple[str, str]]) -> Question:
    left, right = (Side(row[side], *things[row[side]], row[f"{side}_claims"], row[f"{side}_documents"]) for side in ("left", "right"))
    return Question(left, right, tuple(row["evidence"]))
