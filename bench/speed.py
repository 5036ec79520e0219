"""Measures how fast documents are analysed beside the bare spaCy pipe of the same model, what a second process gains, and memory.

    python -m bench.speed FOLDER [--rounds 3]

FOLDER holds documents, or .json in gold format. The two are timed in turn in each round, by the processor's clock;
compare the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from graph.model import Document
from ingest.extract import extract_document
from ingest.nlp import DEFAULT_MODEL, load_model
from ingest.read import find_files
from ingest.run import analyse


def read(folder: Path) -> tuple[list[Path], list[Document]]:
    """The files of a folder and the documents in them."""
    files = [*sorted(folder.glob("*.json")), *find_files([folder])]
    found = analyse(files, model="", workers=1, known=lambda document, extractor: True)
    return files, [outcome.read.document for outcome in found if outcome.read.document is not None]


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    work()
    return clock() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    files, documents = read(args.folder)
    words = sum(len(document.text.split()) for document in documents)
    bare, ours = spacy.load(DEFAULT_MODEL), load_model()
    extract_document(documents[0], ours)                    # tables are read once
    rows = []
    for _ in range(args.rounds):
        pipe = seconds(lambda: list(bare.pipe(document.text for document in documents)), time.process_time)
        whole = seconds(lambda: [extract_document(document, ours) for document in documents], time.process_time)
        rows.append((pipe, whole))
    pipe, whole = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"{len(documents)} documents, {words:,} words, {os.cpu_count()} cores, median of {args.rounds} rounds\n")
    print("| | words a second | of the bare pipe |\n|---|---|---|")
    print(f"| bare spaCy pipe | {words / pipe:,.0f} | 1.00 |")
    print(f"| all stages | {words / whole:,.0f} | {statistics.median(one / other for one, other in rows):.2f} |")
    times = {}
    for workers in (1, 2):
        times[workers] = seconds(lambda: list(analyse(files * 4, model=DEFAULT_MODEL, workers=workers)), time.perf_counter)  # noqa: B023
        print(f"| {workers} process{'es' * (workers > 1)}, start included | {4 * words / times[workers]:,.0f} | |")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nTwo processes: {times[1] / times[2]:.2f} × one. Largest process: {largest:,.0f} MB.")


if __name__ == "__main__":
    main()
