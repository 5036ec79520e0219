"""watchdocket check: a sound graph passes, and what differs is printed."""

from __future__ import annotations

from graph.store import Store
from tests.commands.conftest import Say


def test_check_prints_what_differs_and_fails_only_then(say: Say, store: Store) -> None:
    code, out, _ = say("check")
    assert (code, out) == (0, "5 documents, 12 entities, 26 claims, 22 edges: no differences.\n")
    store._connection.write(lambda tx: tx.run("MATCH ()-[r:SUES]->() SET r.status = 'ruled'").consume())
    code, out, _ = say("check")
    assert code == 1
    assert "status is 'ruled' and should be 'asserted'\n" in out
    assert out.endswith(": 1 difference.\n")
