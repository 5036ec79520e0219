"""The part of a store for those who review what it holds: claims one by one, and documents with what rests on them. Knows Cypher, no face."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.changes import write_reviews
from graph.connection import asking
from graph.history import LogEntry, add_entries, read_entries
from graph.model import Claim, Extraction
from graph.nodes import CLAIM_LABELS
from graph.opened import Opened
from graph.records import read_documents
from graph.retraction import Consequences, what_rests_on
from graph.review_nodes import read_log, read_queue, read_records
from graph.reviews import Entry, Queued, Record, Review, Undo, now

AT_ONCE = 200                   # records in one transaction


class Reviewing(Opened):
    """Reviews of claims, what would follow a retraction, and the log of what came and went."""

    def what_rests_on(self, document_ids: Sequence[str]) -> Consequences:
        """What would go, change and stay if these documents were retracted together, and on whose word it would stay. Changes nothing."""
        return self._connection.look(lambda tx: what_rests_on(tx, document_ids))

    def log_unchanged(self, documents: Iterable[tuple[str, str]], *, run: str) -> None:
        """Note in the log documents (id and file) of which `has` said that nothing need be written."""
        self._require_writing()
        entries = [LogEntry(now(), "unchanged", document, run, file) for document, file in documents]
        self._connection.write(lambda tx: add_entries(tx, entries))

    def documents_citing(self, *, publisher: str = "", url: str = "") -> list[tuple[str, str]]:
        """Ids and titles of the documents that cite a publication of this publisher (in any case) or at this address."""
        return [(row["id"], row["title"]) for row in self._connection.ask(
            "MATCH (d:Document)-[:CITES]->(s:Source) WHERE ($publisher = '' OR toLower(s.publisher) = toLower($publisher)) "
            "AND ($url = '' OR s.url = $url) RETURN DISTINCT d.id AS id, coalesce(d.title, 'Untitled') AS title ORDER BY title, id",
            publisher=publisher, url=url)]

    def find_documents(self, *, publisher: str = "", url: str = "") -> list[str]:
        """Ids of the documents of a publisher (in any case) or from an address."""
        return [row["id"] for row in self._connection.ask(
            "MATCH (d:Document) WHERE ($publisher = '' OR toLower(d.publisher) = toLower($publisher)) AND ($url = '' OR d.url = $url) "
            "RETURN d.id AS id ORDER BY id", publisher=publisher, url=url)]

    def log(self, *, document: str = "", run: str = "", file: str = "", limit: int = 100) -> list[LogEntry]:
        """What became of documents when, newest first; only those of a document id, run or file where one is named."""
        return self._connection.look(lambda tx: read_entries(asking(tx), document=document, run=run, file=file, limit=limit))

    def review(self, review: Review) -> None:
        """Let a claim stand as a reviewer has it. Raises ReviewError where there is no such claim or the review cannot be of it."""
        self._write_reviews([review], strict=True)

    def undo_review(self, review_id: str, by: str, why: str) -> Undo:
        """Take a review back: the claim stands as the review before it has it, or as it was extracted. Raises ReviewError."""
        undo = Undo(review_id, by, now(), why)
        self._write_reviews([undo], strict=True)
        return undo

    def add_reviews(self, records: Iterable[Record]) -> int:
        """Take over reviews and undos from elsewhere, in any order, also of claims that are not here (yet); how many were not here."""
        records = list(records)
        return sum(self._write_reviews(records[start:start + AT_ONCE], strict=False) for start in range(0, len(records), AT_ONCE))

    def _write_reviews(self, records: list[Record], *, strict: bool) -> int:
        self._require_writing()
        return self._connection.write(lambda tx: write_reviews(tx, records, strict=strict))

    def reviews(self, claim: str | None = None) -> list[Entry]:
        """All reviews, or those of one claim, with what became of each; oldest first."""
        return self._connection.look(lambda tx: read_log(asking(tx), claim))

    def review_queue(self, limit: int = 20) -> list[Queued]:
        """Claims that nobody has reviewed, those first that do most harm if they are wrong."""
        return self._connection.look(lambda tx: read_queue(asking(tx), limit))

    def claim(self, claim_id: str) -> tuple[Claim, Extraction] | None:
        """A claim as it was extracted, with all that was found in its document; None where no document makes it."""
        documents = [row["id"] for label in CLAIM_LABELS for row in self._connection.ask(
            f"MATCH (c:{label} {{id: $id}}) RETURN c.document AS id", id=claim_id)]
        return next(((claim, extraction) for extraction, _ in read_documents(self._connection.ask, documents, reviewed=False)
                     for claim in extraction.claims if claim.id == claim_id), None)

    def reviewed_claims(self) -> frozenset[str]:
        """Ids of the claims that a reviewer confirmed or corrected."""
        return frozenset(row["id"] for row in self._connection.ask("MATCH (c:Claim) WHERE c.reviewed IS NOT NULL RETURN c.id AS id"))

    def review_records(self) -> list[Record]:
        """All reviews and undos as they were made, by id: what moves to another store, where `add_reviews` takes them."""
        return read_records(self._connection.ask)
