"""Where the nodes of a small network stand, so that far in steps is far in the picture and no name lies on another. Knows numbers only.

The same input gives the same picture.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

ROUNDS = 300
PUSHES = 80
APART = 0.6     # steps that parts without a connection keep from each other, beyond the longest way within one


Places = Mapping[str, tuple[float, float]]


def positions(nodes: Sequence[str], lengths: Mapping[tuple[str, str], float], fixed: Places | None = None) -> dict[str, tuple[float, float]]:
    """A place for each node, in steps. `lengths`: how long the line between two nodes should be, about 1. What is `fixed` stays where it is."""
    if not nodes:
        return {}
    held = {at: fixed[node] for at, node in enumerate(nodes) if fixed and node in fixed}
    if len(held) == len(nodes):
        return {nodes[at]: place for at, place in held.items()}
    wanted = _ways(nodes, lengths)
    angles = np.arange(len(nodes)) * 2.399963       # the golden angle: a start without symmetry
    place = np.stack([np.cos(angles), np.sin(angles)], axis=1) * np.sqrt(np.arange(len(nodes)) + 0.5)[:, None]
    stays, where = np.array(list(held), dtype=int), np.array(list(held.values())).reshape(-1, 2)
    if held:                                        # what is new begins beside what it is tied to
        place += _beside(wanted, stays, where)
    weight = 1 / np.maximum(wanted, 0.1) ** 2
    np.fill_diagonal(weight, 0)
    total = np.maximum(weight.sum(axis=1), 1e-9)[:, None]
    for _ in range(ROUNDS):                         # stress majorisation: each node goes where the others want it on average
        place[stays] = where
        apart = place[:, None, :] - place[None, :, :]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-6)
        ideal = place[None, :, :] + apart * (wanted / distance)[:, :, None]
        place = (weight[:, :, None] * ideal).sum(axis=1) / total if len(nodes) > 1 else place
    place[stays] = where
    if not held:
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


def _beside(wanted: np.ndarray, stays: np.ndarray, where: np.ndarray) -> np.ndarray:
    """For each node, the place of the nearest of those that stay."""
    return where[wanted[:, stays].argmin(axis=1)]


def spread(places: Places, boxes: Mapping[str, tuple[float, float, float]], fixed: Collection[str] = ()) -> dict[str, tuple[float, float]]:
    """The same places moved as little as keeps the nodes' boxes off each other. `boxes`: width, height above and height below, with the name."""
    nodes = list(places)
    if len(nodes) < 2:
        return dict(places)
    place, (width, above, below) = np.array([places[node] for node in nodes], dtype=float), np.array([boxes[node] for node in nodes]).T
    held = np.array([node in fixed for node in nodes])
    shift = (below - above) / 2
    for _ in range(PUSHES):
        middle = place + np.stack([np.zeros_like(shift), shift], axis=1)
        apart = middle[:, None, :] - middle[None, :, :]
        over = np.stack([(width[:, None] + width[None, :]) / 2, (above + below)[:, None] / 2 + (above + below)[None, :] / 2], axis=2) - np.abs(apart)
        meet = (over > 0).all(axis=2)
        np.fill_diagonal(meet, False)
        if not meet.any():
            break
        sideways = over[:, :, 0] < over[:, :, 1]
        way = np.where(apart == 0, np.sign(np.arange(len(nodes))[:, None] - np.arange(len(nodes))[None, :])[:, :, None], np.sign(apart))
        push = way * over * np.stack([sideways, ~sideways], axis=2) * meet[:, :, None] * 0.3
        step = push.sum(axis=1)
        step[held] = 0
        place += step
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, place, strict=True)}
