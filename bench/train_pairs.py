"""Trains the learned voter on open gold and on data/training: `python bench/train_pairs.py ../shared/gold`.

Needs scikit-learn, a tool for training only. Prints its cross-validation by document, writes data/models/pairs.tsv.gz.
`--folds 0` skips the cross-validation.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data" / "training")]

from check import CLAIM, blocks, read_text  # noqa: E402

from graph.model import RELATIONS, Document, LocalEntity, Mention  # noqa: E402
from ingest.gold import read_gold  # noqa: E402
from ingest.learned import MODEL  # noqa: E402
from ingest.nlp import load_model, parse  # noqa: E402
from ingest.pairs import features, nodes_of, pairs_of  # noqa: E402
from ingest.references import Referents  # noqa: E402

DERIVED = {"PARTY_TO", "FILED_IN", "CONCERNS"}              # derived from SUES, never asked of the voter
FEWEST = 4                                                  # examples that a relation needs
LEAST = 0.03                                                # smaller weights are not kept


@dataclass(frozen=True, slots=True)
class Example:
    """One pair of one document: its triple's ends, features, and the relations it holds."""

    document: str
    subject: str
    object: str
    kinds: tuple[str, str]
    features: frozenset[str]
    relations: frozenset[str]


def _entities(document: Document, named: dict[str, tuple[str, list[Mention]]]) -> dict[str, LocalEntity]:
    found = {}
    for key, (kind, mentions) in named.items():
        names = sorted({m.surface for m in mentions}, key=lambda n: (-len(n), n))
        if kind != "Dispute" and names:
            found[key] = LocalEntity(document.id, kind, names[0], tuple(names), tuple(sorted(mentions)))
    return found


def _examples(name: str, document: Document, entities: dict[str, LocalEntity], claims: list[tuple[str, str, str, tuple[int, int] | None]],
              nlp: Language) -> Iterator[Example]:
    keys = {entity.id: key for key, entity in entities.items()}
    doc = parse(document, nlp)
    refs = Referents(doc, tuple({e.id: e for e in entities.values()}.values()), document.publisher)
    by_pair: dict[tuple[str, str], list[tuple[str, tuple[int, int] | None]]] = defaultdict(list)
    for relation, subject, object_, quote in claims:
        by_pair[subject, object_].append((relation, quote))
        if RELATIONS[relation].symmetric:
            by_pair[object_, subject].append((relation, quote))
    for number, nodes in enumerate(nodes_of(doc, refs)):
        sentence = refs.sentences[number]
        for pair in pairs_of(nodes):
            ends = keys[pair.subject.entity.id], keys[pair.object.entity.id]
            held = {r for r, q in by_pair.get(ends, ()) if q is None or (q[0] < sentence.end_char and sentence.start_char < q[1])}
            yield Example(name, *ends, (pair.subject.entity.kind, pair.object.entity.kind), frozenset(features(pair)), frozenset(held - DERIVED))


def _of_gold(path: Path, nlp: Language) -> Iterator[Example]:
    gold, document = json.loads(path.read_text(encoding="utf-8")), read_gold(path)
    text, taken = document.text, bytearray(len(document.text))
    named: dict[str, tuple[str, list[Mention]]] = {e["id"]: (e["kind"], []) for e in gold["entities"]}
    for alias, key in sorted(((a, e["id"]) for e in gold["entities"] for a in set(e["aliases"])), key=lambda x: -len(x[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", text):
            if not any(taken[match.start():match.end()]):
                taken[match.start():match.end()] = b"\1" * len(alias)
                named[key][1].append(Mention(match.start(), match.end(), alias, named[key][0]))
    claims = [(c["relation"], c["subject"], c["object"], (at, at + len(c["quote"]))) for c in gold["claims"] for at in [text.find(c["quote"])]]
    yield from _examples(path.stem, document, _entities(document, named), claims, nlp)


def _of_training(path: Path, nlp: Language) -> Iterator[Example]:
    for number, block in enumerate(blocks(path)):
        text, kinds, mentions = read_text([line for _, line in block if line.startswith("> ")])
        named: dict[str, tuple[str, list[Mention]]] = {key: (kind, []) for key, kind in kinds.items()}
        for start, end, key, proper in mentions:
            if proper:
                named[key][1].append(Mention(start, end, text[start:end], kinds[key]))
        found = [CLAIM.match(line) for _, line in block if not line.startswith(">")]
        claims = [(m[1], m[2], m[3], None) for m in found if m]
        document = Document(text)
        yield from _examples(f"{path.stem}-{number}", document, _entities(document, named), claims, nlp)


def _matrix(examples: Iterable[Example], numbers: dict[str, int]) -> csr_matrix:
    indices, starts = [], [0]
    for example in examples:
        indices += sorted(numbers[f] for f in example.features if f in numbers)
        starts.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(starts) - 1, len(numbers)))


def _fit(examples: list[Example]) -> tuple[dict[str, int], dict[str, LogisticRegression]]:
    seen: dict[str, int] = defaultdict(int)
    for example in examples:
        for name in example.features:
            seen[name] += 1
    numbers = {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count > 1))}
    matrix, models = _matrix(examples, numbers), {}
    for relation in RELATIONS:
        held = np.array([relation in e.relations for e in examples])
        if held.sum() >= FEWEST:
            models[relation] = LogisticRegression(C=1.0, solver="liblinear", max_iter=300).fit(matrix, held)
    return numbers, models


