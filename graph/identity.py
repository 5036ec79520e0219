"""Which things of different names may be one: the pairs worth a look, and which of them to merge or to ask about. Knows records only.

All depends on what documents say of things by themselves and on what persons decided, so that the order of documents and decisions changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from graph.decisions import APART, AUTOMATIC, clusters, standing
from graph.evidence import BARS, GROUPS, bearers, evidence, score, verdict
from graph.model import PLACES, Decision
from graph.names import sides, skeleton
from graph.profiles import Profile, entry_of

TOGETHER = 400              # pairs that are looked through before two groups become one by themselves
BLOCK = 40                  # things that are compared with each other at most for one key; a key of more tells nothing


# ------------------------------------------------------------------ candidates

def candidates(profiles: Mapping[str, Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs that share a key, each once, the smaller id first. Keys that many things have make no pairs, so cost grows with the things."""
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for profile in profiles.values():
        for key in keys(profile):
            blocks[GROUPS.get(profile.kind, profile.kind), key].append(profile.id)
    seen: set[tuple[str, str]] = set()
    for _, ids in sorted(blocks.items()):
        if len(ids) <= BLOCK:
            pairs = set(combinations(sorted(ids), 2)) - seen
            seen |= pairs
            yield from ((profiles[left], profiles[right]) for left, right in sorted(pairs))


def keys(profile: Profile) -> set[str]:
    """What a thing's names may have in common with another's of the same thing."""
    found = set()
    for each, name in profile.forms().items():
        known = entry_of(profile.kind, each)
        found |= {f"entry {known}"} if known else set()
        found |= {f"docket {docket}" for docket in each.dockets}
        parties = sides(name) if profile.kind == "Dispute" else None
        if parties:
            heads = [{party.words[0], party.joined, *party.initials} for party in parties]
            found |= {f"parties {' '.join(sorted(two))}" for two in product(*heads)} | {f"party {head}" for head in heads[0] | heads[1]}
        elif each.telling or profile.kind in PLACES or len(each.words) == 1:
            found |= {f"whole {each.joined}", *(f"initials {letters}" for letters in each.initials), f"initials {each.joined}"}
            sounds = sorted({skeleton(word) for word in each.words})
            found |= {f"word {sound}" for sound in sounds}
            found |= {f"words {' '.join(two)}" for two in combinations(sounds, 2)}
    return found


# ------------------------------------------------------------------ judgement

@dataclass(frozen=True, slots=True)
class Match:
    """Two things that may be one, the smaller id first, and what should happen: merge or ask."""

    left: str
    right: str
    evidence: tuple[str, ...]           # keys of WEIGHTS
    verdict: str

    @property
    def score(self) -> int:
        return score(self.evidence)


def judge(profiles: Mapping[str, Profile], decisions: Iterable[Decision] = ()) -> list[Match]:
    """What should be merged and what asked about, the surest first; nothing on which a person has decided.

    A merge is asked about instead where a person took it back before, or where it would join things of which something says that they are two.
    Of merges that make the same things one only the surest are given.
    """
    known = list(decisions)
    persons = [decision for decision in standing(known) if decision.by != AUTOMATIC]
    decided = {(decision.left, decision.right) for decision in persons}
    refused = {(decision.left, decision.right) for decision in known if decision.judgement == "undo" and decision.by != AUTOMATIC}
    bearing = bearers(profiles.values())
    joined = _Joined(profiles, persons, bearing)
    found = []
    for match in sorted(_matches(profiles, bearing), key=lambda match: (-match.score, match.left, match.right)):
        pair = (match.left, match.right)
        if pair in decided or joined.are_one(*pair):
            continue
        if match.verdict == "merge" and pair not in refused and joined.join(*pair):
            found.append(match)
        else:
            found.append(replace(match, verdict="ask"))
    return [match for match in found if match.verdict == "merge" or not joined.are_one(match.left, match.right)]


def _matches(profiles: Mapping[str, Profile], bearing: Mapping[tuple[str, str], int]) -> Iterator[Match]:
    for left, right in candidates(profiles):
        found = evidence(left, right, bearing)
        if verdict(found) != "apart":
            yield Match(left.id, right.id, found, verdict(found))


class _Joined:
    """Which things are one so far, begun with what persons decided."""

    def __init__(self, profiles: Mapping[str, Profile], persons: list[Decision], bearing: Mapping[tuple[str, str], int]) -> None:
        self._profiles, self._bearing = profiles, bearing
        self._home = clusters(persons)
        self._members: dict[str, list[str]] = defaultdict(list)
        for id, home in self._home.items():
            self._members[home].append(id)
        self._apart: dict[str, set[str]] = defaultdict(set)
        for decision in persons:
            if decision.judgement in APART:
                self._apart[decision.left].add(decision.right)
                self._apart[decision.right].add(decision.left)

    def _group(self, id: str) -> list[str]:
        home = self._home.setdefault(id, id)
        if not self._members[home]:
            self._members[home].append(id)
        return self._members[home]

    def are_one(self, left: str, right: str) -> bool:
        return self._group(left) is self._group(right)

    def join(self, left: str, right: str) -> bool:
        """Make the two one with all that is one with either; False where something speaks against any two of them."""
        ours, theirs = self._group(left), self._group(right)
        if len(ours) * len(theirs) > TOGETHER or any(self._must_stay_apart(*pair) for pair in product(ours, theirs)):
            return False
        home = self._home[left]
        for id in theirs:
            self._home[id] = home
        ours += theirs
        return True

    def _must_stay_apart(self, one: str, other: str) -> bool:
        if other in self._apart[one]:
            return True
        pair = self._profiles.get(one), self._profiles.get(other)
        return pair[0] is not None and pair[1] is not None and not BARS.isdisjoint(evidence(pair[0], pair[1], self._bearing))
