"""Attributions of a fixed form: “according to X”, “in X's view”, “reportedly”, “is said to”, “… ? asked X”. Knows their patterns, no weights."""

from __future__ import annotations

from graph.model import Span
from ingest import cues
from ingest.cue_arguments import cue_words
from ingest.speech import NO_CUE, Draft
from ingest.tree import Tree, without

HEARSAY = frozenset({"says", "alleges", "reports", "believes"})      # without a speaker they are nobody's word
_NOMINAL = frozenset("""pobj prep dobj nmod npadvmod attr acl nsubj nsubjpass appos compound amod advmod oprd acomp agent nummod poss
    dative""".split())      # ways in which a phrase hangs on something smaller than a clause


def find_phrase(tree: Tree, token: int) -> Draft | None:
    """According to X, in X's view: the clause without the phrase."""
    preposition = token + (tree.lower[token] == "according")
    if preposition > token and (preposition >= tree.n or tree.lower[preposition] != "to"):
        return None
    noun = tree.child(preposition, "pobj")
    noun = tree.child(token, "pobj") if noun is None else noun
    rows = cues.phrases()[tree.lower[token]]
    row = rows.get("-") or (rows.get(tree.lemma[noun]) if noun is not None else None)
    if noun is None or row is None or (tree.lower[token] == "per" and tree.pos[noun] != "PROPN"):
        return None
    place, kind = row
    source = _owner(tree, noun) if place == "owner" else noun
    if source is None:
        return None
    top = _clause_of(tree, token)
    if top == token:                                                     # “According to the complaint:” may introduce a block
        return Draft(token, kind, [tree.below(source)], [], [(token, preposition + 1)])
    leads = token < top and tree.left[token] <= tree.left[top] + 1
    if place == "noun" and (not leads or "clause" in cues.verbs().get(tree.lemma[top], NO_CUE).firm):
        return None
    content = without(tree.below(top), [tree.below(token)])
    return Draft(token, kind, [tree.below(source)], content, [(token, preposition + 1)])


def _owner(tree: Tree, noun: int) -> int | None:
    """In X's view, in the view of X; not “in X's bank account”."""
    if any(tree.dep[kid] == "compound" for kid in tree.kids[noun]):
        return None
    owner, of = tree.child(noun, "poss"), tree.child(noun, "prep")
    if owner is None and of is not None:
        owner = tree.child(of, "pobj")
        if owner is None or not (tree.pos[owner] in ("PROPN", "PRON") or tree.lemma[owner] in cues.speakers()):
            return None                                                      # in the eye of the storm
    return owner


def _clause_of(tree: Tree, token: int) -> int:
    """The verb (or lone noun) of the clause in which a phrase stands."""
    top = token
    for _ in range(12):
        above = tree.head[top]
        if above == top or (top != token and tree.dep[top] not in _NOMINAL):
            break
        top = above
    return top


def find_hedge(tree: Tree, token: int) -> Draft | None:
    """Reportedly, alleged: the clause of the adverb, the noun of the adjective."""
    above = tree.head[token]
    covers = cues.hedges()[tree.lower[token]]
    if above == token or (covers == "noun") != (tree.dep[token] == "amod"):
        return None
    return Draft(token, "hedge", [], without(tree.below(above), [(token, token + 1)]), [(token, token + 1)])


def find_hearsay(tree: Tree, cue: int, table: cues.Cue) -> Draft | None:
    """NSO is said (alleged, believed) to have done it: the subject and the infinitive, on nobody's word."""
    what = next((kid for kid in tree.kids[cue] if tree.dep[kid] == "xcomp" and tree.child(kid, "aux") is not None), None)
    subject = tree.child(cue, "nsubjpass")
    if what is None or subject is None or table.kinds["clause"] not in HEARSAY or tree.child(cue, "agent") is not None:
        return None
    return Draft(cue, "hedge", [], [tree.below(subject), tree.below(what)], cue_words(tree, cue))


def find_asked(tree: Tree, cue: int) -> tuple[int, list[Span]] | None:
    """“Did Huawei pay? asked the judge”: the sentence before a short one that begins in lower case."""
    first = cue
    while first > max(0, cue - 5) and tree.sent[first - 1] == tree.sent[cue]:
        first -= 1
    if first == 0 or tree.lower[first - 1] not in ("?", "!") or not tree.text[tree.start[first]].islower():
        return None
    source = tree.child(cue, "nsubj", "dobj")
    start = first - 1
    while start > max(0, first - 120) and tree.sent[start - 1] == tree.sent[first - 1]:
        start -= 1
    return (source, [(start, first)]) if source is not None else None
