"""Pairs of entities that one sentence speaks of, with features of the words and grammar between them: what the learned voter sees.

Knows grammar and references, no relations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token

from graph.model import ANYTHING, LocalEntity
from ingest.references import DESCRIPTIONS, HUMAN, NEUTRAL, PLURAL, WE, Referents
from ingest.structure import is_verb
from ingest.tree import Tree, read_tree

FARTHEST = 40                                       # tokens between the two ends
MOST_NODES = 14                                     # of one sentence: lists of fifty names make no pairs worth asking about
PRONOUNS = HUMAN | NEUTRAL | PLURAL | WE


@dataclass(frozen=True, slots=True)
class Node:
    """One place in a sentence that stands for an entity: a name, or a word that refers to one."""

    entity: LocalEntity
    token: Token
    start: int
    end: int
    named: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes of one sentence, in the direction subject → object."""

    subject: Node
    object: Node
    top: Token                                      # the lowest word above both

    @property
    def trigger(self) -> Token:
        """The verb nearest above one end, the object's first: "claims to ‹resell› tools to X", whose mood is the claim's."""
        for end in (self.object.token, self.subject.token):
            current = end
            while current.i != self.top.i and current.head.i != current.i:
                current = current.head
                if is_verb(current) and current.dep_ not in ("acl", "relcl", "pcomp") or current.i == self.top.i:
                    break
            if is_verb(current) and current.i != self.top.i:
                return current
        return self.top


def nodes_of(doc: Doc, refs: Referents) -> list[list[Node]]:
    """Nodes of each sentence, in order."""
    tree = read_tree(doc)
    found: list[list[Node]] = []
    for number, sentence in enumerate(refs.sentences):
        nodes = [Node(p.entity, doc[p.head], p.start, p.end, True) for p in refs.in_sentence.get(number, ()) if refs.at_token.get(p.head) is p]
        for i in range(sentence.start, sentence.end):
            if (tree.lower[i] in PRONOUNS or (tree.pos[i] == "NOUN" and tree.lemma[i] in DESCRIPTIONS)) and i not in refs.at_token:
                nodes += [Node(entity, doc[i], i, i + 1, False) for entity in refs.one(doc[i], ANYTHING)]
        found.append(sorted(nodes, key=lambda n: n.start)[:MOST_NODES])
    return found


def _chain(tree: Tree, token: int) -> list[int]:
    """The token and what is above it, as far up as matters."""
    chain = [token]
    while tree.head[chain[-1]] != chain[-1] and len(chain) < 25:
        chain.append(tree.head[chain[-1]])
    return chain


def pairs_of(nodes: list[Node]) -> Iterator[Pair]:
    """All ordered pairs of different entities that stand near one another."""
    if len(nodes) < 2:
        return
    doc = nodes[0].token.doc
    chains = [_chain(read_tree(doc), n.token.i) for n in nodes]
    for a, left in enumerate(nodes):
        above = set(chains[a])
        for b, right in enumerate(nodes):
            if left.entity.id == right.entity.id or abs(left.start - right.start) > FARTHEST:
                continue
            top = next((i for i in chains[b] if i in above), None)
            yield Pair(left, right, doc[top] if top is not None else right.token.sent.root)


SPELLED_ABOVE = frozenset({"VERB", "NOUN", "ADP"})
SPELLED = frozenset({"VERB", "NOUN", "ADP", "AUX", "ADJ"})      # word classes of which a path tells the lemma
UNSPOKEN = frozenset({"PROPN", "NUM", "DET", "PUNCT"})          # whose words between two ends say nothing of them
TIED = frozenset({"compound", "amod", "appos", "prep"})


def _path(tree: Tree, token: int, top: int) -> list[str]:
    """Labels and lemmas from a token up to the word above both, the token itself left out."""
    steps: list[str] = []
    current = token
    while current != top and len(steps) < 8:
        steps.append(tree.dep[current])
        current = tree.head[current]
        if current != top:
            steps.append(tree.lemma[current] if tree.pos[current] in SPELLED else tree.pos[current])
    return steps


def features(pair: Pair) -> set[str]:
    """Names of the binary features of a pair."""
    s, o, top = pair.subject, pair.object, pair.top.i
    tree = read_tree(pair.top.doc)
    lemma, pos, sent = tree.lemma, tree.pos, tree.sent
    first, last = (s, o) if s.start < o.start else (o, s)
    order = "SO" if first is s else "OS"
    kinds = f"{s.entity.kind}>{o.entity.kind}"
    between = [i for i in range(first.end, last.start) if not tree.lower[i].isspace()][:20]
    words = [lemma[i] for i in between if pos[i] not in UNSPOKEN]
    up, down = _path(tree, s.token.i, top), _path(tree, o.token.i, top)
    labels = f"{'/'.join(up[::2])}^{'/'.join(down[::2])}"
    head = lemma[top] if top not in (s.token.i, o.token.i) else "#"
    found = {f"k:{kinds}", f"o:{order}", f"ok:{order}:{kinds}", f"d:{len(between) // 4}", f"top:{head}", f"topk:{head}:{order}",
             f"path:{'/'.join(up)}^{head}^{'/'.join(down)}", f"labels:{labels}:{head}", f"shape:{labels}", f"n:{s.named}{o.named}"}
    short = s.entity.kind[:4] + o.entity.kind[:4]
    for w in words:
        found.add(f"w:{order}:{w}")
        found.add(f"wk:{w}:{short}")
    found.update([f"b:{order}:{a}_{b}" for a, b in pairwise(words)])
    found.update([f"u:{w}" for w in up[1::2]], [f"v:{w}" for w in down[1::2]])
    found.add(f"uv:{up[-1] if up else '-'}:{head}:{down[-1] if down else '-'}")
    found.update([f"p:{order}:{lemma[i]}" for i in range(max(first.start - 3, 0), first.start) if sent[i] == sent[top]])
    found.update([f"a:{order}:{lemma[i]}" for i in range(last.end, min(last.end + 4, tree.n)) if sent[i] == sent[top]])
    for name, node in (("s", s), ("t", o)):
        token = node.token.i
        above = tree.head[token]
        found.update([f"{name}m:{lemma[kid]}" for kid in tree.kids[token] if tree.dep[kid] in TIED and not node.start <= kid < node.end])
        found.add(f"{name}d:{tree.dep[token]}:{lemma[above] if pos[above] in SPELLED_ABOVE else pos[above]}")
    return found
