"""What a store promises, on both servers."""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from graph.model import DISPUTING, FIRMNESS, Attribution, Extraction, LawError, Source
from graph.resolve import pair_of
from graph.settings import Settings
from graph.store import Store, StoreError, open_store
from tests.conftest import empty
from tests.factories import extraction, sample, says
from tests.graph.pictures import canonical, picture
from tests.synthetic import World


def ingested(store: Store, extractions: list[Extraction]) -> object:
    """The picture of an emptied store after these documents."""
    empty(store)
    written(store, extractions)
    return picture(store)


def written(store: Store, extractions: list[Extraction]) -> list[str]:
    """What became of each."""
    return [store.write(found) for found in extractions]


def test_what_was_written_comes_back(store: Store) -> None:
    first, *others = sample()
    written = [replace(first, attributions=(Attribution(((0, 4),), ((5, 8), (9, 11)), ((12, 30),), "verb"),)), *others]
    for found in written:
        assert store.write(found) == "new"
        assert store.extraction(found.document.id) == canonical(found)
    assert list(store.extractions()) == sorted(map(canonical, written), key=lambda found: found.document.id)
    assert store.extraction("nowhere") is None


def test_ingesting_twice_changes_nothing(store: Store) -> None:
    once = ingested(store, sample())
    assert [store.write(found) for found in sample()] == ["unchanged"] * len(sample())
    assert all(store.has(found.document, found.extractor) for found in sample())
    assert picture(store) == once


def test_the_order_of_documents_changes_nothing(store: Store) -> None:
    documents = sample()
    once = ingested(store, documents)
    for seed in range(3):
        assert ingested(store, random.Random(seed).sample(documents, len(documents))) == once


def test_many_documents_at_once_are_as_if_one_after_the_other(store: Store) -> None:
    world = World(stories=3, things=15, claims=3)
    first, *others = map(world.document, range(12))
    fuller, again = replace(first, document=replace(first.document, licence="CC0-1.0")), replace(others[0], claims=(), extractor="hand 2")
    documents = [first, *others[:5], fuller, first, *others[5:], again, others[1]]
    verdicts = Counter(written(store, documents))
    once = picture(store)
    assert verdicts == {"new": 12, "replaced": 2, "unchanged": 2}
    empty(store)
    assert store.write_many(documents) == verdicts
    assert picture(store) == once
    with pytest.raises(LawError):
        store.write_many([world.document(20), replace(others[2], claims=(replace(others[2].claims[0], quote="never written"),))])
    assert picture(store) == once


def test_what_is_retracted_leaves_no_trace(store: Store) -> None:
    documents = sample()
    for kept in ([], documents[:1], documents[1:3], documents[3:]):
        expected = ingested(store, kept)
        ingested(store, documents)
        assert all(store.retract(found.document.id) for found in documents if found not in kept)
        assert picture(store) == expected
    assert not store.retract(documents[0].document.id)


def test_counts_are_those_of_the_graph(store: Store) -> None:
    assert store.counts() == {"documents": 0, "entities": 0, "claims": 0, "edges": 0}
    ingested(store, sample())
    found = {"documents": len(list(store.extractions())), "entities": len(list(store.entities())), "edges": len(list(store.edges())),
             "claims": sum(len(found.claims) for found in store.extractions())}
    assert store.counts() == found
    assert found == {"documents": 5, "entities": 12, "claims": 26, "edges": 22}
    assert store.status()["problems"] == []


def test_edges_are_what_their_claims_say(store: Store) -> None:
    ingested(store, sample())
    claims, dates = defaultdict(list), {}
    for found, entity_of in store.resolved():
        for claim in found.claims:
            pair = pair_of(claim, entity_of)
            claims[pair.relation, pair.source, pair.target].append(claim)
            dates[claim.id] = claim.date or found.document.published or None
    edges = {(edge.relation, edge.source, edge.target): edge for edge in store.edges()}
    assert edges.keys() == claims.keys()
    for key, edge in edges.items():
        statuses = {claim.status for claim in claims[key]}
        known = sorted(filter(None, (dates[claim.id] for claim in claims[key])))
        assert edge.claims == tuple(sorted(claim.id for claim in claims[key]))
        assert edge.statuses == tuple(sorted(statuses))
        assert edge.disputed == bool(statuses & DISPUTING)
        assert edge.support == len({claim.document for claim in claims[key]})
        assert (edge.first, edge.last) == ((known[0], known[-1]) if known else (None, None))
        assert FIRMNESS.get(edge.status, 0) == max(FIRMNESS.get(status, 0) for status in statuses)


