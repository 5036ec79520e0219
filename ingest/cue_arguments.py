"""Where the source and the content of a cue may stand in the parse. Knows dependency labels, not which of the places is right."""

from __future__ import annotations

from graph.model import Span
from ingest import cues
from ingest.tree import CHILDREN, Tree, runs, without

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
CLIMB = 5               # steps from a cue up to the verb whose subject it shares

Place = tuple[str, int, list[Span]]         # path from the cue, head token, the tokens meant


def content_places(tree: Tree, cue: int) -> list[tuple[str, int]]:
    """(place, token) of everything right below the cue that could be its content; `place` as in the cue tables."""
    places: list[tuple[str, int]] = []
    for kid in tree.kids[cue][:CHILDREN]:
        place = _PLACES.get(tree.dep[kid])
        if place is not None:
            places.append((place, kid))
        elif tree.dep[kid] == "xcomp":
            infinitive = any(tree.lower[word] == "to" for word in tree.kids[kid][:6])
            places.append(("to" if infinitive else "oprd" if tree.pos[kid] in ("NOUN", "ADJ", "PROPN") else "obj", kid))
        elif _is_noun_clause(tree, cue, kid):
            places.append(("clause", kid))
        elif tree.dep[kid] == "prep":
            below = tree.child(kid, "pobj", "pcomp")
            if below is not None:
                places.append((tree.lower[kid], below))
    if tree.pos[cue] == "ADJ" and not places and tree.dep[cue] == "acomp":
        places = [("clause", kid) for kid in tree.kids[tree.head[cue]][:CHILDREN] if tree.dep[kid] in ("ccomp", "csubj")]
    if tree.pos[cue] == "VERB" and not any(place == "clause" for place, _ in places) and (clause := stray_clause(tree, cue)) is not None:
        places.append(("clause", clause[0]))
    return places


def _is_noun_clause(tree: Tree, noun: int, kid: int) -> bool:
    """The claim that …, a plan to …; not the claim filed in court."""
    if tree.pos[noun] != "NOUN" or tree.dep[kid] not in ("acl", "relcl"):
        return False
    that = any(tree.lower[word] == "that" and tree.dep[word] == "mark" for word in tree.kids[kid][:4])
    return that or (tree.dep[kid] == "acl" and tree.tag[kid] != "VBN")


def stray_clause(tree: Tree, verb: int) -> tuple[int, Span] | None:
    """Head and words of a clause which the parser hangs on a word in between: “wrote in an email that the data were gone”,
    “says in a lawsuit that it filed in California that Huawei stole the code”."""
    table, seen = cues.verbs().get(tree.lemma[verb]), 0
    if table is None or "clause" not in table.firm or tree.child(verb, "ccomp") is not None:
        return None
    for token in range(verb + 2, min(tree.right[verb], verb + 40)):
        if tree.lower[token] != "that":
            continue
        seen += 1
        if tree.dep[token] == "mark" and tree.head[token] > token and tree.head[tree.head[token]] != verb:
            return tree.head[token], (token, tree.right[tree.head[token]] + 1)
        if seen > 1 and tree.pos[verb + 1] == "ADP" and tree.tag[token + 1] in ("NNP", "PRP", "DT", "NN", "NNS", "PRP$"):
            return token, (token, tree.right[verb] + 1)
    return None


_PLACES = {"ccomp": "clause", "csubjpass": "clause", "dobj": "obj", "nsubjpass": "obj", "oprd": "oprd", "acomp": "oprd"}
_NEVER = frozenset(["", *"aux auxpass neg punct prt det cc intj agent mark poss case expl quantmod predet preconj nummod".split()])
_DEEPER = frozenset({"xcomp", "dobj", "acomp", "attr", "advcl", "oprd"})


def content_candidates(tree: Tree, cue: int) -> list[Place]:
    """Every constituent near the cue that could be (part of) its content, by its path."""
    found: list[Place] = []
    for kid in tree.kids[cue][:CHILDREN]:
        dep = tree.dep[kid]
        if dep in _NEVER or (dep == "acl" and tree.pos[cue] == "NOUN" and not _is_noun_clause(tree, cue, kid)):
            continue
        if dep == "prep":
            _add_prepositional(tree, "", kid, found)
            continue
        found.append((dep, kid, [tree.below(kid)]))
        if dep in _DEEPER:
            for low in tree.kids[kid][:CHILDREN]:
                if tree.dep[low] == "prep":
                    _add_prepositional(tree, dep + "_", low, found)
                elif tree.dep[low] in ("dobj", "ccomp", "xcomp", "acl", "relcl", "attr"):
                    found.append((f"{dep}_{tree.dep[low]}", low, [tree.below(low)]))
    if tree.pos[cue] == "VERB" and (clause := stray_clause(tree, cue)) is not None:
        found.append(("stray", clause[0], [clause[1]]))
    path, token = "up", cue
    for _ in range(2):
        above = tree.head[token]
        if above == token:
            break
        path += "_" + tree.dep[token]
        token = above
        found.append((path, token, without(tree.below(token), [tree.below(cue)])))
    return found


