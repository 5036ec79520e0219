"""The whole graph of a store in one comparable value, and what an extraction looks like when it comes back. Knows nothing of how it got there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph.model import Extraction
from graph.store import Store


def picture(store: Store) -> tuple[list[Any], list[Any]]:
    """All nodes and relationships with all their properties, in an order that depends on them alone; without the log, which is no content."""
    ask = store._connection.ask
    nodes = ask("MATCH (n) WHERE NOT n:LogEntry RETURN labels(n) AS labels, properties(n) AS properties")
    edges = ask("MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS properties, a.id AS source, b.id AS target")
    return (sorted((sorted(row["labels"]), _sorted(row["properties"])) for row in nodes),
            sorted(((row["type"], row["source"], row["target"], _sorted(row["properties"])) for row in edges), key=str))


def _sorted(properties: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((key, repr(value)) for key, value in properties.items() if key != "lock")


def canonical(extraction: Extraction) -> Extraction:
    """The same extraction in the order in which a store gives its parts back."""
    def place(entity: Any) -> Any:
        return not entity.mentions, entity.mentions[0].start if entity.mentions else 0, entity.name, entity.kind

    return replace(extraction, entities=tuple(sorted(extraction.entities, key=place)),
                   claims=tuple(sorted(extraction.claims, key=lambda claim: (claim.start, claim.end, claim.id))))
