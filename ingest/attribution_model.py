"""The learned part of the attribution stage: three linear models (is this a cue, is this its source, is this its content) over words and syntax.

Knows features and weights, not how spans are put together. Trained by bench/train_attributions.py; without its file the tables decide alone.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import cues

if TYPE_CHECKING:
    from ingest.tree import Tree

FILE = Path(__file__).parents[1] / "data" / "models" / "attributions.tsv.gz"
MODELS = ("cue", "source", "content")
NAMES = frozenset({"NNP", "NNPS"})


@cache
def weights() -> dict[str, dict[str, float]]:
    """Feature → weight of each model; empty where the file is absent."""
    found: dict[str, dict[str, float]] = {model: {} for model in MODELS}
    if FILE.exists():
        with gzip.open(FILE, "rt", encoding="utf-8") as lines:
            for line in lines:
                model, feature, weight = line.rstrip("\n").split("\t")
                found[model][feature] = float(weight)
    return found


def probability(table: dict[str, float], features: Iterable[str]) -> float:
    """Logistic score of a feature list."""
    total = table.get("bias", 0.0)
    for feature in features:
        weight = table.get(feature)
        if weight is not None:
            total += weight
    return 1 / (1 + math.exp(-total)) if total > -30 else 0.0


def shape(tree: Tree, token: int) -> str:
    """What sort of word this is: a name, which pronoun, or its tag."""
    tag = tree.tag[token]
    if tag in NAMES:
        return "NAME"
    return tree.lower[token] if tag in ("PRP", "PRP$", "WP", "WDT", "DT", "EX") else tag


def near(distance: int) -> str:
    """A distance in tokens as one of few words."""
    size = abs(distance)
    word = str(size) if size < 4 else "few" if size < 8 else "far" if size < 20 else "veryfar"
    return ("-" if distance < 0 else "+") + word


def cue_features(tree: Tree, cue: int, places: list[tuple[str, int]], source: int | None, inside: str) -> list[str]:
    """Features of “this word attributes something to somebody”; `inside` says in which speech it stands itself."""
    lemma, dep, tag = tree.lemma[cue], tree.dep[cue], tree.tag[cue]
    names = [place for place, _ in places]
    pattern = "+".join(sorted(set(names)))
    subject = shape(tree, source) if source is not None else "none"
    subject_lemma = tree.lemma[source] if source is not None else "none"
    head = tree.lemma[tree.head[cue]]
    kids = tree.kids[cue][:24]
    kind = _kind(lemma, tree.pos[cue], names)
    following = tree.lower[cue + 1].strip() if cue + 1 < tree.n else ""
    previous = tree.lower[cue - 1].strip() if cue else ""
    features = [f"l={lemma}", f"p={pattern}", f"d={dep}", f"t={tag}", f"s={subject}", f"i={inside}", f"k={kind}", f"sl={subject_lemma}",
                f"l={lemma}|t={tag}", f"l={lemma}|d={dep}", f"l={lemma}|s={subject}", f"p={pattern}|s={subject}", f"k={kind}|i={inside}",
                f"k={kind}|s={subject}", f"k={kind}|d={dep}", f"i={inside}|s={subject}", f"d={dep}|t={tag}", f"h={head}", f"k={kind}|h={head}",
                f"l={lemma}|i={inside}", f"k={kind}|sl={subject_lemma}", f"suf={lemma[-3:]}", f"p={pattern}|t={tag}", f"p={pattern}|d={dep}",
                f"n={following}", f"l={lemma}|n={following}", f"v={previous}", f"k={kind}|v={previous}", f"l={lemma}|p={pattern}",
                f"k={kind}|t={tag}"]
    for place, token in places[:6]:
        what, tagged = tree.lemma[token], shape(tree, token)
        features += (f"l={lemma}|p={place}", f"cl={place}|{what}", f"ct={place}|{tagged}", f"k={kind}|cl={what}", f"l={lemma}|ct={tagged}",
                     f"k={kind}|ct={place}|{tagged}")
    for kid in kids:
        if tree.dep[kid] in ("mark", "aux", "neg", "auxpass", "prt", "advmod"):
            mark = f"{tree.dep[kid]}={tree.lower[kid]}"
            features += (mark, f"k={kind}|{mark}", f"l={lemma}|{mark}")
    return features


def _kind(lemma: str, pos: str, places: list[str]) -> str:
    """What the tables say of the word with these places of content: kind and firmness, or that they do not know it."""
    cue = cues.table_for(pos).get(lemma)
    if cue is None:
        return "unknown"
    hits = [place for place in places if place in cue.kinds]
    if not hits:
        return "bare-" + next(iter(cue.kinds.values()))
    return cue.kinds[hits[0]] + ("!" if any(place in cue.firm for place in hits) else "")


def argument_features(tree: Tree, cue: int, path: str, token: int, chosen: bool) -> list[str]:
    """Features of “this token heads the source (or content) of that cue”; `chosen` where the tables pick it."""
    lemma, tag = tree.lemma[cue], shape(tree, token)
    way = near(token - cue)
    kind = _kind(lemma, tree.pos[cue], [path.rsplit("_", 1)[-1]])
    width = near(tree.right[token] - tree.left[token])
    voice = "passive" if any(tree.dep[kid] == "auxpass" for kid in tree.kids[cue][:24]) else tree.tag[cue]
    word = tree.lemma[token]
    return [f"p={path}", f"p={path}|l={lemma}", f"p={path}|t={tag}", f"p={path}|w={way}", f"c={chosen}", f"c={chosen}|p={path}",
            f"p={path}|v={voice}", f"p={path}|k={kind}", f"a={word}", f"l={lemma}|t={tag}", f"p={path}|v={voice}|t={tag}", f"n={width}|p={path}",
            f"p={path}|a={word}", f"pos={tree.pos[cue]}|p={path}", f"w={way}|t={tag}", f"p={path}|v={voice}|l={lemma}"]
