"""Trains the learned part of the kind decision (data/models/kinds.tsv.gz) from annotated documents and sentences. Knows no names of its own.

    python -m bench.train_kinds [--gold ../shared/gold] [--folds 5] [--without 005,015] [--write]

Cross-validates by document and prints accuracy over names; --write trains on everything and writes the model.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest import kinds
from ingest.kinds import DECIDED, NOTHING_AT_ALL, points, weight
from ingest.mentions import Reading, read_names
from ingest.names import fold
from ingest.nlp import load_model

ROOT = Path(__file__).resolve().parent.parent
OPTIONAL_WEIGHT = 0.3                               # of a thing that a careful reader may or may not name
SENTENCE_WEIGHT = 0.25                              # of our own sentences beside real documents
DROPPED = tuple(f"gaz:{table}" for table in ("vendor", "product", "agency", "organization", "court", "project"))
RIDGE = 1.5                                         # pull towards the hand-written points; chosen by cross-validation
STEPS = 250
LEAST = 0.04                                        # smaller weights are not written


@dataclass(frozen=True, slots=True)
class Example:
    document: str
    signs: Counter[str]
    kind: str
    weight: float


def gold_documents(folder: Path, without: set[str]) -> Iterator[tuple[str, str, dict[str, tuple[str, float]]]]:
    """(document, text, folded name → (kind, weight)) of annotated documents."""
    for path in sorted(folder.glob("[0-9]*.json")):
        if path.stem in without:
            continue
        data = json.loads(path.read_text(encoding="utf-8"))
        names = {}
        for entity in data["entities"]:
            for alias in [*entity["aliases"], entity["name"]]:
                names[plain(alias)] = (entity["kind"], OPTIONAL_WEIGHT if entity.get("optional") else 1.0)
        yield path.stem, data["text"], names


def training_sentences() -> Iterator[tuple[str, str, dict[str, tuple[str, float]]]]:
    """The same of the blocks in data/training."""
    spec = importlib.util.spec_from_file_location("check", ROOT / "data" / "training" / "check.py")
    check = importlib.util.module_from_spec(spec)
    sys.modules["check"] = check
    spec.loader.exec_module(check)
    for path in sorted((ROOT / "data" / "training").glob("[0-9]*.txt")):
        for number, block in enumerate(check.blocks(path)):
            try:
                text, of_entity, mentions = check.read_text([line for _, line in block if line.startswith("> ")])
            except ValueError:
                continue  # a block that is being written
            yield (
                f"{path.stem}/{number}",
                text,
                {plain(text[start:end]): (of_entity[entity], SENTENCE_WEIGHT) for start, end, entity, named in mentions if named},
            )


def plain(name: str) -> str:
    return fold(name).removeprefix("the ")


def examples(document: str, reading: Reading, gold: dict[str, tuple[str, float]], own: bool) -> Iterator[Example]:
    """One example a thing; real documents give each twice, with the gazetteers' word and without, so that training does not lean on it."""
    for group, signs in zip(reading.groups, reading.signs, strict=True):
        found = Counter()
        for key in group:
            if plain(key) in gold:
                found[gold[plain(key)]] += 1
        kind, worth = found.most_common(1)[0][0] if found else (NOTHING_AT_ALL, SENTENCE_WEIGHT if own else 1.0)
        if kind not in DECIDED or (own and not found and broken(group, signs, gold)):
            continue
        if own:                                     # signs of their own take up what is only true of invented texts
            yield Example(document, signs + Counter({f"own/{sign}": count for sign, count in signs.items() if not sign.startswith("~")}), kind, worth)
            continue
        bare = Counter({sign: count for sign, count in signs.items() if not sign.startswith(DROPPED)})
        if len(bare) == len(signs):
            yield Example(document, signs, kind, worth)
        else:
            yield Example(document, signs, kind, worth / 2)
            yield Example(document, bare, kind, worth / 2)


def broken(group: list[str], signs: Counter[str], gold: dict[str, tuple[str, float]]) -> bool:
    """A piece of a longer name, or a firm's name with a word too many: an error of the stage before, which says nothing of kinds."""
    for key in group:
        padded = f" {plain(key)} "
        if any(padded in f" {alias} " or ("form" in signs and f" {alias} " in padded) for alias in gold):
            return True
    return False


