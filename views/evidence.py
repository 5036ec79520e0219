"""A claim as HTML: how firm, on whose word, what is said, the exact words in their sentence, where they stand. Knows HTML, not Streamlit.

Everything that comes from a document is escaped here, and only here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlsplit

from graph.explore import ShownClaim, ShownDocument, ShownEntity, manner
from graph.model import Source
from views.addresses import Address, document_page, entity_page, href
from views.wording import MANNERS, RELATION_NAMES, REVIEWED, caution, content, count, manner_word, on_whose_word

MOST_YEARS = 60         # that stand side by side, also where nothing is told of one


def claim_html(claim: ShownClaim, *, opened: bool = False) -> str:
    """A claim in one line: how firm it is, on whose word, what is said. A click shows its words, where they stand, and what they rest on."""
    _, reading, _, over = map(escape, content(claim))
    said = " ".join(filter(None, (entity_html(claim.subject), reading, entity_html(claim.object), over)))
    manner, warned = claim.manner, caution(claim)
    return (f'<details class="wd-claim {manner}"{" open" if opened else ""}>'
            f'<summary><span class="wd-badge {manner}">{manner_word(claim)}</span> '
            f'<span class="wd-said">{escape(on_whose_word(claim))} that</span> '
            f'<span class="wd-content">{said}</span>'
            f'{f" <span class=wd-quiet>{warned}</span>" if warned else ""}</summary>'
            f'<p class="wd-quote" dir="auto">{marked(claim.sentence, claim.quote)}</p>'
            f'<p class="wd-quiet">{" · ".join(_facts(claim))}</p>{_sources(claim.sources)}</details>')


def claims_html(claims: Iterable[ShownClaim], *, opened: int = 0) -> str:
    """Claims one below the other, the first `opened` of them with their evidence."""
    return "".join(claim_html(claim, opened=at < opened) for at, claim in enumerate(claims))


def entity_html(entity: ShownEntity) -> str:
    """An entity's name, linked to its page; where nothing is stored yet there is none."""
    return link_html(entity.name, *entity_page(entity)) if entity.id else f"<bdi>{escape(entity.name)}</bdi>"


def document_html(document: ShownDocument, *, claim: str = "") -> str:
    """A document's title, linked to its page, at a claim where one is named."""
    return link_html(document.title, *document_page(document, claim)) if document.id else f"<bdi>{escape(document.title)}</bdi>"


def link_html(words: str, page: str, address: Address | None = None) -> str:
    """Words linked to a page of the app; the box on top of the page follows such links without loading anew."""
    return f'<a class="wd-link" href="{escape(href(page, address), quote=True)}"><bdi>{escape(words)}</bdi></a>'


def marked(sentence: str, quote: str) -> str:
    """The sentence with its quote highlighted."""
    before, found, after = sentence.partition(quote)
    return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}" if found else f"<mark>{escape(quote)}</mark>"


def _facts(claim: ShownClaim) -> list[str]:
    facts = [cited(claim)]
    if claim.page:
        facts.append(f"page {claim.page}")
    if claim.date:
        facts.append(f"event dated {escape(claim.date)}")
    if claim.amount:
        facts.append(escape(claim.amount))
    read = REVIEWED.get(claim.reviewed, "read by machine")
    return [*facts, f'<span title="rule {escape(claim.rule)}, confidence {claim.confidence:.2f}">{read}</span>']


def cited(claim: ShownClaim) -> str:
    """The claim's document, linked to the claim in it, with publisher and date; and a link to where it was published."""
    document = claim.document
    about = ", ".join(escape(part) for part in (document.publisher, document.published) if part)
    published = f" {linked(document.url, 'as published')}" if is_of_the_web(document.url) else ""
    return f"{document_html(document, claim=claim.id)}{f' ({about})' if about else ''}{published}"


