"""Where the nodes of a small network stand, so that far in steps is far in the picture. Knows numbers only; the same input, the same picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

ROUNDS = 300
APART = 0.6     # steps that parts without a connection keep from each other, beyond the longest way within one


def positions(nodes: Sequence[str], lengths: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """A place for each node, in steps. `lengths`: how long the line between two nodes should be, about 1."""
    if not nodes:
        return {}
    wanted = _ways(nodes, lengths)
    angles = np.arange(len(nodes)) * 2.399963       # the golden angle: a start without symmetry
    place = np.stack([np.cos(angles), np.sin(angles)], axis=1) * np.sqrt(np.arange(len(nodes)) + 0.5)[:, None]
    weight = 1 / np.maximum(wanted, 0.1) ** 2
    np.fill_diagonal(weight, 0)
    total = np.maximum(weight.sum(axis=1), 1e-9)[:, None]
    for _ in range(ROUNDS):                         # stress majorisation: each node goes where the others want it on average
        apart = place[:, None, :] - place[None, :, :]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-6)
        ideal = place[None, :, :] + apart * (wanted / distance)[:, :, None]
        place = (weight[:, :, None] * ideal).sum(axis=1) / total if len(nodes) > 1 else place
    place -= place.mean(axis=0)
    return {node: (round(float(x), 3), round(float(y), 3)) for node, (x, y) in zip(nodes, place, strict=True)}


def _ways(nodes: Sequence[str], lengths: Mapping[tuple[str, str], float]) -> np.ndarray:
    """The length of the shortest way between every two nodes."""
    index = {node: at for at, node in enumerate(nodes)}
    ways = np.full((len(nodes), len(nodes)), np.inf)
    np.fill_diagonal(ways, 0)
    for (one, other), length in lengths.items():
        if one != other:
            a, b = index[one], index[other]
            ways[a, b] = ways[b, a] = min(length, ways[a, b])
    for via in range(len(nodes)):
        ways = np.minimum(ways, ways[:, via, None] + ways[None, via, :])
    reached = ways[np.isfinite(ways)].max()
    return np.where(np.isfinite(ways), ways, min(reached, 2) + APART)
