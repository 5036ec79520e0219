"""How the graph grows: loading, memory, disk, every saved question, the reads of the app, and one document more or less, at several sizes.

    python -m bench.scale [CLAIMS …] [--server embedded neo4j] [--rounds 20] [--heap 1g] [--identity]

Documents are made up (tests/synthetic.py). Each size has a server of its own, which starts empty. Questions are asked in turn about the
names that most documents have, where there is most to tell, and about names taken at random. Prints a table a server, a column a size.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from random import Random

import psutil

from graph import dossier, explore, network, search
from graph.local_server import running_server
from graph.model import Extraction
from graph.queries import load_queries, run_query
from graph.settings import Settings
from graph.store import Store, StoreError, open_store
from tests import servers
from tests.synthetic import World, documents

SERVERS = {"embedded": servers.embedded, "neo4j": servers.neo4j}
APART = World(stories=300, things=900, seed=7)      # documents that come and go one at a time
NAMES = 10                                          # most named, and as many at random

Measure = tuple[str, str]                           # what, and how much


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def spread(times: Iterable[float]) -> str:
    """Median and 95th percentile, in milliseconds."""
    known = sorted(times)
    return f"{statistics.median(known) * 1000:,.0f} / {known[min(len(known) - 1, round(len(known) * 0.95))] * 1000:,.0f} ms"


def one_at_a_time(store: Store, rounds: int) -> tuple[str, str]:
    """What it takes to write a document, and to take it back."""
    found = [APART.document(number) for number in range(rounds)]
    for each in found[:3]:                          # the server learns the statements
        store.write(each)
        store.retract(each.document.id)
    written = [seconds(lambda: store.write(each)) for each in found]                          # noqa: B023
    return spread(written), spread(seconds(lambda: store.retract(each.document.id)) for each in found)      # noqa: B023


def load(store: Store, claims: int) -> Iterator[Measure]:
    making = 0.0

    def made() -> Iterator[Extraction]:
        nonlocal making
        source = documents(claims)
        while True:
            began = time.perf_counter()
            found = next(source, None)
            making += time.perf_counter() - began
            if found is None:
                return
            yield found

    took = seconds(lambda: store.write_many(made())) - making
    counts = store.counts()
    yield "claims, documents, entities, edges", " · ".join(f"{counts[name]:,}" for name in ("claims", "documents", "entities", "edges"))
    yield "loaded in", f"{took:,.0f} s, {counts['claims'] / took:,.0f} claims/s"


def size(settings: Settings, home: Path) -> Iterator[Measure]:
    process = psutil.Process(running_server(home).pid) if settings.embedded else next(
        each for each in psutil.Process().children(recursive=True) if f"--home-dir={home}" in each.cmdline())
    yield "memory of the server", f"{process.memory_info().rss / 1e6:,.0f} MB"
    yield "on disk", f"{sum(file.stat().st_size for file in home.rglob('*') if file.is_file()) / 1e6:,.0f} MB"


def timed(work: Callable[[], object], rounds: int) -> str:
    try:
        return spread([seconds(work) for _ in range(rounds)])
    except StoreError as error:
        return f"more than {STOPPED} s" if "too long" in str(error) else str(error)


STOPPED = 30


def names_of(store: Store) -> list[explore.ShownEntity]:
    """The entities that are asked about, in the order in which they are: one that many documents name, one at random, and so on."""
    rows = store.read("MATCH (e:Entity) RETURN e.id AS id, e.members AS members ORDER BY members DESC, id LIMIT 10000", limit=10_000).rows
    ids = [row["id"] for row in rows]
    chosen = [id for pair in zip(ids[:NAMES], Random(1).sample(ids, NAMES), strict=True) for id in pair]
    return [found for found in (explore.find_entity(store, id) for id in chosen) if found]


def questions(store: Store, rounds: int) -> Iterator[Measure]:
    names = names_of(store)
    for query in load_queries().values():
        asked = cycle(names)
        yield f"`{query.name}`", timed(lambda: run_query(store, query, {                       # noqa: B023
            parameter.name: next(asked).name for parameter in query.parameters if parameter.type == "name"}), rounds)   # noqa: B023


def reads(store: Store, rounds: int) -> Iterator[Measure]:
    entities, page = cycle(names_of(store)), cycle(explore.list_documents(store))
    for what, work in {
        "overview: counters": store.counts,
        "overview: claims by relation": store.claims_by_relation,
        "overview: most disputed pairs": lambda: explore.disputed_pairs(store),
        "list of documents": lambda: explore.list_documents(store),
        "a document": lambda: explore.document_page(store, next(page).id),
        "search": lambda: search.find(store, next(entities).name),
        "a name: its claims": lambda: dossier.claims_of(store, next(entities).id),
        "a name: its tally": lambda: dossier.tally(store, next(entities).id),
        "a name: its documents": lambda: explore.documents_naming(store, next(entities).id),
        "a picture of a name": lambda: network.neighbourhood(store, network.Request((next(entities).id,))),
    }.items():
        yield what, timed(work, rounds)


def measure(server: str, claims: int, rounds: int, heap: str, identity: bool) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder, SERVERS[server](Path(folder), heap) as settings, open_store(settings) as store:
        empty = one_at_a_time(store, rounds)
        yield from load(store, claims)
        yield from size(settings, Path(folder))
        full = one_at_a_time(store, rounds)
        for what, before, now in zip(("one document more", "one document less"), empty, full, strict=True):
            yield f"{what}: empty graph", before
            yield f"{what}: full graph", now
        yield from reads(store, rounds)
        yield from questions(store, rounds)
        if identity:
            yield "candidates found, judged, merged", f"{seconds(store.apply_identity):,.0f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--server", nargs="+", choices=SERVERS, default=list(SERVERS))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--identity", action="store_true", help="also look for things that are one")
    args = parser.parse_args()
    for server in args.server:
        columns = []
        for claims in args.claims:
            columns.append({})
            for what, much in measure(server, claims, args.rounds, args.heap, args.identity):
                columns[-1][what] = much
                print(f"{server}, {claims:,}: {what}: {much}", flush=True)
        print(f"\n| {server} | {' | '.join(f'{claims:,}' for claims in args.claims)} |\n|---{'|---' * len(columns)}|")
        for what in columns[0]:
            print(f"| {what} | {' | '.join(column[what] for column in columns)} |")
        print(flush=True)


if __name__ == "__main__":
    main()
