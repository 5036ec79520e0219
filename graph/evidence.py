"""What speaks for and against two things being one, how much, and what follows from it. Knows records only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from graph.model import BODIES, PLACES
from graph.names import Form, relation_of, sides
from graph.profiles import SEATS, Profile, entry_of

# What speaks for (positive) or against two things being one. What has MERGE points and nothing against it is merged (see WEAK), what has ASK asked.
# The weights were set on data/identity/pairs.tsv; `python -m bench.identity` prints what they give.
WEIGHTS: dict[str, int] = {
    "same place in the gazetteer": 6, "same docket number": 6, "same name": 6, "same words": 6, "called by the other's whole name": 6,
    "same parties": 4, "same parties by shorter names": 3, "same parties, sides changed": 2,
    "same entry in the gazetteer": 3, "called by the other's short name": 3, "share a short name": 2, "initials": 3,
    "nearly the same name": 3, "name with a middle name": 3, "last name": 3, "short form": 3, "part of the name": 2, "other endings": 2,
    "first name cut short": 2, "same common name": 1, "word of the name": 1, "name with a place added": 1, "name with a unit added": 1,
    "shared dispute or project": 2, "shared relation": 1, "same country": 1,
    "another kind": -1, "several bear the name": -1, "office that many countries have": -1, "one whole name has more to it": -1,
    "name of a sort of thing": -2, "many bear the name": -3, "whole names differ": -3,
    "named apart in one document": -4, "different countries": -4, "said to deal with each other": -4,
    "one owns the other": -6, "different entries in the gazetteer": -6, "different docket numbers": -6, "other parties": -6,
}
MERGE, ASK = 6, 2
# Relations of names that leave no doubt that they are names of one thing or of several, whatever their other names are.
WHOLE = frozenset({"same name", "same words", "called by the other's whole name", "nearly the same name", "name with a middle name"})
# Relations of whole names that may tell of a part, a branch or a namesake.
MORE = frozenset({"part of the name", "word of the name", "name with a place added", "name with a unit added"})
# Relations on which nothing is merged by itself, whatever else speaks for it, unless what is CERTAIN does.
WEAK = MORE | {"other endings", "last name", "first name cut short", "same common name", "same parties, sides changed"}
CERTAIN = frozenset({"same place in the gazetteer", "same docket number"})
FEW = 4                     # others that may bear a name before it tells little
# Evidence that is strong enough to keep things apart that others would make one.
BARS = frozenset({"named apart in one document", "different countries", "said to deal with each other", "one owns the other",
                  "different entries in the gazetteer", "different docket numbers", "other parties"})
SHARED = frozenset({"PARTY_TO", "CONCERNS", "WORKS_ON", "OVERSEES", "FILED_IN"})
GROUPS: dict[str, str] = dict.fromkeys(BODIES, "Body")      # kinds that one thing may be taken for; any other kind is a group of its own


def bearers(profiles: Iterable[Profile]) -> Counter[tuple[str, str]]:
    """How many things of each group bear each name, and how many persons each last name."""
    found: Counter[tuple[str, str]] = Counter()
    for profile in profiles:
        names = {each.joined for each in profile.forms()}
        names |= {each.words[-1] for each in profile.forms()} if profile.kind == "Person" else set()
        found.update((GROUPS.get(profile.kind, profile.kind), name) for name in names)
    return found


def evidence(left: Profile, right: Profile, bearing: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """What speaks for and against two things being one, as keys of WEIGHTS."""
    relations = _relations(left, right)
    found = list(_of_disputes(left, right)) if left.kind == right.kind == "Dispute" else []
    found += [] if found else _of_names(left, right, relations, bearing)
    found += [*_of_entries(left, right, relations), *_of_ties(left, right)]
    if (ours := left.seats()) and (theirs := right.seats()):
        found.append("same country" if ours & theirs else "different countries")
    found += ["another kind"] if left.kind != right.kind else []
    found += ["named apart in one document"] if left.documents & right.documents else []
    found += ["office that many countries have"] if left.is_office() or right.is_office() else []
    return tuple(dict.fromkeys(found))


def score(found: Iterable[str]) -> int:
    return sum(WEIGHTS[each] for each in found)


def verdict(found: Iterable[str]) -> str:
    """merge, where much speaks for it and nothing against; ask, where more speaks for it than against; else apart."""
    found = set(found)
    is_sure = WEAK.isdisjoint(found) or not CERTAIN.isdisjoint(found)
    if is_sure and score(found) >= MERGE and all(WEIGHTS[each] > 0 for each in found):
        return "merge"
    return "ask" if score(found) >= ASK else "apart"


Relations = dict[tuple[Form, Form], str]            # how names of one thing relate to those of another, where they do


def _relations(left: Profile, right: Profile) -> Relations:
    return {pair: related for pair in product(left.forms(), right.forms()) if (related := relation_of(left.kind, *pair))}


def _of_names(left: Profile, right: Profile, relations: Relations, bearing: Mapping[tuple[str, str], int]) -> Iterator[str]:
    ours, theirs = left.own_forms(), right.own_forms()
    weighed = {(one, other): _called(one, one in ours, other in theirs) if related == "same name" else related
               for (one, other), related in relations.items()}
    pair = max(weighed, key=lambda pair: WEIGHTS[weighed[pair]], default=None)
    best = weighed[pair] if pair else ""
    if pair:
        yield best
        others = bearing[GROUPS.get(left.kind, left.kind), pair[0].words[-1] if best == "last name" else pair[0].joined] - 2
        if others > 0 and best not in ("same name", "same words") and not _shared_entries(left, right, relations):
            yield "several bear the name" if others <= FEW else "many bear the name"
        if (left.is_common or right.is_common) and left.kind != "Person":
            yield "name of a sort of thing"
        if best not in MORE and _is_more(left, right, relations):
            yield "one whole name has more to it"
    if best not in WHOLE and _whole_names_differ(left, right, relations):
        yield "whole names differ"


def _is_more(left: Profile, right: Profile, relations: Relations) -> bool:
    """True where the whole name of one is the other's and more: documents call a subsidiary by its parent's name."""
    related = {relations.get(pair, "") for pair in product(left.own_forms(), right.own_forms())} - {""}
    return bool(related) and related <= MORE


def _whole_names_differ(left: Profile, right: Profile, relations: Relations) -> bool:
    """True where each has a name of several words, and none of these has to do with one of the other's."""
    ours, theirs = ([name for name in profile.forms() if len(name.words) > 1] for profile in (left, right))
    entries = [{entry_of(left.kind, name) for name in names} - {None} for names in (ours, theirs)]
    return bool(ours and theirs) and entries[0].isdisjoint(entries[1]) and relations.keys().isdisjoint(product(ours, theirs))


