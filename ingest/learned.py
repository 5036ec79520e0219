"""A second voter: how likely each relation is for a pair of entities, by a linear model over the words and grammar between them.

It finds pairs that no frame finds; status and chain stay with attributions and grammar. Trained by bench/train_pairs.py; data/models/README.md is its card.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from graph.model import RELATIONS
from ingest.accusations import categories_of
from ingest.pairs import Pair, features, nodes_of, pairs_of
from ingest.references import Referents
from ingest.relations import Finding

MODEL = Path(__file__).parent.parent / "data" / "models" / "pairs.tsv.gz"
VERSION = "1"
# Chosen on documents held out in cross-validation so that what the voter adds keeps the whole above a precision of .60 (bench/quality.md)
THRESHOLD = 0.45
PRECISE = 0.65
# A wrong suit brings a wrong dispute and two wrong parties with it, and a wrong accusation hurts most: these must be surer
STRICTER = {"SUES": 0.25, "ACCUSES": 0.1, "DENIES": 0.15, "RULES_AGAINST": 0.1}

Weights = dict[str, tuple[tuple[int, float], ...]]


@cache
def load_weights() -> tuple[tuple[str, ...], tuple[float, ...], Weights]:
    """Relations, the bias of each, and by feature its weights as (relation number, weight)."""
    with gzip.open(MODEL, "rt", encoding="utf-8") as lines:
        relations = tuple(next(lines).rstrip("\n").split("\t"))
        biases = tuple(float(cell) for cell in next(lines).split("\t"))
        weights: Weights = {}
        for line in lines:
            name, *cells = line.rstrip("\n").split("\t")
            weights[name] = tuple((int(number), float(weight)) for number, weight in (cell.split(":") for cell in cells))
    return relations, biases, weights


def probabilities(pair: Pair) -> dict[str, float]:
    """Probability of each relation that the kinds of the pair allow."""
    relations, biases, weights = load_weights()
    totals = list(biases)
    for name in features(pair):
        for number, weight in weights.get(name, ()):
            totals[number] += weight
    kinds = pair.subject.entity.kind, pair.object.entity.kind
    return {relation: 1 / (1 + math.exp(-total)) for relation, total in zip(relations, totals, strict=True)
            if kinds[0] in RELATIONS[relation].domain and kinds[1] in RELATIONS[relation].range}


def _category(relation: str, pair: Pair) -> str | None:
    if not RELATIONS[relation].categorised:
        return None
    return next(iter(categories_of(pair.trigger.sent.text, 1)), "other")


def find_pairs(doc: Doc, refs: Referents, known: Iterable[Finding], threshold: float = THRESHOLD) -> Iterator[Finding]:
    """Findings of the voter that no rule has, each with its probability as confidence; one a triple, the likeliest place."""
    told = {(f.relation, f.subject.id, f.object.id) for f in known}
    told |= {(f.relation, f.object.id, f.subject.id) for f in known if RELATIONS[f.relation].symmetric}
    best: dict[tuple[str, str, str], tuple[float, Pair]] = {}
    for nodes in nodes_of(doc, refs):
        for pair in pairs_of(nodes):
            for relation, probability in probabilities(pair).items():
                key = (relation, pair.subject.entity.id, pair.object.entity.id)
                if probability >= threshold + STRICTER.get(relation, 0.0) and key not in told and probability > best.get(key, (0.0,))[0]:
                    best[key] = (probability, pair)
    for (relation, subject, object_), (probability, pair) in best.items():
        reverse = best.get((relation, object_, subject))
        if reverse is not None and reverse[0] > probability:
            continue                                             # a wrong direction is worse than none
        yield Finding(relation, pair.subject.entity, pair.object.entity, pair.trigger, pair.trigger, (pair.subject.token.i, pair.object.token.i),
                      f"model:pairs-{VERSION}", _category(relation, pair), confidence=probability)
