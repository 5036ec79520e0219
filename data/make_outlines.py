"""Makes data/outlines.json, the land and borders of the map, from Natural Earth (public domain) as npm's world-atlas 2.0.2 packs it (ISC). Run it as

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python data/make_outlines.py package/countries-110m.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("outlines.json")
SOURCE = "Natural Earth 4.1.0, 1:110m, public domain (https://www.naturalearthdata.com/), via npm world-atlas 2.0.2; rounded by data/make_outlines.py"
ANTARCTIC = -60         # degrees north
Line = list[tuple[float, float]]


def lines_of(topology: dict[str, Any]) -> list[Line]:
    """The arcs of a TopoJSON as longitudes and latitudes in degrees, to a tenth."""
    (east, north), (x, y) = topology["transform"]["scale"], topology["transform"]["translate"]
    absolute = ([*accumulate(arc, lambda before, step: [before[0] + step[0], before[1] + step[1]])] for arc in topology["arcs"])
    return [[(round(a * east + x, 1), round(b * north + y, 1)) for a, b in arc] for arc in absolute]


def rings_of(geometry: dict[str, Any]) -> list[list[int]]:
    """The rings of a geometry, each as arc numbers; one's complement: backwards."""
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings_of(part)]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def joined(ring: list[int], lines: list[Line]) -> Line:
    """A ring as one line."""
    points: Line = []
    for arc in ring:
        part = lines[arc] if arc >= 0 else lines[~arc][::-1]
        points += part[bool(points):]
    return points


def unwrapped(ring: Line) -> Line:
    """The ring without jumps from one edge of the map to the other: it runs on beyond 180° instead."""
    jumps = (-360 if after[0] - before[0] > 180 else 360 if before[0] - after[0] > 180 else 0 for before, after in pairwise(ring))
    return [(round(x + turn, 1), y) for (x, y), turn in zip(ring, accumulate(jumps, initial=0), strict=True)]


def clipped(ring: Line, sign: int) -> Line:
    """The part of a ring on one side of 180° (`sign` 1: west of it, -1: east of it), closed along that line."""
    found: Line = []
    for (x, y), (to_x, to_y) in pairwise([*ring, ring[0]]):
        if sign * x <= sign * 180:
            found.append((x, y))
        if (x - 180) * (to_x - 180) < 0:
            found.append((180, round(y + (to_y - y) * (180 - x) / (to_x - x), 1)))
    return found


def on_the_map(ring: Line) -> list[Line]:
    """The ring in pieces that do not cross the edge of the map; none for the Antarctic."""
    if max(y for _, y in ring) < ANTARCTIC:
        return []
    plain = unwrapped(ring)
    plain = [(x + 360, y) for x, y in plain] if min(x for x, _ in plain) < -180 else plain
    east = [(round(x - 360, 1), y) for x, y in clipped(plain, -1)]
    return [part for part in (clipped(plain, 1), east) if len(part) > 2]


def main(path: Path) -> None:
    topology = json.loads(path.read_text("utf-8"))
    lines, objects = lines_of(topology), topology["objects"]
    land = [part for ring in rings_of(objects["land"]) for part in on_the_map(joined(ring, lines))]
    uses = Counter(arc if arc >= 0 else ~arc for ring in rings_of(objects["countries"]) for arc in ring)
    borders = [lines[arc] for arc, times in sorted(uses.items()) if times > 1 and unwrapped(lines[arc]) == lines[arc]]
    TARGET.write_text(json.dumps({"source": SOURCE, "land": land, "borders": borders}, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
