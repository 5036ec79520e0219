"""What became of documents when, and the graph as it was known on a day."""

from __future__ import annotations

import pytest

from graph.as_of import day_of, last_day
from graph.history import VERDICTS
from graph.model import WatchdocketError
from graph.store import Store
from tests.conftest import empty
from tests.factories import sample
from tests.graph.pictures import picture
from tests.graph.test_retraction import fill


def test_the_log_tells_what_became_of_a_document_and_is_no_content(store: Store) -> None:
    first, second = sample()[:2]
    id = first.document.id
    store.write(first, run="monday", file="/news/1.txt")
    once = picture(store)
    store.write(first, run="tuesday", file="/news/1.txt")
    store.log_unchanged([(id, "/news/1.txt")], run="wednesday")
    assert picture(store) == once
    store.write(second, run="wednesday", file="/news/2.txt")
    store.retract(id, run="thursday")
    assert not store.retract(id, run="friday")
    assert [(entry.run, entry.verdict, entry.file) for entry in store.log(document=id)] == [
        ("thursday", "retracted", ""), ("wednesday", "unchanged", "/news/1.txt"), ("tuesday", "unchanged", "/news/1.txt"),
        ("monday", "new", "/news/1.txt")]
    assert [entry.document for entry in store.log(file="/news/2.txt")] == [second.document.id]
    assert {entry.document for entry in store.log(run="wednesday")} == {id, second.document.id}
    assert [entry.run for entry in store.log(limit=2)] == ["thursday", "wednesday"]
    assert {entry.verdict for entry in store.log()} < set(VERDICTS)
    rows = store.read("MATCH (l:LogEntry {verdict: 'retracted'}) RETURN l.document AS document").rows
    assert rows == [{"document": id}]


def test_what_was_known_on_a_day_is_what_the_documents_until_then_say(store: Store) -> None:
    """The graph as of a day is the graph of the documents that were published by then."""
    for day in ("2031-01-05", "2031-02-03", "2031-03", "2031-05-08", "2031-05-09", "2040", "1999"):
        empty(store)
        for found in sample():
            if found.document.published and last_day(found.document.published) <= day_of(day):
                store.write(found)
        expected = list(store.edges()), list(store.entities()), list(store.resolved())
        fill(store)
        assert (list(store.edges(day)), list(store.entities(day)), list(store.resolved(day))) == expected


def test_a_document_is_known_from_the_end_of_the_time_that_it_names_and_never_without_one(store: Store) -> None:
    fill(store)
    assert len(list(store.resolved())) == 5
    assert len(list(store.resolved("2031-03-30"))) == 2         # “2031-03” is known on its last day
    assert len(list(store.resolved("2031-03-31"))) == 3
    assert len(list(store.resolved("9999"))) == 4               # one bears no date
    with pytest.raises(WatchdocketError, match="'soon' is no day"):
        list(store.edges("soon"))


@pytest.mark.parametrize(("date", "day"), [
    ("2031", "2031-12-31"), ("2031-02", "2031-02-28"), ("2032-02", "2032-02-29"), ("2031-02-03", "2031-02-03"), ("", ""), ("March", ""),
    ("2031-13", ""), ("0000", ""), ("2031-02-40", ""),
])
def test_the_last_day_of_a_date(date: str, day: str) -> None:
    assert last_day(date) == day
