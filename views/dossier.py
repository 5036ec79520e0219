"""What is between things as HTML: a tie with its claims, an accusation beside its answer, a course of events. Knows HTML, not Streamlit."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from graph.dossier import Exchange, Step, Tie, UsedName
from graph.explore import ShownClaim, ShownEntity
from graph.model import RELATIONS
from views.addresses import entity_page
from views.evidence import claims_html, document_html, link_html
from views.wording import MANNERS, clip, count, on_whose_word, qualifier

LONGEST = 160       # characters of a name in a line
FEW = 4             # documents, firms or speakers that a line names


def tie_html(tie: Tie, *, seen_from: str = "", bare: bool = False) -> str:
    """A tie in one line: how firm it is, what it says, on whose word. A click shows its claims.

    `seen_from`: the id of whose page this is. `bare`: what it says of the other stands above it already.
    """
    edge, manner = tie.edge, tie.edge.manner
    over = ", ".join(filter(None, (qualifier(edge.relation, category) for category in edge.categories)))
    here = "" if tie.here.id == seen_from else f"{name_html(tie.here)} "
    said = name_html(tie.other) if bare else f"{here}{escape(tie.reading)} {name_html(tie.other)}{f' {escape(over)}' if over else ''}"
    more = ", ".join(filter(None, (count(edge.claims, "claim"), " to ".join(dict.fromkeys(filter(None, (edge.first, edge.last)))))))
    rest = f'<p class="wd-quiet">{link_html(f"All {edge.claims:,} claims", "explore", {"entity": [edge.source, edge.target], "edge": edge.id})}</p>'
    return (f'<details class="wd-claim wd-tie {manner}"><summary><span class="wd-badge {manner}">{MANNERS[manner][0]}</span> '
            f'<span class="wd-content">{said}</span> '
            f'<span class="wd-quiet">{escape(_speakers(tie.claims))} · {escape(more)}</span></summary>'
            f'{claims_html(tie.claims, opened=len(tie.claims))}{rest if edge.claims > len(tie.claims) else ""}</details>')


def ties_html(ties: Iterable[Tie], *, seen_from: str = "", bare: bool = False) -> str:
    """Ties one below the other."""
    return "".join(tie_html(tie, seen_from=seen_from, bare=bare) for tie in ties)


def chain_html(steps: Iterable[Step]) -> str:
    """A chain of subcontracts, each step further in than the one that it hangs below."""
    return "".join(f'<div class="wd-step" style="--depth: {step.depth - 1}">{tie_html(step.tie)}</div>' for step in steps)


def name_html(entity: ShownEntity) -> str:
    """An entity's name in a line, linked to its page."""
    return link_html(clip(entity.name, LONGEST), *entity_page(entity))


def _speakers(claims: tuple[ShownClaim, ...]) -> str:
    words = list(dict.fromkeys(clip(on_whose_word(claim), LONGEST) for claim in claims))
    return "; ".join(words[:FEW]) + (f" and {len(words) - FEW} more" if len(words) > FEW else "")


def exchange_html(exchange: Exchange) -> str:
    """What somebody is accused of, and beside it the answer."""
    over = qualifier("ACCUSES", exchange.category)
    answers = claims_html(exchange.answers, opened=1) or f'<p class="wd-quiet">No answer of {name_html(exchange.accused)} is on record.</p>'
    accusations = claims_html(exchange.accusations, opened=1) or '<p class="wd-quiet">The accusation itself is not on record, only its denial.</p>'
    return (f'<section class="wd-exchange"><h4>{name_html(exchange.accuser)} <span>accuses</span> {name_html(exchange.accused)} {escape(over)}</h4>'
            f'<div>{accusations}</div><div>{answers}</div></section>')


def exchanges_html(exchanges: Iterable[Exchange]) -> str:
    """Accusations with their answers, one below the other."""
    return ('<div class="wd-exchanges"><div class="wd-exchange wd-head"><div>Accused of</div><div>Answers</div></div>'
            + "".join(map(exchange_html, exchanges)) + "</div>")


def course_html(claims: Iterable[ShownClaim]) -> str:
    """Claims by time, each beside its date. Where the event has no date, that of the report stands there, and says so."""
    days = groupby(claims, key=_day)
    return '<ol class="wd-course">' + "".join(
        f'<li><div><time>{escape(date or "no date")}</time>{"" if dated or not date else "<small>reported</small>"}</div>'
        f'<div>{claims_html(found)}</div></li>' for (date, dated), found in days) + "</ol>"


def _day(claim: ShownClaim) -> tuple[str, bool]:
    return claim.date or claim.document.published, bool(claim.date)


def names_html(names: Iterable[UsedName]) -> str:
    """What something is called, and by which documents."""
    return "".join(f'<p class="wd-names"><bdi>{escape(clip(used.name, LONGEST))}</bdi> <span class="wd-quiet">{_used_in(used)}</span></p>'
                   for used in names)


def _used_in(used: UsedName) -> str:
    more = used.uses - len(used.documents[:FEW])
    rest = f" and {count(more, 'other document')}" if more > 0 else ""
    return f"in {'; '.join(map(document_html, used.documents[:FEW]))}{rest}"


def sites_html(sites: Iterable[tuple[ShownEntity, tuple[Tie, ...]]]) -> str:
    """Places and projects with the dealings of firms there, each with how firm it is."""
    return "".join(f'<div class="wd-site wd-names">{name_html(place)}{"".join(map(_dealing, ties[:FEW]))}</div>' for place, ties in sites)


def _dealing(tie: Tie) -> str:
    manner = tie.edge.manner
    relation = RELATIONS[tie.edge.relation]
    said = relation.inverse if tie.outward else relation.reading
    return f'<div><span class="wd-badge {manner}">{MANNERS[manner][0]}</span> {name_html(tie.other)} {escape(said)} {name_html(tie.here)}</div>'


def terms_html(terms: Iterable[tuple[str, str]]) -> str:
    """Terms with what stands behind each, which is HTML already; without those that have nothing."""
    return f'<dl class="wd-terms">{"".join(f"<dt>{escape(term)}</dt><dd>{told}</dd>" for term, told in terms if told)}</dl>'