def matrix(data: list[Example], columns: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and value of each sign."""
    rows, cols, values = [], [], []
    for row, example in enumerate(data):
        for sign, count in example.signs.items():
            if sign in columns:
                rows.append(row)
                cols.append(columns[sign])
                values.append(weight(count))
    return np.array(rows), np.array(cols), np.array(values, dtype=np.float64)


def prior(data: list[Example]) -> np.ndarray:
    """Points of the hand-written table."""
    sums = np.zeros((len(data), len(DECIDED)))
    for row, example in enumerate(data):
        for sign, count in example.signs.items():
            for kind, worth in points().get(sign, {}).items():
                sums[row, DECIDED.index(kind)] += worth * weight(count)
    return sums


def train(data: list[Example]) -> dict[str, dict[str, float]]:
    """Weights that, added to the hand-written points, explain the examples best (multinomial logistic regression, ridge towards zero)."""
    seen = Counter(sign for example in data for sign in example.signs)
    columns = {sign: i for i, sign in enumerate(sorted(sign for sign, count in seen.items() if count > 1))}
    rows, cols, values = matrix(data, columns)
    base, target = prior(data), np.zeros((len(data), len(DECIDED)))
    for row, example in enumerate(data):
        target[row, DECIDED.index(example.kind)] = 1
    importance = np.array([example.weight for example in data])[:, None]
    weights = np.zeros((len(columns), len(DECIDED)))
    momentum, square = np.zeros_like(weights), np.zeros_like(weights)
    by_column = np.argsort(cols, kind="stable")
    column_starts = np.searchsorted(cols[by_column], np.arange(len(columns)))
    row_starts = np.searchsorted(rows, np.arange(len(data)))
    for step in range(1, STEPS + 1):
        scores = base + np.add.reduceat(weights[cols] * values[:, None], row_starts, axis=0)
        scores -= scores.max(axis=1, keepdims=True)
        chance = np.exp(scores)
        chance /= chance.sum(axis=1, keepdims=True)
        error = (chance - target) * importance
        slope = np.add.reduceat((error[rows] * values[:, None])[by_column], column_starts, axis=0) + RIDGE * weights
        momentum = 0.9 * momentum + 0.1 * slope
        square = 0.999 * square + 0.001 * slope ** 2
        weights -= 0.05 * (momentum / (1 - 0.9 ** step)) / (np.sqrt(square / (1 - 0.999 ** step)) + 1e-6)
    return {
        sign: {kind: round(float(weights[i, k]), 2) for k, kind in enumerate(DECIDED) if abs(weights[i, k]) >= LEAST}
        for sign, i in columns.items()
        if np.abs(weights[i]).max() >= LEAST
    }


def write(model: dict[str, dict[str, float]], path: Path) -> None:
    """One sign a line: sign, then kind=points."""
    lines = [
        "\t".join([sign, *(f"{kind}={worth:g}" for kind, worth in kinds_.items())])
        for sign, kinds_ in sorted(model.items())
        if "\t" not in sign and "\n" not in sign
    ]
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write(("\n".join(lines) + "\n").encode("utf-8"))


def read_examples(gold: Path, without: set[str], parse=None) -> list[Example]:
    """Examples of all documents and sentences."""
    nlp = load_model()
    kinds.learned = lambda: {"": {}}                # so that lexical signs are computed
    import ingest.mentions
    ingest.mentions.learned = kinds.learned
    data: list[Example] = []
    for source, own in ((gold_documents(gold, without), False), (training_sentences(), True)):
        items = list(source)
        for (document, _, names), doc in zip(items, nlp.pipe(text for _, text, _ in items), strict=True):
            data += examples(document, read_names(doc), names, own)
    return data


def accuracy(model: dict[str, dict[str, float]], data: list[Example]) -> float:
    kinds.learned = lambda: model
    right = sum(example.weight * (kinds.decide(example.signs)[0] == example.kind) for example in data)
    return right / sum(example.weight for example in data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--without", default="", help="comma-separated gold documents that are kept out altogether")
    parser.add_argument("--write", type=Path, nargs="?", const=kinds.MODEL, help="train on everything and write the model there")
    args = parser.parse_args()
    data = read_examples(args.gold, set(args.without.split(",")))
    print(f"{len(data)} names, {len({e.document for e in data})} documents and sentences")
    real = sorted({e.document for e in data if "/" not in e.document})
    for fold_ in range(args.folds):
        held = set(real[fold_::args.folds])
        test = [e for e in data if e.document in held]
        model = train([e for e in data if e.document not in held])
        print(f"fold {fold_}: {len(test)} names, {accuracy({}, test):.3f} by hand, {accuracy(model, test):.3f} with training")
    if args.write:
        args.write.parent.mkdir(parents=True, exist_ok=True)
        write(train(data), args.write)


if __name__ == "__main__":
    main()
