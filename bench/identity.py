"""Measures how well things of different names are told to be one, on labelled pairs, and how the work grows with the number of things.

    python -m bench.identity [--things 10000 50000] [--misses]

Pairs are those of data/identity/pairs.tsv, all of them in one graph. Right of what is merged by itself should be .995 or more, found of what is one
(merged or asked about) .95 or more.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.decisions import AUTOMATIC, clusters
from graph.identity import judge
from graph.known import FOLDER
from graph.model import Claim, Decision, LocalEntity
from graph.profiles import Profile, Profiles
from graph.resolve import entity_id

PAIRS = Path(__file__).resolve().parents[1] / "data" / "identity" / "pairs.tsv"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two things of which is known whether they are one."""

    left: str
    right: str
    same: bool
    names: str


Outcomes = Counter[tuple[bool, str]]            # how many pairs that are one, or are not, were merged, asked about or left apart


def precision(outcomes: Outcomes) -> float:
    """Share of what was merged by itself that is one."""
    return outcomes[True, "merge"] / max(1, outcomes[True, "merge"] + outcomes[False, "merge"])


def recall(outcomes: Outcomes) -> float:
    """Share of what is one that was merged or asked about."""
    return 1 - outcomes[True, "apart"] / max(1, sum(outcomes[True, verdict] for verdict in ("merge", "ask", "apart")))


def read_pairs(path: Path = PAIRS) -> tuple[Profiles, list[Labelled]]:
    """All that the pairs say as one graph: each side is a document, or both are one where they were named together; and the pairs."""
    profiles, pairs = Profiles(), []
    with path.open(encoding="utf-8", newline="") as file:
        next(file)
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
            documents = [f"{number} {'both' if row['together'] else side}" for side in ("left", "right")]
            left, right = (_thing(document, row[kind], row[side]) for document, kind, side in zip(
                documents, ("kind", "right_kind"), ("left", "right"), strict=True))
            for thing, others, facts in ((left, [right] * bool(row["together"]), row["left_facts"]), (right, [], row["right_facts"])):
                profiles.add(*_document(thing, others, facts))
            ids = sorted((entity_id(left), entity_id(right)))
            pairs.append(Labelled(*ids, row["judgement"] == "same", f"{row['left']} / {row['right']}"))
    return profiles, pairs


def _thing(document: str, kind: str, names: str) -> LocalEntity:
    own = names.split("|")
    return LocalEntity(document, kind, own[0], tuple(own))


def _document(thing: LocalEntity, others: list[LocalEntity], facts: str) -> tuple[list[LocalEntity], list[Claim]]:
    entities, claims = [thing, *others], []
    for fact in filter(None, facts.split("; ")):
        relation, _, other = fact.partition(" ")
        kind, _, name = other.partition(":")
        entities.append(_thing(thing.document, kind, name))
        claims.append(Claim(thing.document, relation, thing.id, entities[-1].id, "asserted", (), fact, 0, len(fact)))
    return list({entity.id: entity for entity in entities}.values()), claims


def verdicts(profiles: Profiles, pairs: list[Labelled]) -> list[tuple[Labelled, str]]:
    """What became of each pair: merge, ask or apart. What is one by its name alone counts as merged, and so does what other merges join."""
    found = {(match.left, match.right): match.verdict for match in judge(profiles.known)}
    home = clusters(Decision(*pair, "same", AUTOMATIC, "", "") for pair, verdict in found.items() if verdict == "merge")

    def verdict(pair: Labelled) -> str:
        if home.get(pair.left, pair.left) == home.get(pair.right, pair.right):
            return "merge"
        return found.get((pair.left, pair.right), "apart")

    return [(pair, verdict(pair)) for pair in pairs]


def outcomes(judged: Iterable[tuple[Labelled, str]]) -> Outcomes:
    return Counter((pair.same, verdict) for pair, verdict in judged)


# ------------------------------------------------------------------ growth

def generated(things: int, seed: int = 7) -> dict[str, Profile]:
    """Profiles with names such as firms, bodies and people have: words of the gazetteers in new combinations, some very frequent."""
    chance, profiles = random.Random(seed), Profiles()
    words = {table: [line.split("\t")[0] for line in (FOLDER / f"{table}.tsv").read_text("utf-8").splitlines()[2:]]
             for table in ("vendors", "agencies", "given_names", "places")}
    first = [word for name in words["vendors"] for word in name.split()[:1]]
    parts = {"Company": (first, first, ["Systems", "Technologies", "Security", "Group"]), "Project": (words["places"], ["Safe City", "Cameras"]),
             "Authority": (words["places"], [name.split()[-1] for name in words["agencies"]]), "Person": (words["given_names"], words["given_names"])}
    number = 0
    while len(profiles.known) < things:
        number += 1
        kind = chance.choices(tuple(parts), (5, 1, 2, 3))[0]
        name = " ".join(part[int(chance.paretovariate(0.35)) % len(part)] for part in parts[kind])
        profiles.add([LocalEntity(f"document {number}", kind, name, (name,))], [])
    return profiles.known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--things", type=int, nargs="*", default=[10_000, 50_000])
    parser.add_argument("--misses", action="store_true", help="name the pairs that were merged wrongly or missed")
    args = parser.parse_args()
    judged = verdicts(*read_pairs())
    print("| pairs | one | two | merged by itself | of these right | asked about | asked in vain | missed | found |\n" + 9 * "|---" + "|")
    found = outcomes(judged)
    same = sum(pair.same for pair, _ in judged)
    print(f"| {len(judged)} | {same} | {len(judged) - same} | {found[True, 'merge'] + found[False, 'merge']} | {precision(found):.3f} "
          f"| {found[True, 'ask']} | {found[False, 'ask']} | {found[True, 'apart']} | {recall(found):.3f} |")
    if args.misses:
        print("\n".join(f"{verdict}: {pair.names}" for pair, verdict in judged if (pair.same, verdict) in ((True, "apart"), (False, "merge"))))
    print("\n| things | seconds | a thing, ms | pairs found |\n|---|---|---|---|")
    for things in args.things:
        known = generated(things)
        began = time.process_time()
        found_pairs = len(judge(known))
        seconds = time.process_time() - began
        print(f"| {len(known):,} | {seconds:.1f} | {1000 * seconds / len(known):.2f} | {found_pairs:,} |")


if __name__ == "__main__":
    main()