def about_html(document: ShownDocument) -> str:
    """What is known of a document, below its title."""
    facts = (document.publisher, document.published, document.kind, count(document.claims, "claim"), document.licence)
    where = [linked(document.url, "read it where it was published")] if is_of_the_web(document.url) else []
    return " · ".join([*(escape(fact) for fact in facts if fact), *where])


def _sources(sources: tuple[Source, ...]) -> str:
    if not sources:
        return ""
    return f'<p class="wd-quiet">This sentence rests on: {"; ".join(map(source_html, sources))}</p>'


def source_html(source: Source) -> str:
    """A publication that a document rests on."""
    name = " – ".join(part for part in (source.publisher, source.title) if part) or source.url or source.key
    return linked(source.url, name) + (f" ({escape(source.date)})" if source.date else "")


def is_of_the_web(url: str) -> bool:
    """Whether a browser opens the address as a page; documents may name anything as their address."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def linked(url: str, text: str) -> str:
    """The text, linked where the address is one that a browser opens as a page."""
    if not is_of_the_web(url):
        return escape(text)
    return f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def legend_html(manners: dict[str, tuple[str, str, str]], kinds: dict[str, str]) -> str:
    """What lines and shapes mean."""
    lines = "".join(f'<span title="{escape(meaning)}"><i class="{name}"></i>{escape(word)}</span>' for name, (word, meaning, _) in manners.items())
    shapes = "".join(f"<span><b>{shape}</b>{escape(kind)}</span>" for kind, shape in kinds.items())
    return f'<div class="wd-legend">{lines}</div><div class="wd-legend">{shapes}</div>'


def years_html(years: Mapping[str, Mapping[str, int]], picked: str, addresses: Mapping[str, Address]) -> str:
    """A bar for each year, the latest first, as high as there are claims and in parts by how firm they are; each leads to its year."""
    most = max(sum(found.values()) for found in years.values())
    told = sorted(map(int, years), reverse=True)
    every = range(told[0], told[-1] - 1, -1) if told[0] - told[-1] < MOST_YEARS else told
    return f'<div class="wd-years">{"".join(_year_html(f"{year:04}", years.get(f"{year:04}", {}), most, picked, addresses) for year in every)}</div>'


def _year_html(year: str, found: Mapping[str, int], most: int, picked: str, addresses: Mapping[str, Address]) -> str:
    parts = "".join(f'<i class="{name}" style="height:{found[name] / most * 100:.1f}%"></i>' for name in reversed(MANNERS) if found.get(name))
    bar = f'<span class="wd-bar">{parts}</span><span>{year}</span>'
    if not found:
        return f"<div>{bar}</div>"
    words = f"{year}: " + ", ".join(f"{found[name]:,} {MANNERS[name][0].lower()}" for name in MANNERS if found.get(name))
    return (f'<a class="wd-link{" picked" if year == picked else ""}" title="{words}" aria-label="{words}" '
            f'href="{escape(href("timeline", addresses[year]), quote=True)}">{bar}</a>')


def figures_html(figures: dict[str, int]) -> str:
    """Numbers with what they count."""
    return f'<div class="wd-figures">{"".join(f"<div><b>{number:,}</b>{escape(name)}</div>" for name, number in figures.items())}</div>'


def table_html(counted: dict[tuple[str, str], int]) -> str:
    """Claims by relation and by how firmly each may be shown, the most frequent relation first."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for (relation, status), number in counted.items():
        table[relation][manner(relation, status)] += number
    head = "".join(f'<th scope="col" class="{name}">{escape(word)}</th>' for name, (word, *_) in MANNERS.items())
    lines = "".join(f'<tr><td>{escape(RELATION_NAMES[relation])}</td>{_cells(numbers)}</tr>'
                    for relation, numbers in sorted(table.items(), key=lambda row: (-row[1].total(), row[0])))
    return f'<table class="wd-table"><thead><tr><th scope="col">Claims</th>{head}</tr></thead><tbody>{lines}</tbody></table>'


def _cells(numbers: Counter[str]) -> str:
    return "".join(f'<td class="{name}">{numbers[name] or ""}</td>' for name in MANNERS)
