"""A second voter: how likely each relation is for a pair of entities, by a linear model over the words and grammar between them.

It finds pairs that no frame finds; status and chain stay with attributions and grammar. Trained by bench/train_pairs.py; its card is
data/models/README.md.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy
from numpy.typing import NDArray
from spacy.tokens import Doc

from graph.model import RELATIONS
from ingest.pairs import Pair, features, nodes_of, pairs_of
from ingest.references import Referents
from ingest.relations import Finding
from ingest.status import DENYING, HEDGES, PROSPECTIVE
from ingest.structure import FUTURE

MODEL = Path(__file__).parent.parent / "data" / "models" / "pairs.tsv.gz"
VERSION = "1"
# Chosen by relation on documents held out in cross-validation, so that half or more of what the voter adds is right (bench/quality.md).
# Who accuses, denies or sues is never asked of it: it errs most there, and a wrong edge hurts most.
THRESHOLDS: dict[str, float] = {
    "CONTRACTS_WITH": 0.5, "HOLDS_ROLE": 0.6, "MAKES": 0.6, "OVERSEES": 0.6, "SANCTIONS": 0.6, "WORKS_ON": 0.6, "SUBCONTRACTS_TO": 0.6,
    "BASED_IN": 0.6, "LOCATED_IN": 0.6, "OWNS": 0.6, "USES": 0.8, "TERMINATES": 0.65, "PARTNERS_WITH": 0.75, "INVESTIGATES": 0.6, "FINES": 0.6,
    "RULES_FOR": 0.6, "RULES_AGAINST": 0.6,
}
STRICTER = 0.4                                      # what --precise adds to each threshold
SURE = 0.7
CONFIDENCE = {True: 0.5, False: 0.3}                # share right from SURE on and below it, on documents that nothing was learned from
OPPOSITES = {"RULES_FOR": "RULES_AGAINST", "RULES_AGAINST": "RULES_FOR"}

UNPLAIN = (
    FUTURE
    | HEDGES
    | frozenset("no not never neither nor without if whether unless potential alleged possible proposed planned outside dispute failed talks".split())
)
MOODS = (
    DENYING
    | PROSPECTIVE
    | frozenset("claim allege say tell accuse allegation accusation report letter deny denial sue fail negotiate negotiation".split())
)


@dataclass(frozen=True, slots=True)
class Weights:
    """The linear model: a row of `table` for each feature in `rows`, a column for each relation."""

    relations: tuple[str, ...]
    biases: NDArray[numpy.float64]                  # (relations,)
    rows: dict[str, int]
    table: NDArray[numpy.float64]                   # (features, relations)


@cache
def load_weights() -> Weights:
    """Read the model's file: relations, their biases, then by feature its weights as relation number:weight."""
    with gzip.open(MODEL, "rt", encoding="utf-8") as lines:
        relations = tuple(next(lines).rstrip("\n").split("\t"))
        biases = numpy.array([float(cell) for cell in next(lines).split("\t")])
        features = [line.rstrip("\n").split("\t") for line in lines]
    table = numpy.zeros((len(features), len(relations)))
    for row, (_, *cells) in zip(table, features, strict=True):
        for cell in cells:
            number, weight = cell.split(":")
            row[int(number)] = float(weight)
    return Weights(relations, biases, {name: number for number, (name, *_) in enumerate(features)}, table)


@cache
def _asked(subject: str, object_: str) -> tuple[tuple[int, str], ...]:
    """Columns and names of the relations that are asked about entities of these kinds."""
    return tuple((number, relation) for number, relation in enumerate(load_weights().relations)
                 if relation in THRESHOLDS and subject in RELATIONS[relation].domain and object_ in RELATIONS[relation].range)


def probabilities(pair: Pair) -> dict[str, float]:
    """Probability of each relation that the kinds of the pair allow."""
    asked = _asked(pair.subject.entity.kind, pair.object.entity.kind)
    if not asked:
        return {}
    weights = load_weights()
    rows = sorted(weights.rows[name] for name in features(pair) if name in weights.rows)     # sorted: sums alike to the last bit
    totals = (weights.biases + weights.table[rows].sum(axis=0)).tolist()
    return {relation: 1 / (1 + math.exp(-totals[number])) for number, relation in asked}


def _plain(pair: Pair) -> bool:
    """Nothing between and around the two ends says planned, hedged, denied or negated: the voter knows no moods, so it keeps to plain statements."""
    first, last = sorted((pair.subject, pair.object), key=lambda n: n.start)
    around = [*pair.top.doc[first.start: last.end], *pair.top.children, pair.top, *pair.trigger.children, pair.trigger, *list(pair.top.ancestors)[:4]]
    return not any(
        t.dep_ == "neg" or t.lower_ in UNPLAIN or (t.lemma_.lower() in MOODS and t.pos_ in ("VERB", "NOUN")) or t.text == "?" for t in around
    )


def _settled(relation: str, pair: Pair) -> bool:
    return relation == "HOLDS_ROLE" or _plain(pair)


def find_pairs(doc: Doc, refs: Referents, known: Iterable[Finding], stricter: float = 0.0) -> Iterator[Finding]:
    """Findings of the voter that no rule has, each with its probability as confidence; one a triple, the likeliest place."""
    told = {(f.relation, f.subject.id, f.object.id) for f in known}
    told |= {(relation, right, left) for relation, left, right in told}              # no voice against the direction that a rule read
    told |= {(OPPOSITES[relation], left, right) for relation, left, right in told if relation in OPPOSITES}
    best: dict[tuple[str, str, str], tuple[float, Pair]] = {}
    for nodes in nodes_of(doc, refs):
        for pair in pairs_of(nodes):
            for relation, probability in probabilities(pair).items():
                key = (relation, pair.subject.entity.id, pair.object.entity.id)
                if (
                    probability >= THRESHOLDS[relation] + stricter
                    and key not in told
                    and probability > best.get(key, (0.0,))[0]
                    and _settled(relation, pair)
                ):
                    best[key] = (probability, pair)
    for (relation, subject, object_), (probability, pair) in best.items():
        reverse = best.get((relation, object_, subject))
        if reverse is not None and reverse[0] > probability:
            continue                                             # a wrong direction is worse than none
        trigger = pair.object.token if relation == "HOLDS_ROLE" else pair.trigger         # an office has no mood
        yield Finding(relation, pair.subject.entity, pair.object.entity, trigger, trigger, (pair.subject.token.i, pair.object.token.i),
                      f"model:pairs-{VERSION}", confidence=CONFIDENCE[probability >= SURE])
