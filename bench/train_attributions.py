"""Trains the three linear models of the attribution stage on PolNeAR's train part and writes data/models/attributions.tsv.gz.

    python -m bench.train_attributions ../shared/data/polnear/train.jsonl [--all] [--cache FOLDER] [--out FILE]

One eighth of the articles (by a hash of their id) is left out and never trained on, unless --all is given.
Knows the corpus and its marks, not how spans are put together.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy
from spacy.tokens import Doc, DocBin

from graph.model import Span
from ingest import attribution_model as model
from ingest.attributions import Reader
from ingest.cue_arguments import content_candidates, content_places, find_source, source_candidates, standing, wraps
from ingest.nlp import load_model
from ingest.quotations import find_quotations
from ingest.speech import find_speeches, paragraphs_of
from ingest.tree import Tree

HELD_OUT = 8                # one article in this many is kept for measuring
KEEP = 0.02                 # a weight smaller than this is not written
AVERAGED = 10               # the weights are the mean of those after so many last epochs
RARE = 3                    # a feature seen in fewer instances is not learned
Instance = tuple[list[str], bool]


def held_out(identity: str) -> bool:
    """Is this article one of the eighth that is only measured on?"""
    return int(hashlib.sha256(identity.encode()).hexdigest(), 16) % HELD_OUT == 0


def read_corpus(path: Path, cache: Path | None) -> Iterator[tuple[dict[str, Any], Doc]]:
    """Rows and their parses; `cache` keeps the parses between runs."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    nlp = load_model()
    kept = cache / f"{path.stem}.spacy" if cache else None
    if kept and kept.exists():
        yield from zip(rows, DocBin().from_disk(kept).get_docs(nlp.vocab), strict=True)
        return
    docs = list(nlp.pipe((row["text"] for row in rows), batch_size=16))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        DocBin(attrs=["LEMMA", "TAG", "POS", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START"], docs=docs).to_disk(kept)
    yield from zip(rows, docs, strict=True)


def tokens_in(tree: Tree, spans: Iterable[Span]) -> set[int]:
    """The words (no punctuation, no space) that a list of character spans touches."""
    starts = numpy.array(tree.start)
    found: set[int] = set()
    for start, end in spans:
        token = max(0, int(numpy.searchsorted(starts, start, side="right")) - 1)
        while token < tree.n and tree.start[token] < end:
            if tree.end[token] > start and tree.pos[token] not in ("PUNCT", "SPACE"):
                found.add(token)
            token += 1
    return found


def head_of(tree: Tree, words: set[int]) -> int | None:
    """The word of a marked cue that stands for it: its topmost verb, else its topmost noun."""
    tops = [word for word in words if tree.head[word] not in words or tree.head[word] == word]
    top = max(tops, key=lambda word: (tree.pos[word] == "VERB", tree.pos[word] == "NOUN", -word), default=None)
    if top is not None and tree.lemma[top] == "be":
        return tree.child(top, "acomp")
    return top


def words_of(tree: Tree, spans: Iterable[Span]) -> set[int]:
    return {token for start, end in spans for token in range(start, end) if tree.pos[token] not in ("PUNCT", "SPACE")}


def instances(row: dict[str, Any], doc: Doc) -> Iterator[tuple[str, Instance]]:
    """(model, (features, label)) of one article."""
    tree = Tree(doc)
    inside = [False] * (tree.n + 1)
    for speech in find_speeches(tree, find_quotations(tree.text), paragraphs_of(tree)):
        inside[speech.first:speech.last] = [True] * (speech.last - speech.first)
    reader = Reader(tree, inside)
    gold: dict[int, dict[str, Any]] = {}
    touched: set[int] = set()
    for attribution in row["attributions"]:
        words = tokens_in(tree, attribution["cue"])
        head = head_of(tree, words)
        touched |= words
        if head is not None:
            gold.setdefault(head, attribution)
    for cue in range(tree.n):
        if not reader.is_candidate(cue):
            continue
        places, source = content_places(tree, cue), find_source(tree, cue)
        marked = gold.get(cue)
        if marked is not None or cue not in touched:        # other words of a marked cue are neither right nor wrong
            yield "cue", (model.cue_features(tree, cue, places, source, standing(tree, cue, inside[cue])), marked is not None)
        if marked is not None:
            yield from arguments(tree, reader, cue, places, source, marked)


def arguments(tree: Tree, reader: Reader, cue: int, places: list[tuple[str, int]], source: int | None,
              marked: dict[str, Any]) -> Iterator[tuple[str, Instance]]:
    """Instances of the source and content models for one marked cue."""
    wanted, cited = tokens_in(tree, marked["content"]), tokens_in(tree, marked["source"])
    table = reader.table(cue)
    chosen = {token for place, token in places if table is not None and place in table.kinds}
    if not chosen and table is not None and "clause" in table.kinds and (wrapped := wraps(tree, cue)) is not None:
        chosen.add(wrapped)
    for path, token, spans in content_candidates(tree, cue):
        words = words_of(tree, spans) - {cue}
        if words:
            share = len(words & wanted) / len(words)
            yield "content", (model.argument_features(tree, cue, path, token, token in chosen), share >= 0.6)
    overlaps = []
    for path, token in source_candidates(tree, cue):
        words = words_of(tree, [tree.below(token)])
        overlaps.append((2 * len(words & cited) / (len(words) + len(cited)) if cited else 0.0, path, token))
    best = max((overlap for overlap, _, _ in overlaps), default=0.0)
    for overlap, path, token in overlaps:
        yield "source", (model.argument_features(tree, cue, path, token, token == source), overlap == best and overlap > 0.3)


def train(data: list[Instance], epochs: int = 20, penalty: float = 6e-5, rate: float = 0.3) -> dict[str, float]:
    """Weights of an L2-regularised logistic regression, by Adagrad over mini-batches in a fixed order."""
    counts = Counter(feature for features, _ in data for feature in set(features))
    number = {feature: index for index, feature in enumerate(sorted(feature for feature, count in counts.items() if count >= RARE), 1)}
    rows = [numpy.array(sorted({0, *(number[feature] for feature in features if feature in number)})) for features, _ in data]
    labels = numpy.array([label for _, label in data], dtype=float)
    weight, history = numpy.zeros(len(number) + 1), numpy.full(len(number) + 1, 1e-8)
    order = numpy.random.default_rng(0)
    lengths = numpy.array([len(row) for row in rows])
    mean = numpy.zeros_like(weight)
    for epoch in range(epochs):
        shuffled = order.permutation(len(rows))
        for start in range(0, len(rows), 256):
            batch = shuffled[start:start + 256]
            flat = numpy.concatenate([rows[index] for index in batch])
            owner = numpy.repeat(numpy.arange(len(batch)), lengths[batch])
            score = numpy.bincount(owner, weight[flat], len(batch))
            error = 1 / (1 + numpy.exp(-score)) - labels[batch]
            touched, where = numpy.unique(flat, return_inverse=True)
            gradient = numpy.bincount(where, error[owner]) / len(batch) * 16 + penalty * weight[touched] * len(batch)
            history[touched] += gradient ** 2
            weight[touched] -= rate * gradient / numpy.sqrt(history[touched])
        if epoch >= epochs - AVERAGED:
            mean += weight / AVERAGED
    found = {feature: float(mean[index]) for feature, index in number.items()}
    return {"bias": float(mean[0])} | found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--all", action="store_true", help="train on the held-out eighth too")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--out", type=Path, default=model.FILE)
    options = parser.parse_args()
    data: dict[str, list[Instance]] = {name: [] for name in model.MODELS}
    for row, doc in read_corpus(options.corpus, options.cache):
        if options.all or not held_out(row["id"]):
            for name, instance in instances(row, doc):
                data[name].append(instance)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(options.out, "wb", mtime=0) as file:
        for name in model.MODELS:
            weights = train(data[name])
            kept = {feature: weight for feature, weight in sorted(weights.items()) if abs(weight) >= KEEP}
            print(f"{name}: {len(data[name])} instances, {sum(label for _, label in data[name])} positive, {len(kept)} weights")
            file.write("".join(f"{name}\t{feature}\t{weight:.2f}\n" for feature, weight in kept.items()).encode())
    print(f"{options.out}: {math.ceil(options.out.stat().st_size / 1024)} KiB")


if __name__ == "__main__":
    main()