def _cross_validate(gold: list[Example], own: list[Example], folds: int) -> None:
    names = sorted({e.document for e in gold})
    likely: dict[tuple[str, str, str, str], float] = {}
    for fold in range(folds):
        out = set(names[fold::folds])
        tested = [e for e in gold if e.document in out]
        numbers, models = _fit([e for e in gold if e.document not in out] + own)
        matrix = _matrix(tested, numbers)
        for relation, model in models.items():
            for example, p in zip(tested, model.predict_proba(matrix)[:, 1], strict=True):
                if example.kinds[0] in RELATIONS[relation].domain and example.kinds[1] in RELATIONS[relation].range:
                    key = (example.document, relation, example.subject, example.object)
                    likely[key] = max(p, likely.get(key, 0.0))
    true = {(e.document, r, e.subject, e.object) for e in gold for r in e.relations}
    print("threshold  precision  recall (of the triples whose ends share a sentence)")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        said = {key for key, p in likely.items() if p >= threshold}
        print(f"{threshold:9.1f}  {len(said & true) / max(1, len(said)):9.3f}  {len(said & true) / len(true):6.3f}")
    print("reliability: probability said → share true")
    for low in (0.1, 0.3, 0.5, 0.7, 0.9):
        group = [key for key, p in likely.items() if low <= p < low + 0.2]
        print(f"{low:.1f}–{low + 0.2:.1f}  {sum(key in true for key in group) / max(1, len(group)):.2f}  ({len(group)})")


def _write(numbers: dict[str, int], models: dict[str, LogisticRegression]) -> None:
    names, rows = list(models), []
    for feature, number in numbers.items():
        cells = [f"{i}:{models[name].coef_[0][number]:.2f}" for i, name in enumerate(names) if abs(models[name].coef_[0][number]) >= LEAST]
        if cells:
            rows.append("\t".join([feature.replace("\t", " ").replace("\n", " "), *cells]))
    biases = "\t".join(f"{models[name].intercept_[0]:.3f}" for name in names)
    MODEL.parent.mkdir(exist_ok=True)
    with open(MODEL, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write("\n".join(["\t".join(names), biases, *rows, ""]).encode("utf-8"))
    print(f"{MODEL.name}: {len(rows)} features, {MODEL.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--leave-out", default="", help="comma-separated gold documents not to train on")
    args = parser.parse_args()
    nlp = load_model()
    left_out = set(args.leave_out.split(","))
    gold = [e for path in sorted(args.gold.glob("[0-9]*.json")) if path.stem not in left_out for e in _of_gold(path, nlp)]
    own = [e for path in sorted((ROOT / "data" / "training").glob("[0-9]*.txt")) for e in _of_training(path, nlp)]
    print(f"{len(gold)} pairs of gold documents, {len(own)} of own sentences")
    if args.folds:
        _cross_validate(gold, own, args.folds)
    _write(*_fit(gold + own))


if __name__ == "__main__":
    main()
