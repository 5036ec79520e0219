"""Where on earth the places on record are, and the outlines of land and borders. Knows the bundled tables, not how a map is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph.places import ShownPlace
from ingest import gazetteers

Row = gazetteers.Place | gazetteers.Region | gazetteers.Country
RIVAL = 0.1         # of the people of the most populous that another place of its name must have to make one doubt
OUTLINES = Path(__file__).resolve().parents[1] / "data" / "outlines.json"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its coordinates in degrees. `unsure`: others bear its name, and this is but the most populous."""

    place: ShownPlace
    latitude: float
    longitude: float
    unsure: bool = False


@cache
def outlines() -> dict[str, Any]:
    """Lines of longitudes and latitudes: `land` as closed rings, `borders` between countries."""
    found: dict[str, Any] = json.loads(OUTLINES.read_text("utf-8"))
    return found


def spots_of(places: Iterable[ShownPlace]) -> tuple[list[Spot], list[ShownPlace]]:
    """The places that the bundled tables know, with their coordinates; and the others."""
    found, unknown = [], []
    for place in places:
        spot = locate(place)
        if spot:
            found.append(spot)
        else:
            unknown.append(place)
    return found, unknown


def locate(place: ShownPlace) -> Spot | None:
    """Where the place is: a country at its capital, a region at a city of it; of cities of one name the one in a place that it is said to lie in."""
    for name in dict.fromkeys((place.entity.name, *place.entity.aliases)):
        candidates = [one for one in _bearing(place.entity.kind, name) if one.latitude is not None and one.longitude is not None]
        if candidates:
            fitting = [one for one in candidates if _names_around(one).intersection(place.within)]
            best = (fitting or candidates)[0]
            return Spot(place, float(best.latitude or 0), float(best.longitude or 0), unsure=not fitting and _has_rival(candidates))
    return None


def _bearing(kind: str, name: str) -> Sequence[Row]:
    """The rows that bear the name, of the table of this kind if any is there, the most populous first."""
    if kind == "Country":
        country = gazetteers.countries().get(name)
        return [country] if country else []
    regions, places = gazetteers.regions().get(name, ()), gazetteers.places().get(name, ())
    return (regions or places) if kind == "Region" else (places or regions)


def _has_rival(candidates: Sequence[Row]) -> bool:
    sizes = [one.population if isinstance(one, gazetteers.Place) else 1 for one in candidates]
    return len(sizes) > 1 and sizes[1] > sizes[0] * RIVAL


def _names_around(one: Row) -> set[str]:
    if isinstance(one, gazetteers.Country):
        return set()
    country = gazetteers.country_by_code().get(one.country)
    return {one.region if isinstance(one, gazetteers.Place) else "", *((country.name, *country.aliases) if country else ())} - {""}
