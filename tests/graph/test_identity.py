"""Which things are merged and which asked about; floors on labelled pairs; and what that does to a graph, on both servers."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest

from bench.identity import generated, outcomes, precision, read_pairs, recall, verdicts
from graph.decisions import AUTOMATIC, standing, undo
from graph.evidence import BARS, WEIGHTS, WHOLE
from graph.identity import BLOCK, Match, candidates, judge
from graph.model import Decision, Extraction
from graph.profiles import Profiles
from graph.store import Store
from tests.conftest import empty
from tests.factories import extraction, says
from tests.graph.pictures import picture


def told(*documents: Extraction) -> Profiles:
    profiles = Profiles()
    for found in documents:
        profiles.add(found.entities, found.claims)
    return profiles


def named(text: str, *claims: tuple[str, str, str], kinds: dict[str, str] | None = None, **aliases: str) -> Extraction:
    """A document that names firms, in a text of its own, and says these claims."""
    ends = dict.fromkeys(end for subject, _, object in claims for end in (subject, object))
    entities = dict.fromkeys([text, *ends], "Company") | (kinds or {})
    sentence = "; ".join([*entities, *(f"{subject} {relation} {object}" for subject, relation, object in claims)])
    return extraction(sentence, entities, *(says(*claim, " ".join(claim)) for claim in claims), aliases={text: tuple(aliases.values())})


def judged(*documents: Extraction) -> list[tuple[str, str, str]]:
    """The verdicts by names, in the order of the alphabet."""
    profiles = told(*documents)
    return sorted((*sorted((profiles.known[match.left].name, profiles.known[match.right].name)), match.verdict) for match in judge(profiles.known))


FREEDONIA, SYLDAVIA = {"France": "Country"}, {"Italy": "Country"}


@pytest.mark.parametrize(("documents", "verdict"), [
    ((named("Acme Eyes"), named("AcmeEyes")), "merge"),
    ((named("Optical Works", a="Acme Eyes"), named("Acme Eyes")), "merge"),             # some document gives the other's whole name
    ((named("Acme Eyes"), named("Acme Eyes Group")), "ask"),
    ((named("Acme Eyes Optics", a="AEO"), named("AEO")), "ask"),                            # initials alone may be anybody's
    ((named("Acme Eyes", ("Acme Eyes", "BASED_IN", "France"), kinds=FREEDONIA),
      named("AcmeEyes", ("AcmeEyes", "BASED_IN", "Italy"), kinds=SYLDAVIA)), "ask"),        # seats in two countries
    ((named("Acme Eyes", ("Acme Eyes", "OWNS", "AcmeEyes")),), "apart"),
    ((named("Acme Eyes", ("Acme Eyes", "OWNS", "Acme Eyes Group")),), "apart"),
    ((named("Acme Eyes", ("Acme Eyes", "SUES", "Acme Eyes Group")), named("Acme Eyes Group")), "apart"),
    ((named("Acme Eyes"), named("Acme Eyes Italy")), "apart"),
    ((named("Acme 1 Eyes"), named("Acme 2 Eyes")), "apart"),
    ((named("Acme Eyes EMEA", a="Acme Eyes"), named("Acme Eyes")), "ask"),                  # a part is called by the name of the whole
    ((named("!!!"), named("—"), named("!!! v. ???", kinds={"!!! v. ???": "Dispute"})), "apart"),
    ((named("Freeport Police", kinds={"Freeport Police": "Authority"}), named("Borduria Police", kinds={"Borduria Police": "Authority"})), "apart"),
    ((named("Freeport", kinds={"Freeport": "City"}), named("Freeport Police", kinds={"Freeport Police": "Authority"})), "apart"),
])
def test_what_speaks_for_and_against_two_being_one(documents: tuple[Extraction, ...], verdict: str) -> None:
    assert [found for *_, found in judged(*documents)] == [verdict] * (verdict != "apart")


def test_a_shared_dispute_turns_a_question_into_a_merge() -> None:
    suit = {"Borduria v. Acme": "Dispute", "Freedonia Court of Eyes": "Court", "Iris": "Product"}
    claims = [(name, "PARTY_TO", "Borduria v. Acme") for name in ("Acme Eyes", "Acme Eyes Group")]
    more = [(name, "MAKES", "Iris") for name in ("Acme Eyes", "Acme Eyes Group")]
    short, long = (named(facts[0][0], *facts, kinds=suit) for facts in zip(claims, more, strict=True))
    assert judged(named("Acme Eyes"), named("Acme Eyes Group")) == [("Acme Eyes", "Acme Eyes Group", "ask")]
    assert judged(short, long) == [("Acme Eyes", "Acme Eyes Group", "merge")]


def test_a_last_name_is_never_enough_whatever_is_shared() -> None:
    documents = [named(name, (name, "PARTY_TO", "Acme v. Quill"), (name, "BASED_IN", "France"), (name, "OWNS", "Acme"),
                       kinds=FREEDONIA | {"Acme v. Quill": "Dispute", name: "Person"}) for name in ("Quill", "Vera Quill")]
    assert judged(*documents) == [("Quill", "Vera Quill", "ask")]


def test_no_merge_joins_by_a_third_what_must_stay_apart() -> None:
    left, middle, right = named("Acme Eyes"), named("AcmeEyes"), named("Acm Eeyes", a="unknown")
    feud = named("Acme Eyes", ("Acme Eyes", "SUES", "Acm Eeyes"))
    assert [verdict for *_, verdict in judged(left, middle, right)] == ["merge", "merge"]
    assert sorted(verdict for *_, verdict in judged(left, middle, right, feud)) == ["ask", "merge"]


def test_a_persons_word_is_not_asked_again_and_holds_back_merges() -> None:
    documents = [named("Acme Eyes"), named("AcmeEyes"), named("Acme Eyes Group")]
    profiles = told(*documents)
    merge, *asked = judge(profiles.known)
    assert (merge.verdict, [match.verdict for match in asked]) == ("merge", ["ask"])
    different = Decision(merge.left, merge.right, "different", "Vera", "2031-01-01", "two firms")
    assert (merge.left, merge.right) not in [(match.left, match.right) for match in judge(profiles.known, [different])]
    by_itself = Decision(merge.left, merge.right, "same", AUTOMATIC, "2031-01-01", "")
    assert judge(profiles.known, [by_itself])[0] == merge                       # what was decided by itself is weighed anew
    taken_back = undo(by_itself, "Vera", "2031-01-02", "two firms")
    assert replace(merge, verdict="ask") in judge(profiles.known, [by_itself, taken_back])


def test_the_order_of_documents_changes_no_verdict() -> None:
    documents = [named("Acme Eyes"), named("AcmeEyes", ("AcmeEyes", "SUES", "Borduria")), named("Acme Eyes Group"), named("Borduria Eyes")]
    assert len({tuple(judge(told(*order).known)) for order in permutations(documents)}) == 1


def test_evidence_that_holds_back_speaks_against_and_is_weighed() -> None:
    assert all(WEIGHTS[each] < 0 for each in BARS)
    assert all(WEIGHTS[each] > 0 for each in WHOLE)


# ------------------------------------------------------------------ floors

def test_labelled_pairs_are_merged_rightly_and_found() -> None:
    profiles, pairs = read_pairs()
    judged_pairs = verdicts(profiles, pairs)
    found = outcomes(judged_pairs)
    assert len(pairs) >= 300 and min(sum(pair.same for pair in pairs), sum(not pair.same for pair in pairs)) >= 150
    assert precision(found) >= 0.995
    assert recall(found) >= 0.95
    assert found[True, "merge"] >= 170                      # most of what is one needs no person
    assert found[False, "ask"] <= 20


def test_no_pair_is_labelled_twice_in_two_ways() -> None:
    labels: dict[tuple[str, str], set[bool]] = {}
    for pair in read_pairs()[1]:
        labels.setdefault((pair.left, pair.right), set()).add(pair.same)
    assert [pair for pair, said in labels.items() if len(said) > 1] == []


def test_candidates_grow_with_the_things_and_not_with_their_square() -> None:
    few, many = (sum(1 for _ in candidates(generated(things))) / things for things in (500, 4000))
    assert many < 3 * few
    crowd = told(*(named(f"Acme {chr(65 + number // 26)}{chr(97 + number % 26)}ra") for number in range(2 * BLOCK)))
    assert len(list(candidates(crowd.known))) < 2 * BLOCK * BLOCK       # all that share one word are not compared with each other


# ------------------------------------------------------------------ in a graph

def graph(store: Store) -> object:
    """The picture of a graph without decisions and questions, which lie beside what documents say."""
    nodes, ties = picture(store)
    return [node for node in nodes if node[0] not in (["Decision"], ["Candidate"])], ties


def documents() -> list[Extraction]:
    suit = {"Borduria v. Acme": "Dispute", "Iris": "Product"}
    return [named("Acme Eyes", ("Acme Eyes", "PARTY_TO", "Borduria v. Acme"), ("Acme Eyes", "MAKES", "Iris"), kinds=suit),
            named("Acme Eyes Group", ("Acme Eyes Group", "PARTY_TO", "Borduria v. Acme"), ("Acme Eyes Group", "MAKES", "Iris"), kinds=suit),
            named("AcmeEyes", ("AcmeEyes", "SUES", "Borduria Optics")), named("Borduria Optics"), named("Borduria Optics Systems"),
            named("Borduria", ("Borduria", "SUES", "Acme Eyes"), ("Borduria", "PARTNERS_WITH", "Crumb"))]


def test_applying_merges_what_is_sure_once_and_asks_about_the_rest(store: Store) -> None:
    for found in documents():
        store.write(found)
    before = graph(store)
    applied = store.apply_identity()
    names = [row["e"]["aliases"] for row in store.read("MATCH (e:Company) RETURN e").rows]
    assert ["Acme Eyes", "Acme Eyes Group", "AcmeEyes"] in names
    assert {decision.by for decision in applied.merged} == {AUTOMATIC} and applied.undone == ()
    asked = [sorted((found.left.name, found.right.name)) for found in store.identity_queue()]
    assert len(asked) == applied.asked and ["Borduria Optics", "Borduria Optics Systems"] in asked
    again = store.apply_identity()
    assert (again.merged, again.undone, again.asked) == ((), (), applied.asked)
    for decision in applied.merged:
        store.undo_decision(decision.id, by="Vera", why="no")
    assert graph(store) == before
    assert store.apply_identity().merged == ()              # a person took it back


def test_what_stood_on_a_retracted_source_alone_is_taken_back_by_the_next_application(store: Store) -> None:
    first, *others = documents()
    for found in others:
        store.write(found)
    store.apply_identity()
    expected, questions = graph(store), store.identity_queue()
    empty(store)
    for found in random.Random(3).sample([first, *others], len(others) + 1):
        store.write(found)
    store.apply_identity()
    assert graph(store) != expected
    store.retract(first.document.id)
    assert store.apply_identity().undone
    assert graph(store) == expected
    assert store.identity_queue() == questions
    assert all(decision.by == AUTOMATIC for decision in standing(store.decisions()))


def test_the_queue_begins_with_what_most_hangs_on_and_leaves_out_what_is_decided(store: Store) -> None:
    busy = [named("Borduria Optics", ("Borduria Optics", "SUES", f"Firm {letter}")) for letter in "ABC"]
    busy.append(named("Borduria Optics Systems", ("Borduria Optics Systems", "SUES", "Firm D"), ("Borduria Optics Systems", "USES", "Firm E")))
    for found in (*busy, named("Zed Eyes"), named("Zed Eyes Systems")):
        store.write(found)
    store.apply_identity()
    first, second = store.identity_queue()
    assert {first.left.name, first.right.name} == {"Borduria Optics", "Borduria Optics Systems"}
    assert sorted((side.claims, side.documents) for side in (first.left, first.right)) == [(2, 1), (3, 3)]
    assert ("short form" in first.evidence, first.score) == (True, 3)
    assert store.identity_queue(1) == [first]
    store.decide(first.left.id, first.right.id, "unsure", by="Vera", why="cannot tell")
    assert store.identity_queue() == [second]
    store.decide(second.left.id, second.right.id, "same", by="Vera", why="one firm")
    assert store.identity_queue() == []


def test_what_was_split_is_not_merged_again(store: Store) -> None:
    same = [named("Acme Eyes", ("Acme Eyes", "SUES", f"{word} Optics")) for word in ("Borduria", "Crumb")]
    for found in same:
        store.write(found)
    thing = next(entity.id for entity in store.entities() if entity.name == "Acme Eyes")
    store.split(thing, same[0].document.id, by="Vera", why="another firm")
    before = graph(store)
    assert store.apply_identity().merged == () and store.identity_queue() == []
    assert graph(store) == before


def test_a_match_weighs_what_its_evidence_weighs() -> None:
    assert Match("a", "b", ("short form", "same country"), "ask").score == WEIGHTS["short form"] + WEIGHTS["same country"]
