"""Statements that would change the graph, read a file, fetch an address or stop others, in many disguises; and harmless ones that look like them.

Made from a grammar: an act, where it stands, and how its letters are written. Knows no server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

Words = Callable[[Random], str]

ACTS = (
    "CREATE (:Evil {{id: '{n}'}})", "INSERT (:Evil {{id: '{n}'}})", "MERGE (e:Evil {{id: '{n}'}})",
    "MERGE (e:Entity {{id: '{n}'}}) ON CREATE SET e.name = 'x'", "MATCH (e:Entity) SET e.name = 'mine {n}'", "MATCH (e:Entity) SET e:Evil",
    "MATCH (e:Entity) SET e += {{name: '{n}'}}", "MATCH (e:Entity) REMOVE e.name", "MATCH (e:Entity) DETACH DELETE e", "MATCH ()-[r]->() DELETE r",
    "MATCH (e:Document) NODETACH DELETE e", "FOREACH (x IN [1, {n}] | CREATE (:Evil))", "LOAD CSV FROM '{file}' AS line",
    "LOAD CSV WITH HEADERS FROM '{address}' AS line FIELDTERMINATOR ';'", "LOAD CSV FROM 'file:///etc/passwd' AS line",
    "CALL dbms.killConnections(['bolt-{n}'])", "CALL dbms.killTransaction('neo4j-transaction-{n}')", "CALL dbms.listConfig() YIELD name, value",
    "CALL db.clearQueryCaches()", "CALL db.createLabel('Evil')", "CALL db.createProperty('evil{n}')",
    "CALL apoc.load.json('{address}') YIELD value", "CALL apoc.load.csv('{file}') YIELD list",
    "CALL apoc.cypher.doIt('CREATE (:Evil)', {{}}) YIELD value", "CALL apoc.do.when(true, 'CREATE (:Evil)', '', {{}})",
    "CALL do.when(true, 'CREATE (:Evil)', '', {{}}) YIELD value", "CALL merge.node(['Evil'], {{id: '{n}'}}) YIELD node",
    "CALL db.migrateLegacyTemporals()", "CALL apoc.export.csv.all('/tmp/evil{n}.csv', {{}})",
    "CALL dbms.setConfigValue('db.transaction.timeout', '{n}s')",
)
COMMANDS = (
    "CREATE INDEX evil{n} FOR (e:Entity) ON (e.kind)", "CREATE CONSTRAINT evil{n} FOR (e:Claim) REQUIRE e.rule IS UNIQUE", "DROP INDEX entity_name",
    "DROP CONSTRAINT entity_id IF EXISTS", "SHOW TRANSACTIONS", "TERMINATE TRANSACTIONS 'neo4j-transaction-{n}'", "SHOW USERS", "SHOW SETTINGS",
    "SHOW DATABASES", "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message",
    "CREATE USER evil{n} SET PASSWORD 'abcdefgh'", "ALTER CURRENT USER SET PASSWORD FROM 'only-for-tests' TO 'abcdefgh'", "CREATE DATABASE evil{n}",
    "STOP DATABASE neo4j", "DROP DATABASE neo4j", "ALTER DATABASE neo4j SET ACCESS READ ONLY", "GRANT ROLE admin TO evil", "USE system SHOW USERS",
    "PROFILE CREATE (:Evil)", "EXPLAIN CREATE (:Evil)", "CYPHER runtime=slotted CREATE (:Evil)", "RETURN 1; CREATE (:Evil)",
    "ALTER DATABASE arcadedb.command.timeout {n}", "DELETE FROM Entity", "DROP TYPE Entity UNSAFE",
)
PLACES = (
    "{act}", "{act} RETURN {n} AS x", "UNWIND range(1, 3) AS i {act} RETURN i", "WITH {n} AS i {act} RETURN i",
    "MATCH (n:Entity) WITH n LIMIT 1 {act} RETURN n", "CALL {{ {act} RETURN 1 AS one }} RETURN one",
    "CALL () {{ {act} RETURN 1 AS one }} RETURN one", "MATCH (n:Entity) CALL (n) {{ {act} }} RETURN n",
    "CALL {{ {act} }} IN TRANSACTIONS OF 1 ROWS RETURN 1", "MATCH (n) WHERE EXISTS {{ {act} RETURN 1 AS one }} RETURN n",
    "RETURN COUNT {{ {act} RETURN 1 AS one }} AS c", "RETURN COLLECT {{ {act} RETURN 1 AS one }} AS c", "RETURN 1 AS x UNION {act} RETURN 1 AS x",
    "RETURN 1 AS x; {act}", "OPTIONAL MATCH (n:Nothing) {act} RETURN n", "WHEN true THEN {{ {act} RETURN 1 AS x }}",
    "CALL {{ CALL {{ {act} RETURN 2 AS two }} RETURN two }} RETURN two", "RETURN 1.{act}", "RETURN 1 AS as {act}", "RETURN '\\\\' AS x {act} // '",
    "RETURN \"'\" AS x {act} /* ' */", "RETURN `a``'` AS x {act} RETURN `'`", "RETURN '\\u0027 AS x {act} //'", "/* ' */ {act} /* ' */",
)
HIDDEN = (
    "RETURN {quoted} AS x", "MATCH (n:Entity) WHERE n.name = {quoted} RETURN n.id AS id", "RETURN 1 AS x /* {plain} */", "RETURN 1 AS x // {plain}",
    "// {plain}\nRETURN 1 AS x", "RETURN 1 AS `{ticked}`", "MATCH (n:Entity) RETURN n.create AS x LIMIT 1",
    "WITH {{set: {n}, load: 2}} AS m RETURN m.set AS x",
)
SPACES = (" ", " ", " ", "  ", "\n", "\t", "/**/", " /* RETURN */ ", " //\n", "\u00a0", "\u2003", "\u2028", "\x0b", "\x85", "\u200b", "\r", "\r\n")


def harmful(seed: int, count: int, file: str, address: str) -> Iterator[str]:
    """Statements of which none may be answered."""
    for number in range(count):
        random = Random(f"{seed} {number}")
        yield _disguised(random, _filled(random, file, address))


def harmless(seed: int, count: int, file: str, address: str) -> Iterator[str]:
    """Statements in which the act stands in a string, a comment or a name, where it does nothing."""
    for number in range(count):
        random = Random(f"harmless {seed} {number}")
        act = random.choice((*ACTS, *COMMANDS)).format(n=random.randrange(99), file=file, address=address)
        plain = act.replace("*/", "").replace("\n", " ")
        quoted = "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'"
        yield random.choice(HIDDEN).format(quoted=quoted, plain=plain, ticked=plain.replace("`", ""), n=random.randrange(99))


def _filled(random: Random, file: str, address: str) -> str:
    act = random.choice((*ACTS, *COMMANDS)).format(n=random.randrange(99), file=file, address=address)
    statement = random.choice(PLACES).format(act=act, n=random.randrange(99))
    return random.choice(PLACES).format(act=statement, n=random.randrange(99)) if random.random() < 0.2 else statement


def _disguised(random: Random, statement: str) -> str:
    """The same in other letters: cases mixed, words apart, escapes, letters that fold to these."""
    for way in random.sample((_cases, _apart, _escaped, _folding, _ticked), random.randrange(4)):
        statement = way(random, statement)
    return statement


def _cases(random: Random, statement: str) -> str:
    return "".join(random.choice((character.lower(), character.upper())) for character in statement)


def _apart(random: Random, statement: str) -> str:
    return "".join(random.choice(SPACES) if character == " " else character for character in statement)


def _escaped(random: Random, statement: str) -> str:
    at = random.randrange(len(statement))
    return f"{statement[:at]}\\u{ord(statement[at]):04{random.choice('xX')}}{statement[at + 1:]}"


def _folding(random: Random, statement: str) -> str:
    letters = [at for at, character in enumerate(statement) if character in "SKsk"]
    at = random.choice(letters or [0])
    return statement[:at] + {"S": "\u017f", "s": "\u017f", "K": "\u212a", "k": "\u212a"}.get(statement[at], statement[at]) + statement[at + 1:]


def _ticked(random: Random, statement: str) -> str:
    return statement.replace("dbms.", random.choice(("`dbms`.", "dbms . ", "`dbms`/**/."))).replace("apoc.", "`apoc`.")
