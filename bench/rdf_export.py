"""How fast and in how much memory the RDF export writes: `python -m bench.rdf_export [CLAIMS] [FORMAT…]`. Knows no server: records are made up.

Ten claims a document, one entity for a hundred documents. "made" is what making the records alone costs; it is taken off the
seconds, which are of the processor: the export has one thread, and what else the machine does is not its own.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from graph.model import Claim, Decision, Document, Edge, Entity, Extraction, LocalEntity, Mention, make_id
from graph.rdf import export_rdf
from graph.rdf_formats import FORMATS

CLAIMS_A_DOCUMENT = 10
PARTS = (("Organization", "Wall Street Journal"), ("Company", "Acme"), ("Company", "Panopticon"))
SENTENCE = "The Wall Street Journal reported that Acme Systems {0} accuses Panopticon Holding of taking its secrets. "


class Made:
    """A store that makes up what it holds, in order."""

    def __init__(self, claims: int) -> None:
        self.documents = claims // CLAIMS_A_DOCUMENT
        self.order = [number for _, number in sorted((Document(self._text(number)).id, number) for number in range(self.documents))]

    def _text(self, number: int) -> str:
        return "".join(SENTENCE.format(f"{number}-{position}") for position in range(CLAIMS_A_DOCUMENT))

    def resolved(self) -> Iterator[tuple[Extraction, dict[str, str]]]:
        for number in self.order:
            document = Document(self._text(number), title=f"Report {number}", publisher="Example", url=f"https://news.example/{number}",
                                published="2024-05-06")
            width = len(SENTENCE.format(f"{number}-0"))
            parts = [LocalEntity(document.id, kind, name, (name,), (Mention(4, 4 + len(name), document.text[4:4 + len(name)], kind),))
                     for kind, name in PARTS]
            claims = tuple(Claim(document.id, "ACCUSES", parts[1].id, parts[2].id, "alleged", (parts[1].id, parts[0].id),
                                 document.text[start:start + width - 1], start, start + width - 1, "trade_secrets", "2024", None, "bench 1", 0.9)
                           for start in range(0, CLAIMS_A_DOCUMENT * width, width))
            yield Extraction(document, tuple(parts), (), claims, "bench 1"), {part.id: make_id(part.name, number // 100) for part in parts}

    def entities(self) -> Iterator[Entity]:
        names = {make_id(name, number): (kind, name) for number in range(self.documents // 100 + 1) for kind, name in PARTS}
        return (Entity(id, kind, name, (name,), ()) for id, (kind, name) in sorted(names.items()))

    def edges(self) -> Iterator[Edge]:
        pairs = sorted((make_id("Acme", number), make_id("Panopticon", number)) for number in range(self.documents // 100 + 1))
        return (Edge("ACCUSES", source, target, "alleged", ("alleged",), False, (), "2024", "2024", 100) for source, target in pairs)

    def decisions(self) -> list[Decision]:
        return []


def main(claims: int, formats: list[str]) -> None:
    store = Made(claims)
    began = time.process_time()
    for records in (store.resolved(), store.entities(), store.edges()):
        for _ in records:
            pass
    made = time.process_time() - began
    print(f"{claims:,} claims, made in {made:.1f} s\n")
    print("| format | triples | CPU seconds | triples/s | MB | peak memory, MB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for format in formats:
            path = Path(folder) / format
            began = time.process_time()
            summary = export_rdf(store, format, path)
            seconds = time.process_time() - began - made
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {format} | {summary.triples:,} | {seconds:.1f} | {summary.triples / seconds:,.0f} | {path.stat().st_size / 1e6:,.0f} "
                  f"| {memory:,.0f} |", flush=True)
            path.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000, sys.argv[2:] or list(FORMATS))