def _called(name: Form, ours: bool, theirs: bool) -> str:
    """What it says that two things are called by one name, which is the whole name of ours, of theirs, of both or of none."""
    if ours and theirs:
        return "same name"
    if not (ours or theirs):
        return "share a short name"
    return "called by the other's whole name" if len(name.words) > 1 else "called by the other's short name"


def _of_disputes(left: Profile, right: Profile) -> Iterator[str]:
    dockets = [{docket for each in profile.forms() for docket in each.dockets} for profile in (left, right)]
    if all(dockets):
        yield "same docket number" if dockets[0] & dockets[1] else "different docket numbers"
    captions = [[parties for name in profile.names if (parties := sides(name))] for profile in (left, right)]
    if all(captions):
        yield max((_of_parties(one, other) for one, other in product(*captions)), key=WEIGHTS.__getitem__)


def _of_parties(one: tuple[Form, Form], other: tuple[Form, Form]) -> str:
    straight, crossed = ([WEIGHTS.get(relation_of("Company", *pair), 0) for pair in zip(one, order, strict=True)] for order in (other, other[::-1]))
    if min(straight) >= MERGE:
        return "same parties"
    if min(straight) > 0 and max(straight) > ASK:
        return "same parties by shorter names"
    return "same parties, sides changed" if min(crossed) > 0 and max(crossed) > ASK else "other parties"


def _of_entries(left: Profile, right: Profile, relations: Relations) -> Iterator[str]:
    if _shared_entries(left, right, relations):
        yield "same place in the gazetteer" if left.kind in PLACES else "same entry in the gazetteer"
    elif all({entry_of(profile.kind, name) for name in profile.own_forms()} - {None} for profile in (left, right)):
        yield "different entries in the gazetteer"


def _shared_entries(left: Profile, right: Profile, relations: Relations) -> set[str]:
    names = ((each.own_forms() if _is_more(left, right, relations) else each.forms()) for each in (left, right))
    ours, theirs = ({entry for name in some if (entry := entry_of(left.kind, name))} for some in names)
    return ours & theirs


def _of_ties(left: Profile, right: Profile) -> Iterator[str]:
    between = {relation for relation, _, other in left.ties if other == right.id}
    if between:
        yield "one owns the other" if "OWNS" in between else "said to deal with each other"
    shared = {relation for relation, _, _ in left.ties & right.ties} - ({"PARTY_TO"} if left.kind == "Dispute" else set())
    if shared & SHARED:
        yield "shared dispute or project"
    if shared - SHARED - SEATS:
        yield "shared relation"
