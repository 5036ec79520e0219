"""The design, written down once: colours in light and dark, type sizes, spacing. Knows no page; style.css and the components use its names as --wd-….

The colours for how firm something is differ in lightness as well as in hue (after Okabe and Ito), so that colour-blind eyes tell them apart; and
none carries meaning alone: a line's dashes, a badge's border and a word say the same.
"""

from __future__ import annotations

Ink = tuple[str, str]       # in light, in dark

MANNER_INKS: dict[str, Ink] = {
    "established": ("#1f4e79", "#8ab8e6"), "alleged": ("#8f5300", "#f0b35e"), "disputed": ("#b3261e", "#ff8a80"), "planned": ("#5b5b77", "#b9b9d6")}
KIND_INKS: dict[str, Ink] = {
    "private": ("#3f6f9f", "#86b3de"), "public": ("#6b5a9e", "#b7a6ea"), "people": ("#2e7d6b", "#7fcdb9"), "place": ("#6d7a55", "#b5c49a"),
    "thing": ("#8a6d4b", "#d0b28f"), "case": ("#3b3f46", "#c9cdd3")}
PAPER_INKS: dict[str, Ink] = {
    "text": ("#1d2126", "#e6e4df"), "quiet": ("#5c6370", "#a6adb7"), "paper": ("#fdfcfa", "#16191d"), "panel": ("#f3f1ec", "#20252b"),
    "line": ("#ddd9d0", "#3a4149"), "mark": ("#fff0b3", "#5b4a00")}
INKS = MANNER_INKS | KIND_INKS | PAPER_INKS

SIZES = {"tiny": ".75rem", "small": ".82rem", "note": ".88rem", "body": "1rem", "large": "1.25rem", "figure": "1.6rem"}
SPACES = {"hair": ".15rem", "tight": ".35rem", "gap": ".6rem", "wide": "1.1rem", "far": "2.2rem"}
FACES = {"sans": "var(--st-font, system-ui), sans-serif", "serif": 'Georgia, "Times New Roman", serif'}


def theme_css() -> str:
    """The names that stylesheets use: var(--wd-alleged), var(--wd-size-note), var(--wd-space-gap), var(--wd-face-serif)."""
    values = {name: f"light-dark({light}, {dark})" for name, (light, dark) in INKS.items()}
    values |= {f"{group}-{name}": value for group, table in (("size", SIZES), ("space", SPACES), ("face", FACES)) for name, value in table.items()}
    return ".stApp {" + "".join(f" --wd-{name}: {value};" for name, value in values.items()) + " }"


def rgb(name: str, *, dark: bool) -> tuple[int, int, int]:
    """An ink as numbers from 0 to 255, for drawings that know no CSS."""
    ink = INKS[name][dark].lstrip("#")
    red, green, blue = (int(ink[at:at + 2], 16) for at in (0, 2, 4))
    return red, green, blue