def test_entities_are_who_is_named(store: Store) -> None:
    ingested(store, sample())
    members = {entity.id: entity.members for entity in store.entities()}
    named = defaultdict(list)
    for _, entity_of in store.resolved():
        for local, entity in entity_of.items():
            named[entity].append(local)
    assert members == {entity: tuple(sorted(locals_)) for entity, locals_ in named.items()}
    acme = next(entity for entity in store.entities() if entity.name == "Acme Cameras Ltd")
    assert (acme.kind, acme.aliases, len(acme.members)) == ("Company", ("Acme Cameras", "Acme Cameras Ltd"), 5)


def test_only_established_edges_give_roles(store: Store) -> None:
    ingested(store, sample())
    roles = {row["name"]: row["roles"] for row in store.read("MATCH (e:Entity) RETURN e.name AS name, e.roles AS roles").rows}
    assert roles["Acme Cameras Ltd"] == ["defendant", "vendor"]
    assert roles["Borduria Systems LLC"] == ["plaintiff", "subcontractor"]
    assert roles["Crumb Wiring"] == []                      # its contract is alleged by one and disputed by another
    assert roles["High Court of Freedonia"] == ["regulator"]
    store.retract(sample()[0].document.id)                  # which alone told of the authority's contract
    roles = {row["name"]: row["roles"] for row in store.read("MATCH (e:Entity) RETURN e.name AS name, e.roles AS roles").rows}
    assert "Freeport Safe City Authority" not in roles
    assert roles["Borduria Systems LLC"] == ["plaintiff"]


def test_an_allegation_stays_one_beside_what_is_asserted(store: Store) -> None:
    said = "Acme Cameras sells to Freeport, says Borduria Systems."
    entities = {"Acme Cameras": "Company", "Freeport": "City", "Borduria Systems": "Company"}
    claim = says("Freeport", "CONTRACTS_WITH", "Acme Cameras", "Acme Cameras sells to Freeport", "alleged", by=("Borduria Systems",))
    store.write(extraction(said, entities, claim))
    row = store.read("MATCH (:City)-[r:CONTRACTS_WITH]->(e:Company) RETURN r, e.roles AS roles").rows[0]
    assert (row["r"]["status"], row["r"]["established"], row["roles"]) == ("alleged", False, [])
    speaker = store.read("MATCH (e:Entity {id: $id}) RETURN e.name AS name", {"id": row["r"]["said_by"][0]}).rows
    assert speaker == [{"name": "Borduria Systems"}]
    store.write(extraction("Freeport bought from Acme Cameras.", entities, says("Freeport", "CONTRACTS_WITH", "Acme Cameras", "Freeport bought")))
    row = store.read("MATCH (:City)-[r:CONTRACTS_WITH]->(e:Company) RETURN r, e.roles AS roles").rows[0]
    assert (row["r"]["status"], row["r"]["statuses"], row["r"]["support"], row["roles"]) == ("asserted", ["alleged", "asserted"], 2, ["vendor"])


def test_a_graph_of_an_earlier_layout_is_made_anew_when_it_is_opened(settings: Settings, store: Store) -> None:
    once = ingested(store, sample())
    store._connection.write(lambda tx: tx.run("MATCH (c:Claim) REMOVE c.urgency").consume())
    store._connection.write(lambda tx: tx.run("MATCH (m:Meta) SET m.schema = 1").consume())
    assert picture(store) != once
    open_store(settings).close()
    assert picture(store) == once


# ------------------------------------------------------------------ evidence, or nothing

def test_a_document_without_evidence_leaves_nothing_behind(store: Store) -> None:
    before = ingested(store, sample()[:2])
    good = sample()[2]
    for bad in (replace(good.claims[0], quote="never written"), replace(good.claims[0], relation="KNOWS"), replace(good.claims[0], subject="nobody")):
        with pytest.raises(LawError):
            store.write(replace(good, claims=(*good.claims[1:], bad)))
    assert picture(store) == before