def _add_prepositional(tree: Tree, path: str, preposition: int, found: list[Place]) -> None:
    for low in tree.kids[preposition][:CHILDREN]:
        if tree.dep[low] in ("pobj", "pcomp", "prep"):
            below = tree.child(low, "pobj", "pcomp") if tree.dep[low] == "prep" else low
            if below is not None and tree.lemma[below] != "information":     # on information and belief
                several = tree.child(preposition, "conj")                    # accused of theft and of spying
                span = tree.below(below) if several is None else (tree.left[below], tree.right[several] + 1)
                found.append((f"{path}{tree.lower[preposition]}_{tree.dep[low]}", below, [span]))


def source_candidates(tree: Tree, cue: int) -> list[tuple[str, int]]:
    """(path, token) of every word that could head the source: below the cue, or beside the words above it."""
    found: list[tuple[str, int]] = []
    path, token = "", cue
    for step in range(CLIMB):
        if step:
            above = tree.head[token]
            if above == token:
                break
            path += tree.dep[token] + "^"
            token = above
            if tree.pos[token] in ("NOUN", "PROPN", "PRON"):
                found.append((path + "self", token))
        for kid in tree.kids[token][:CHILDREN]:
            dep = tree.dep[kid]
            if dep in ("nsubj", "nsubjpass", "poss") or (dep in ("dobj", "compound", "amod", "attr", "csubj") and step < 2):
                if not tree.left[kid] <= cue <= tree.right[kid]:
                    found.append((path + dep, kid))
            elif dep in ("prep", "agent") and step < 2:
                below = tree.child(kid, "pobj")
                if below is not None and not tree.left[kid] <= cue <= tree.right[kid]:
                    found.append((path + tree.lower[kid], below))
    return found


def find_source(tree: Tree, cue: int) -> int | None:
    """The tables' own choice of who says it: the subject, the agent of a passive, a possessor, or the subject that it shares with a verb above."""
    if tree.pos[cue] == "ADJ":
        cue = tree.head[cue] if tree.dep[cue] == "acomp" else cue
    if tree.pos[cue] == "NOUN":
        return _source_of_noun(tree, cue)
    for _ in range(CLIMB):
        passive = tree.child(cue, "auxpass") is not None
        if passive or (tree.tag[cue] == "VBN" and tree.dep[cue] in ("acl", "relcl", "advcl") and tree.child(cue, *SUBJECTS) is None):
            agent = _after_preposition(tree, cue, "by")
            paper = _after_preposition(tree, cue, "in") if agent is None else None      # as alleged in the complaint
            return paper if paper is not None and cues.speakers().get(tree.lemma[paper]) == "paper" else agent
        subject = tree.child(cue, *SUBJECTS)
        if subject is not None:
            return None if tree.dep[subject] == "expl" else subject
        dep, above = tree.dep[cue], tree.head[cue]
        if dep == "acl" and tree.tag[cue] in ("VBG", "VB"):
            return above
        if dep == "pcomp" and (blamed := _blamed(tree, above)) is not None:
            return blamed
        if dep not in ("conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp") or above == cue:
            return None
        cue = above
    return None


def _blamed(tree: Tree, preposition: int) -> int | None:
    """Criticised X for saying, accused X of claiming: X."""
    verb = tree.head[preposition]
    if tree.lower[preposition] not in ("for", "of", "from") or tree.pos[verb] != "VERB":
        return None
    return tree.child(verb, "dobj", "nsubjpass")


def _source_of_noun(tree: Tree, noun: int) -> int | None:
    """BES's claim, the claim by BES, the claims made by BES, BES made the claim, the claim was made by BES."""
    owner = tree.child(noun, "poss")
    owner = _after_preposition(tree, noun, "by", "from") if owner is None else owner
    if owner is not None:
        return owner
    made = tree.child(noun, "acl")
    if made is not None and tree.tag[made] == "VBN":
        return _after_preposition(tree, made, "by")
    above = tree.head[noun]
    if tree.lemma[above] in _LIGHT and tree.dep[noun] == "nsubjpass":
        return _after_preposition(tree, above, "by")
    return find_source(tree, above) if tree.lemma[above] in _LIGHT and tree.dep[noun] == "dobj" else None


_LIGHT = frozenset("make raise level voice issue express repeat reiterate advance air file bring lodge release publish give offer".split())


def _after_preposition(tree: Tree, token: int, *words: str) -> int | None:
    for kid in tree.kids[token][:CHILDREN]:
        if tree.lower[kid] in words:
            return tree.child(kid, "pobj")
    return None


