"""What a question in Cypher may be made of: clauses that read, procedures and functions that are known to read. Knows words, not servers.

It is the first of three bars, and the same for both servers. The second is the server's own plan of the question, the third an account or a
transaction that cannot write (see connection.py). Where the words could be read in two ways, the question is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from graph.model import WatchdocketError

TOKEN = re.compile(r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<quoted>`(?:[^`]|``)*`)
    |(?P<word>[^\W\d]\w*)
    |(?P<number>\d+)
    |(?P<sign>.)""", re.VERBOSE | re.DOTALL)
ESCAPE = re.compile(r"\\u", re.IGNORECASE)

FIRST = frozenset({"MATCH", "OPTIONAL", "RETURN", "WITH", "UNWIND", "CALL"})
FORBIDDEN = frozenset("""CREATE INSERT MERGE SET DELETE DETACH NODETACH REMOVE FOREACH LOAD DROP ALTER GRANT DENY REVOKE RENAME SHOW TERMINATE USE
    TRANSACTIONS TRANSACTION PROFILE EXPLAIN CYPHER""".split())
PROCEDURES = frozenset("""db.index.fulltext.queryNodes db.index.fulltext.queryRelationships db.labels db.relationshipTypes db.propertyKeys
    db.schema.visualization db.schema.nodeTypeProperties db.schema.relTypeProperties""".split())
# Functions with a dot in their name that servers bring along; those of plugins may run Cypher that stands in a string.
NAMESPACES = frozenset({"date", "datetime", "duration", "localdatetime", "localtime", "point", "time"})
_ONLY = "Only questions that read the graph are answered here."
Token = tuple[str, str]                     # kind, text


class QuestionError(WatchdocketError):
    """A question that is not answered; the text says what in it is not a question."""


@lru_cache(maxsize=1000)
def require_question(cypher: str) -> None:
    """Raise QuestionError unless this is one statement whose words can only read the graph."""
    if ESCAPE.search(cypher):
        raise QuestionError("Write the character itself, or a parameter, instead of \\u and its number.")
    odd = next((character for character in cypher if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") and character not in "\t\n\r"), None)
    if odd or "\r" in cypher.replace("\r\n", "\n"):
        raise QuestionError(f"The question holds an invisible character (U+{ord(odd or chr(13)):04X}); take it out.")
    tokens = [token for token in _tokens(cypher.replace("\r\n", "\n")) if token[0] != "space"]
    if tokens and tokens[-1][1] == ";":
        tokens.pop()
    if not tokens:
        raise QuestionError("There is no question.")
    if _upper(tokens[0]) not in FIRST:
        raise QuestionError(f"A question begins with {', '.join(sorted(FIRST))}, and not with {tokens[0][1]}. {_ONLY}")
    for at, token in enumerate(tokens):
        _require_reading(tokens, at, token)


def _tokens(cypher: str) -> Iterator[Token]:
    for match in TOKEN.finditer(cypher):
        kind, text = str(match.lastgroup), match.group()
        if kind == "sign" and (text in "'\"`" or cypher.startswith("/*", match.start())):
            raise QuestionError(f"Something that begins with {cypher[match.start():match.start() + 2]!r} has no end.")
        yield kind, text


def _require_reading(tokens: list[Token], at: int, token: Token) -> None:
    if token == ("sign", ";"):
        raise QuestionError("Ask one question at a time: there is a semicolon within this one.")
    if token == ("sign", "(") and at > 1 and tokens[at - 2][1] == ".":
        _require_function(_dotted(tokens, at - 1))
    if token[0] != "word" or _is_name(tokens, at):
        return
    word = _upper(token)
    if word in FORBIDDEN:
        raise QuestionError(f"{_ONLY} {token[1]} does something else; where it is a name, write it in backticks: `{token[1]}`.")
    if word == "CALL" and at + 1 < len(tokens) and tokens[at + 1][1] not in ("(", "{"):
        _require_procedure(tokens, at + 1)


def _is_name(tokens: list[Token], at: int) -> bool:
    """Whether this word stands where only a name can: a property (x.set), a label or type (:LOAD), a parameter ($use) or a key ({set: 1})."""
    before = tokens[at - 1] if at else ("", "")
    if before == ("sign", "."):
        return tokens[at - 2][0] in ("word", "quoted") or tokens[at - 2][1] in (")", "]", "}")
    return before in (("sign", ":"), ("sign", "$")) or tokens[at + 1:at + 2] == [("sign", ":")]


def _require_procedure(tokens: list[Token], start: int) -> None:
    end = start
    while end + 2 < len(tokens) and tokens[end + 1][1] == ".":
        end += 2
    name = _joined(tokens[start:end + 1])
    if name not in PROCEDURES:
        raise QuestionError(f"{_ONLY} The procedure {name} is not called here; those that are: {', '.join(sorted(PROCEDURES))}.")


def _dotted(tokens: list[Token], end: int) -> list[Token]:
    """The name with dots in it that ends here."""
    start = end
    while start > 1 and tokens[start - 1][1] == ".":
        start -= 2
    return tokens[start:end + 1]


def _require_function(name: list[Token]) -> None:
    joined = _joined(name)
    if joined not in PROCEDURES and joined.split(".")[0].lower() not in NAMESPACES:
        raise QuestionError(f"{_ONLY} The function {joined} is not called here; of those with a dot, only {', '.join(sorted(NAMESPACES))} are.")


def _joined(tokens: list[Token]) -> str:
    return "".join(text.strip("`") for _, text in tokens)


def _upper(token: Token) -> str:
    return unicodedata.normalize("NFKC", token[1]).upper()
