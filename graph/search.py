"""Finds what a reader types in names, titles and quotes. Knows the full-text indexes of the store, not Streamlit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.explore import ShownClaim, ShownDocument, ShownEntity, claims_of_ids, documents_of_ids, search
from graph.store import Store

WHERE = ("names", "documents", "quotes")        # the groups of what is found, in the order in which they are shown


@dataclass(frozen=True, slots=True)
class Found:
    """What has the words, best first. A group holds at most as many as were asked for."""

    names: tuple[ShownEntity, ...] = ()
    documents: tuple[ShownDocument, ...] = ()
    quotes: tuple[ShownClaim, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.documents or self.quotes)


def find(store: Store, text: str, limit: int = 6, where: tuple[str, ...] = WHERE) -> Found:
    """Entities by any of their names (also nearly spelled so), documents by title, claims by the words of their quotes."""
    words = _word_search(text)
    if not words:
        return Found()
    return Found(tuple(search(store, text, limit)) if "names" in where else (),
                 tuple(documents_of_ids(store, _hits(store, "Document[title]", words, limit))) if "documents" in where else (),
                 tuple(claims_of_ids(store, _hits(store, "Claim[quote]", words, limit))) if "quotes" in where else ())


def _word_search(text: str) -> str:
    """The question that finds, in an index of running text, what has all these words; the last may go on."""
    words = re.findall(r"\w+", text.casefold())
    return " ".join(f"+{word}" for word in words) + "*" if words else ""


def _hits(store: Store, index: str, words: str, limit: int) -> list[str]:
    rows = store.read("CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score "
                      "RETURN node.id AS id ORDER BY score DESC, node.id LIMIT $limit", {"index": index, "words": words, "limit": limit}).rows
    return [row["id"] for row in rows]
