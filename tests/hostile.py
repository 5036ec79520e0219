"""A document whose names and words try to be program, markup or Markdown, and which is too long and runs the other way. Nothing here may act."""

from __future__ import annotations

from graph.model import Extraction, Source
from tests.factories import extraction, says

SCRIPT = "<script>window.hacked=1</script>"
IMAGE = '"><img src=x onerror="window.hacked=2">'
MARKDOWN = "[click](javascript:window.hacked=3) **bold** :red[red] $x^2$ `code`"
ARABIC = "شركة الكاميرات‮ المحدودة"
LONG = "Endless " * 900 + "Ltd"        # Neo4j indexes names of up to some 8,000 bytes
FORMULA = '=HYPERLINK("http://evil.example","x")'


def hostile() -> list[Extraction]:
    """Two documents of such names."""
    text = (f"{SCRIPT} accuses {IMAGE} of theft. {MARKDOWN} sued {ARABIC}. {LONG} hired {FORMULA}. {ARABIC} denies it. "
            f"<b onmouseover=window.hacked=4>{SCRIPT}</b> javascript:window.hacked=5")
    names = {SCRIPT: "Company", IMAGE: "Company", MARKDOWN: "Authority", ARABIC: "Company", LONG: "Company", FORMULA: "Company"}
    return [extraction(
        text, names,
        says(SCRIPT, "ACCUSES", IMAGE, f"{SCRIPT} accuses {IMAGE} of theft", by=(MARKDOWN,), category="other"),
        says(MARKDOWN, "SUES", ARABIC, f"{MARKDOWN} sued {ARABIC}", date=SCRIPT),
        says(LONG, "SUBCONTRACTS_TO", FORMULA, f"{LONG} hired {FORMULA}", "alleged", by=(SCRIPT, LONG)),
        says(ARABIC, "DENIES", MARKDOWN, f"{ARABIC} denies it", category="other", amount=IMAGE),
        title=SCRIPT + IMAGE, publisher=MARKDOWN, url="javascript:window.hacked=6", licence=IMAGE, kind="news", published="2032-01-01",
        sources=(Source("1", SCRIPT, IMAGE, "javascript:window.hacked=7", MARKDOWN),), citations=()),
    ]
