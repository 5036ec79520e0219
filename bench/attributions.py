"""Measures the attribution stage on PolNeAR: token F1 of source, cue and content, whole pairs, right pairs by kind, speed; with and without weights.

    python -m bench.attributions ../shared/data/polnear [--cache FOLDER]

Prints one table for dev and one for the eighth of train that training leaves out. Knows the corpus and its measure, not how anything is found.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from bench.train_attributions import held_out, read_corpus
from graph.model import Attribution, Span
from ingest import attribution_model
from ingest.attributions import find_attributions

ROLES = ("source", "cue", "content")
Row = dict[str, Any]
Finder = Callable[[Doc], Iterable[Attribution]]


def words_in(words: list[Span], spans: Iterable[Iterable[int]]) -> frozenset[int]:
    """Numbers of the words that a list of character spans touches."""
    found: set[int] = set()
    for start, end in spans:
        found.update(number for number, (s, e) in enumerate(words) if s < end and e > start)
    return frozenset(found)


class Score:
    """Running counts of PolNeAR's measure: token F1 per role, and pairs whose content agrees by half and whose source touches."""

    def __init__(self) -> None:
        self.counts = {role: [0, 0, 0] for role in (*ROLES, "pairs")}       # right, predicted, annotated
        self.kinds: dict[str, list[int]] = {}
        self.words, self.seconds = 0, 0.0

    def add(self, row: Row, found: tuple[Attribution, ...]) -> None:
        """Count one article."""
        words = [match.span() for match in re.finditer(r"\w+", row["text"])]
        gold = [{role: words_in(words, marked[role]) for role in ROLES} for marked in row["attributions"]]
        pred = [{role: words_in(words, getattr(attribution, role)) for role in ROLES} for attribution in found]
        for role in ROLES:
            a, b = (frozenset().union(*(one[role] for one in side)) for side in (gold, pred))
            self._count(role, len(a & b), len(b), len(a))
        open_: list[int] = list(range(len(gold)))
        for one, attribution in zip(pred, found, strict=True):
            hit = next((number for number in open_ if _same(one, gold[number])), None)
            if hit is not None:
                open_.remove(hit)
            of_kind = self.kinds.setdefault(attribution.kind, [0, 0])
            of_kind[0] += hit is not None
            of_kind[1] += 1
        self._count("pairs", len(gold) - len(open_), len(pred), len(gold))

    def _count(self, role: str, right: int, predicted: int, annotated: int) -> None:
        for place, number in enumerate((right, predicted, annotated)):
            self.counts[role][place] += number

    def f1(self, role: str) -> float:
        right, predicted, annotated = self.counts[role]
        return 2 * right / (predicted + annotated) if predicted + annotated else 0.0


def _same(pred: dict[str, frozenset[int]], gold: dict[str, frozenset[int]]) -> bool:
    content = pred["content"]
    touching = bool(pred["source"] & gold["source"]) or not (pred["source"] or gold["source"])
    return bool(content) and touching and len(content & gold["content"]) / len(content | gold["content"]) >= 0.5


def measure(corpus: Iterable[tuple[Row, Doc]], find: Finder = find_attributions) -> Score:
    """Score a corpus of rows and their parses; the seconds are those of the stage alone."""
    score = Score()
    for row, doc in corpus:
        doc.user_data.clear()                                               # the tree that an earlier run left there
        start = time.process_time()
        found = tuple(find(doc))
        score.seconds += time.process_time() - start
        score.words += len(row["text"].split())
        score.add(row, found)
    return score


def report(name: str, score: Score) -> str:
    """One line of figures and one of kinds."""
    figures = " ".join(f"{role} {score.f1(role):.3f}" for role in ("content", "source", "cue", "pairs"))
    kinds = Counter({kind: total for kind, (_, total) in score.kinds.items()})
    by_kind = ", ".join(f"{kind} {score.kinds[kind][0]}/{total}" for kind, total in kinds.most_common())
    return f"{name}: {figures} · {score.words / max(score.seconds, 1e-9):,.0f} words per CPU second\n    right pairs by kind: {by_kind}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    dev = list(read_corpus(options.folder / "dev.jsonl", options.cache))
    train = [(row, doc) for row, doc in read_corpus(options.folder / "train.jsonl", options.cache) if held_out(row["id"])]
    for name, corpus in (("dev", dev), ("held out of train", train)):
        print(report(name, measure(corpus)))
    learned = attribution_model.weights()
    for model in learned.values():
        model.clear()
    for name, corpus in (("dev, tables alone", dev), ("held out of train, tables alone", train)):
        print(report(name, measure(corpus)))


if __name__ == "__main__":
    main()