def test_a_document_that_fails_half_way_leaves_nothing_behind(store: Store) -> None:
    before = ingested(store, sample()[:2])
    good = sample()[2]
    with pytest.raises(StoreError):
        store.write(replace(good, claims=(*good.claims, good.claims[0])))      # the server refuses the second claim of that id
    assert picture(store) == before


def test_a_store_opened_for_reading_writes_nothing(settings: Settings, store: Store) -> None:
    with open_store(settings, read_only=True) as reader:
        with pytest.raises(StoreError, match="reading only"):
            reader.write(sample()[0])
        with pytest.raises(StoreError, match="reading only"):
            reader.retract("anything")
        assert reader.counts()["documents"] == 0


# ------------------------------------------------------------------ one text, several readings

def test_of_two_sets_of_metadata_the_fuller_stays_in_any_order(store: Store) -> None:
    def read(**metadata: object) -> Extraction:
        return extraction("Freeport bought from Acme.", {"Freeport": "City", "Acme": "Company"},
                          says("Freeport", "CONTRACTS_WITH", "Acme", "Freeport bought"), **metadata)

    bare, full, other = read(), read(title="Cameras", published="2031-01-01", sources=(Source("1", "x"),)), read(title="Eyes", publisher="Bugle")
    once = ingested(store, [bare, full, other])
    assert store.extraction(bare.document.id) == canonical(full)
    for order in ([full, bare, other], [other, full, bare], [bare, other, full]):
        assert ingested(store, order) == once
    assert store.has(bare.document, bare.extractor)
    assert store.write(other) == "unchanged"


def test_another_extractor_replaces_what_the_first_found(store: Store) -> None:
    first = sample()[0]
    second = replace(first, claims=first.claims[:2], extractor="hand 2")
    expected = ingested(store, [second, *sample()[1:]])
    ingested(store, sample())
    assert not store.has(second.document, "hand 2")
    assert store.write(second) == "replaced"
    assert picture(store) == expected


def test_writers_at_the_same_time_lose_nothing(settings: Settings, store: Store) -> None:
    documents = sample() + [extraction(f"Acme Cameras Ltd sued Crumb Wiring, {n}.", {"Acme Cameras Ltd": "Company", "Crumb Wiring": "Company"},
                                       says("Acme Cameras Ltd", "SUES", "Crumb Wiring", "sued Crumb Wiring")) for n in range(12)]
    once = ingested(store, documents)
    empty(store)
    with open_store(settings) as other:
        writers = [threading.Thread(target=lambda own, part: [own.write(found) for found in part], args=(own, documents[start::3]))
                   for start, own in enumerate((store, other, store))]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(120)
    assert picture(store) == once


# ------------------------------------------------------------------ searching

@pytest.mark.parametrize(("text", "names"), [
    ("acme", ["Acme Cameras Ltd"]),
    ("ACME cam", ["Acme Cameras Ltd"]),                     # the beginning of a word
    ("safe city", ["Freeport Safe City", "Freeport Safe City Authority"]),
    ("freeport", ["Freeport", "Freeport Safe City", "Freeport Safe City Authority"]),       # the name itself comes first
    ("borduria v. acme", ["Borduria Systems LLC v. Acme Cameras Ltd"]),
    ("acme nowhere", []),
    ("", []), ("?!*", []), ("+-&&", []),                    # nothing that the index could take for its own signs
])
def test_entities_are_found_by_the_words_of_their_names(store: Store, text: str, names: list[str]) -> None:
    ingested(store, sample())
    assert [row["name"] for row in store.search_entities(text)][:len(names) or None][:3] == names


def test_a_name_is_found_as_long_as_somebody_uses_it(store: Store) -> None:
    entities = {"Zéphyr Óptics": "Company"}
    first = extraction("Zéphyr Óptics, known as Zed.", entities, aliases={"Zéphyr Óptics": ("Zed",)})
    store.write(first)
    store.write(extraction("Zéphyr Óptics grew.", entities))
    assert [row["aliases"] for row in store.search_entities("zephyr optics")] == [["Zed", "Zéphyr Óptics"]]
    assert len(store.search_entities("zed")) == 1
    store.retract(first.document.id)
    assert store.search_entities("zed") == []
    assert len(store.search_entities("Zéphyr", limit=1)) == 1
