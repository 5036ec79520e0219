"""What may be asked in Cypher: words that read, wherever they stand; no server is needed to refuse the others."""

from __future__ import annotations

import pytest

from graph.guard import FIRST, FORBIDDEN, QuestionError, require_question

QUESTIONS = [
    "MATCH (e:Entity {id: $id}) RETURN e.name AS name, e",
    "  // how many\n/* set */ MATCH (n) RETURN count(n); ",
    "RETURN 'CREATE (n)', \"it's; DELETE\", 'a\\'; SET', `SET`.x",
    "MATCH (c:Claim) WHERE c.start > 1 AND c.end < 9 RETURN c.set, c . load, {use: 1, set: c.delete}",
    "MATCH (n:Load)-[r:USE|SETTLES_WITH]->(:Create) RETURN n, r, $set",
    "CALL db.labels() YIELD label RETURN label",
    "CALL `db`.`labels`() YIELD label RETURN label",
    "MATCH (n) CALL (n) { MATCH (n)--(m) RETURN count(m) AS c } RETURN n, c",
    "OPTIONAL CALL { RETURN 1 AS one } RETURN one",
    "RETURN date.truncate('month', date()) AS d, duration.inDays(date('2021-01-01'), date()).days AS n",
    "MATCH (n) RETURN n.name\r\nORDER BY n.name",
    "RETURN 1 AS offset, 2 AS created, 3 AS settled",
]
REFUSED = [
    ("CREATE (n)", "begins with"),
    ("MATCH (n) SET n.x = 1", "SET does something else"),
    ("match (n) dElEtE n", "dElEtE does something else"),
    ("MATCH (n) \u017fET n.x = 1", "does something else"),                        # a long s is an S to those that fold case
    ("MATCH (n) \uff33\uff25\uff34 n.x = 1", "does something else"),                # so are letters of full width
    ("RETURN 1.CREATE (n)", "CREATE does something else"),                      # a number may end with its point
    ("RETURN n.as CREATE (m)", "CREATE does something else"),
    ("RETURN 1 AS set", "in backticks: `set`"),
    ("MATCH (n) CALL { WITH n CREATE (m) } RETURN n", "CREATE"),
    ("MATCH (n) WHERE EXISTS { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } RETURN n", "LOAD"),
    ("MATCH (n) FOREACH (x IN [1] | SET n.x = 1)", "FOREACH"),
    ("CALL { MATCH (n) RETURN n } IN TRANSACTIONS OF 1 ROWS RETURN n", "TRANSACTIONS"),
    ("CALL dbms.killConnections(['bolt-1'])", "procedure dbms.killConnections"),
    ("CALL `dbms` . /* x */ `listConfig`()", "procedure dbms.listConfig"),
    ("CALL `dbms.listConfig`()", "procedure dbms.listConfig"),
    ("CALL db.labels.x()", "procedure db.labels.x"),
    ("CALL apoc.cypher.run('CREATE (n)', {}) YIELD value RETURN value", "procedure apoc.cypher.run"),
    ("RETURN apoc.cypher.runFirstColumnSingle('CREATE (n)', {})", "function apoc.cypher.runFirstColumnSingle"),
    ("RETURN `apoc` . util . `sleep` (1)", "function apoc.util.sleep"),
    ("SHOW TRANSACTIONS", "begins with"),
    ("RETURN 1 AS x UNION USE system SHOW USERS", "USE"),
    ("EXPLAIN MATCH (n) RETURN n", "begins with"),
    ("CYPHER 5 MATCH (n) RETURN n", "begins with"),
    ("RETURN 1; RETURN 2", "one question"),
    ("RETURN '\\u0027 CREATE (n) //'", "the character itself"),
    ("MATCH (n) S\\u0045T n.x = 1", "the character itself"),
    ("RETURN 'no end", "has no end"),
    ("RETURN 1 /* no end", "has no end"),
    ("RETURN `no end", "has no end"),
    ("RETURN 1 //\u2028 CREATE (n)", "invisible character .U.2028"),
    ("RETURN 1 //\rCREATE (n)", "invisible character .U.000D"),
    ("RETURN 1 \x00", "invisible character"),
    ("", "no question"),
    ("// nothing", "no question"),
    ("{cypher} RETURN 1", "begins with"),
]


@pytest.mark.parametrize("cypher", QUESTIONS)
def test_what_reads_may_be_asked(cypher: str) -> None:
    require_question(cypher)


@pytest.mark.parametrize(("cypher", "says"), REFUSED)
def test_what_does_more_than_read_is_refused_with_the_reason(cypher: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        require_question(cypher)


@pytest.mark.parametrize("word", sorted(FORBIDDEN))
def test_a_word_that_does_more_is_refused_in_every_place_of_a_clause(word: str) -> None:
    assert word not in FIRST
    for cypher in (f"{word} x", f"WITH 1 AS x\n/**/{word}//\n(n)", f"RETURN [x IN y | {word} z]",
                   f"MATCH (n) {word.lower()} x", f"MATCH (n) CALL {{ {word} x }}"):
        with pytest.raises(QuestionError):
            require_question(cypher)