def is_naming(tree: Tree, verb: int) -> bool:
    """“is called Business Efficiency Solution”, “known as ECU 911”: a name given, not a word said of somebody."""
    if tree.tag[verb] != "VBN":
        return False
    if tree.dep[verb] == "acl" and tree.lemma[verb] in _WRITTEN and tree.lower[min(verb + 1, tree.n - 1)] in ("in", "above", "below", "herein"):
        return True                                                          # the services described in this agreement
    if tree.lemma[verb] not in _NAMING:
        return False
    if tree.dep[verb] != "acl" and tree.child(verb, "auxpass") is None:
        return False
    after = verb + 2 if tree.lower[min(verb + 1, tree.n - 1)] in ("as", "the") else verb + 1
    return after < tree.n and tree.tag[after] in ("NNP", "NNPS")


_WRITTEN = frozenset("describe list set state define specify outline provide contain".split())
_NAMING = frozenset("call know name dub title entitle rename abbreviate style".split())


def wraps(tree: Tree, verb: int) -> int | None:
    """The verb of the sentence that this verb interrupts, closes or opens: “X, the company said, is Y”, “As Reuters reported, X is Y”."""
    above = tree.head[verb]
    if above == verb or tree.dep[verb] not in ("parataxis", "ccomp", "advcl", "dep"):
        return None
    as_ = any(tree.lower[kid] == "as" and kid < verb for kid in tree.kids[verb][:4])
    if as_ and tree.dep[verb] == "advcl":
        return above
    if tree.child(verb, *SUBJECTS) is None or tree.child(verb, "mark") is not None:
        return None
    first, last = tree.left[verb], tree.right[verb]
    before = first > tree.left[above] and (tree.lower[first] == "," or tree.lower[first - 1] in (",", "—", "”", '"', "''"))
    after = last >= tree.right[above] - 1 or tree.lower[min(last + 1, tree.n - 1)] == ","
    return above if before and (tree.dep[verb] == "parataxis" or after) else None


_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "PRON", "NUM"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def interruption(tree: Tree, verb: int) -> tuple[int, list[Span]] | None:
    """Source and content of “Huawei, BES alleges in its complaint, stole the designs”, where parsers take Huawei for the subject of the verb."""
    first = verb - 1
    while first > verb - 8 and first >= 0 and tree.pos[first] in _NOMINAL and tree.tag[first] not in ("WDT", "WP", "IN"):
        first -= 1
    if first < 1 or first == verb - 1 or tree.lower[first] != "," or tree.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return None
    last = next((token for token in range(verb + 1, min(verb + 15, tree.n)) if tree.lower[token] == ","), None)
    if last is None or any(tree.tag[token] in _FINITE or tree.lower[token] == "that" for token in range(verb + 1, last)):
        return None
    start, end = first, last
    while start > 0 and start > first - 60 and tree.sent[start - 1] == tree.sent[verb]:
        start -= 1
    while end < tree.n and end < last + 120 and tree.sent[end] == tree.sent[verb]:
        end += 1
    if any(tree.tag[token] in _FINITE for token in range(start, first)) or last + 1 >= end or tree.tag[last + 1] not in _FINITE | {"RB"}:
        return None
    return verb - 1, [(start, first), (last + 1, end)]


def cue_words(tree: Tree, verb: int) -> list[Span]:
    words = [kid for kid in tree.kids[verb][:CHILDREN] if tree.dep[kid] in ("aux", "auxpass", "neg", "prt")]
    return runs([verb, *words])


def standing(tree: Tree, cue: int, quoted: bool) -> str:
    """In whose speech the cue itself stands: `q` quoted, `c` in a clause that another verb reports, `r` in a relative clause, `if`, or its own."""
    if quoted:
        return "q"
    token, mark = cue, ""
    for _ in range(6):
        dep, above = tree.dep[token], tree.head[token]
        if above == token:
            break
        if dep == "ccomp" and (cue_of := cues.verbs().get(tree.lemma[above])) is not None and "clause" in cue_of.firm:
            return "c"
        mark = mark or {"relcl": "r", "acl": "a", "advcl": "v", "xcomp": "x", "conj": "j"}.get(dep, "")
        token = above
    return mark


def chosen_by_tables(tree: Tree, cue: int, table: cues.Cue | None) -> tuple[list[tuple[str, int]], list[str]]:
    """The places of content that the tables give this cue, and which of them are firm."""
    if table is None:
        return [], []
    places = [(place, token) for place, token in content_places(tree, cue) if place in table.kinds]
    firm = [(place, token) for place, token in places if place in table.firm]
    if tree.pos[cue] == "NOUN":                                              # the claim that …, not a claim to make
        firm = [(place, token) for place, token in firm if place == "clause" and any(tree.lower[kid] == "that" for kid in tree.kids[token][:4])]
    return places, [place for place, _ in firm]
