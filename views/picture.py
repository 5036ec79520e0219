"""What the picture of the Explore page shows, as its address says it, and what a click changes in it. Knows the address, not how a picture is drawn.

    entity=ID …     opened, in this order: the first stands in the middle
    with=ID …       further entities in the picture        away=ID …    taken out of it
    pin=ID,X,Y …    nailed down by the reader              to=ID        only the ways from the first entity to this one
    only=MANNER …   relation=NAME …   kind=NAME …   publisher=   since=   until=   known=DAY     filters
    show=ID   edge=ID   group=ID                                                                 what is picked
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from graph.as_of import Bounds
from graph.model import KINDS, RELATIONS, WatchdocketError
from graph.network import Filters, Neighbourhood, Request
from views.controls import chosen_of
from views.frame import asked_for, here, put
from views.wording import MANNERS

MOST_OPENED = 12        # entities whose neighbours may be in one picture
AT_A_TIME = 8           # members of a group that a double click brings
REMEMBERED = 50         # pictures that can be undone
PICKED = ("show", "edge", "group")
NOTHING_PICKED = dict.fromkeys(PICKED, "")


def opened() -> list[str]:
    """The entities whose neighbours are shown."""
    return list(dict.fromkeys(st.query_params.get_all("entity")))[:MOST_OPENED]


def filters() -> Filters:
    """What the picture is narrowed to. Raises WatchdocketError for a day that is no date."""
    bounds = Bounds(asked_for("known"), asked_for("since"), asked_for("until"), asked_for("publisher"))
    return Filters(*_choices(), bounds=bounds)


def filters_or_sentence() -> tuple[Filters, str]:
    """The filters; where a day is no date, those without days, and what is wrong."""
    try:
        return filters(), ""
    except WatchdocketError as error:
        return Filters(*_choices()), str(error)


def request(narrowed: Filters) -> Request:
    """What is asked of the graph."""
    return Request(tuple(opened()), tuple(st.query_params.get_all("with")), tuple(st.query_params.get_all("away")), narrowed)


def pins() -> dict[str, tuple[float, float]]:
    """Where the reader nailed entities down, in the picture's own pixels."""
    found = {}
    for pin in st.query_params.get_all("pin"):
        entity, *place = pin.split(",")
        if len(place) == 2 and all(number.lstrip("-").isdecimal() and len(number) < 7 for number in place):
            found[entity] = (float(place[0]), float(place[1]))
    return found


def _choices() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(chosen_of(name, allowed)) for name, allowed in (("only", MANNERS), ("relation", RELATIONS), ("kind", KINDS)))


# ------------------------------------------------------------------ changes

def pick(what: dict[str, Any], around: Neighbourhood) -> None:
    """Put what was clicked, dragged or pressed in the picture into the address."""
    kind, one = str(what.get("type", "")), str(what.get("id", ""))
    if kind in PICKED:
        put(**NOTHING_PICKED | {kind: one})
    elif kind == "open":
        put(entity=with_or_without(one))
    elif kind == "more":
        put(**{"with": [*st.query_params.get_all("with"), *next((group.members[:AT_A_TIME] for group in around.groups if group.id == one), ())]})
    elif kind == "away":
        put(**NOTHING_PICKED | {"away": [*st.query_params.get_all("away"), one]})
    elif kind == "pin":
        put(pin=[*_pins_but(one), f"{one},{round(float(what['x']))},{round(float(what['y']))}"])
    elif kind == "unpin":
        put(pin=_pins_but(one))
    elif kind == "undo":
        undo()


def with_or_without(entity: str) -> list[str]:
    """The opened entities with this one too, or without it where it was one of several."""
    before = opened()
    if entity in before:
        return [id for id in before if id != entity] or [entity]
    return [*before, entity][-MOST_OPENED:]


def adding(entity: str) -> dict[str, str | Sequence[str]]:
    """The address of this picture with one more entity in it."""
    return here(**{"with": [*st.query_params.get_all("with"), entity]})


def _pins_but(entity: str) -> list[str]:
    return [pin for pin in st.query_params.get_all("pin") if not pin.startswith(f"{entity},")]


# ------------------------------------------------------------------ undo

def remember() -> None:
    """Keep the picture that this one follows, so that it can be undone; what is picked in it makes no difference."""
    now = {name: value for name, value in here().items() if name not in PICKED}
    before = st.session_state.get("picture")
    if before is not None and before != now:
        st.session_state["pictures"] = [*st.session_state.get("pictures", []), before][-REMEMBERED:]
    st.session_state["picture"] = now


def can_undo() -> bool:
    """Whether there was a picture before this one."""
    return bool(st.session_state.get("pictures"))


def undo() -> None:
    """Go back to the picture before this one."""
    if can_undo():
        *earlier, last = st.session_state["pictures"]
        st.session_state["pictures"], st.session_state["picture"] = earlier, last
        st.query_params.from_dict(last)
