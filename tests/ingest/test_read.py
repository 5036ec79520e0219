"""Files of our own making through the readers of text, Markdown and pages, and what is said of files that cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Document, Source
from ingest.read import MAX_BYTES, find_files, read_document
from ingest.read_markdown import read_markdown, sentence_starts
from ingest.text import ReadError, clean, detect_language, join_lines, normalise

NEWS = "The city of Rivergate ended its camera contract with Acme Vision, which had sued it for unpaid bills in the county court."
FRENCH = "La ville a mis fin à son contrat de caméras avec la société, qui l'avait poursuivie devant le tribunal pour des factures impayées."


@pytest.fixture
def put(tmp_path: Path):
    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


# ------------------------------------------------------------------ normalised text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("One.\r\n\r\nTwo.\rThree.", "One.\n\nTwo.\n\nThree."),  # line ends of three systems; short lines are not wrapped
        ("Cafe\u0301 and nai\u0308ve", "Café and naïve"),  # NFC
        ("a\u200bb\u00adc\ufeff\x07d", "abcd"),  # what cannot be seen
        ("The \u202egnilrevO\u202c firm", "The gnilrevO firm"),  # bidi overrides could show another text than is quoted
        ("tab\there\u00a0and\u2003there  too ", "tab here and there too"),  # blanks
        ("para one\u2029para two", "para one\n\npara two"),
        ("\n\n\n", ""),
        ("a\ud800b", "ab"),  # cannot be written as UTF-8
    ],
)
def test_characters_and_blanks_are_normalised(raw, expected):
    assert normalise(raw) == expected


def test_wrapped_lines_are_joined_and_deliberate_breaks_kept():
    raw = (
        "RIVERGATE ENDS CAMERA CONTRACT\nBy Jo Lee\n\nThe city of Rivergate said on Monday that it would end its surveil-\n"
        "lance contract with Acme Vision, a maker of cameras that had sued the\ncity in the county court over unpaid bills.\n"
        "- first point\n- second point\n"
    )
    assert normalise(raw).split("\n\n") == [
        "RIVERGATE ENDS CAMERA CONTRACT",
        "By Jo Lee",
        "The city of Rivergate said on Monday that it would end its surveillance contract with Acme Vision, a maker of cameras that had sued the "
        "city in the county court over unpaid bills.",
        "- first point",
        "- second point",
    ]


def test_a_line_a_paragraph_stays_so():
    raw = f"{NEWS} {NEWS}\n{NEWS} {NEWS}"
    assert normalise(raw) == raw.replace("\n", "\n\n")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("surveil-", "lance"), "surveillance"),
        (("self-", "styled"), "self-styled"),
        (("state-of-the-", "art"), "state-of-the-art"),
        (("Smith-", "Jones"), "Smith-Jones"),
        (("2020–", "2021"), "2020–2021"),
        (("and/", "or"), "and/or"),
        (("a -", "b"), "a - b"),
    ],
)
def test_broken_words_are_made_whole(lines, expected):
    assert join_lines(lines) == expected


def test_the_document_decides_on_a_hyphen():
    assert join_lines(("re-", "sale"), frozenset({"re-sale"})) == "re-sale"


@given(st.text(max_size=300))
def test_normalised_text_stays_as_it_is(raw):
    text = normalise(raw)
    assert normalise(text) == text
    assert clean(text) == text
    text.encode("utf-8")


@pytest.mark.parametrize(
    "raw",
    ["x" * 1_000_000, "a" + "\u0301\u0316" * 500_000, "\u202ea\u2066" * 300_000, "ab-\n" * 250_000, ("word " * 15 + "ab-\n") * 12_000],
    ids=["no space", "marks", "bidi", "short lines", "hyphens"],
)
def test_hostile_text_ends_in_time(raw):
    import time

    began = time.monotonic()
    detect_language(normalise(raw))
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (NEWS, "en"),
        (FRENCH, "fr"),
        ("BES v. Huawei, 2021", "en"),
        ("", "en"),
        (f"{FRENCH}\n\n{(NEWS + ' ') * 40}", "en"),
        ("Die Stadt hat den Vertrag über die Kameras gekündigt, sagte die Bürgermeisterin am Montag.", "de"),
    ],
)
def test_the_language_is_that_of_most_of_the_text(text, language):
    assert detect_language(text) == language


# ------------------------------------------------------------------ files


def test_a_text_file(put):
    document = read_document(put("a.txt", f"Rivergate ends camera contract\n\n{NEWS}\n\n{NEWS}"))
    assert document == Document(text=f"Rivergate ends camera contract\n\n{NEWS}\n\n{NEWS}", title="Rivergate ends camera contract")


def test_a_text_without_a_headline_is_called_by_its_file(put):
    assert read_document(put("camera_contract.txt", NEWS)).title == "camera contract"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_read(put, encoding):
    assert read_document(put("a.txt", f"Café: {NEWS}".encode(encoding))).text == f"Café: {NEWS}"


def test_markdown_loses_its_marks_and_keeps_its_words(put):
    raw = (
        "---\ntitle: Cameras\npublisher: The Rivergate Record\nurl: https://example.org/a\ndate: 2021-03-16\nkind: news\nlicence: CC0\n---\n"
        "# Cameras\n\nThe *city* of [Rivergate](https://example.org) ended\nits contract.\n\n- Acme sued\n- The city paid\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode()\n```\n\n<div>html</div>\n\n![picture](x.png)\n"
    )
    document = read_document(put("a.md", raw))
    assert document.text.split("\n\n") == ["Cameras", "The city of Rivergate ended its contract.", "Acme sued", "The city paid", "a", "b", "1", "2"]
    assert (document.title, document.publisher, document.url, document.published, document.kind, document.licence) == (
        "Cameras",
        "The Rivergate Record",
        "https://example.org/a",
        "2021-03-16",
        "news",
        "CC0",
    )


def test_markdown_without_front_matter_is_called_by_its_heading(put):
    assert read_document(put("a.md", f"# Camera dispute\n\n{NEWS}")).title == "Camera dispute"


DOSSIER = """---
id: rivergate-acme
title: Rivergate and Acme Vision
date: 2021-03
places: [Rivergate, Northland]
sources:
  - {key: record, title: City ends contract, publisher: The Rivergate Record, url: "https://example.org/1", date: 2021-03-16}
  - {key: suit, title: Acme Vision Inc. v. City of Rivergate, publisher: County court, date: 2021}
---
Acme Vision Inc. sued the city of Rivergate in Acme v. Rivergate, No. 42.[^suit] The city, according to
the Record, denies that it owes anything.[^record][^suit] Nothing else is known.

"It is over," said Mayor J. Smith.[^record]
"""


def test_a_dossier_ties_its_sentences_to_sources(put):
    document = read_document(put("d.md", DOSSIER))
    assert document.kind == "dossier"
    assert document.published == "2021-03"
    assert document.sources[0] == Source("record", "City ends contract", "The Rivergate Record", "https://example.org/1", "2021-03-16")
    assert "[^" not in document.text
    assert [(document.text[c.start : c.end], c.source) for c in document.citations] == [
        ("Acme Vision Inc. sued the city of Rivergate in Acme v. Rivergate, No. 42.", "suit"),
        ("The city, according to the Record, denies that it owes anything.", "record"),
        ("The city, according to the Record, denies that it owes anything.", "suit"),
        ('"It is over," said Mayor J. Smith.', "record"),
    ]


def test_sentences_of_a_dossier_do_not_end_at_abbreviations():
    text = "The U.S. Army hired Acme Corp. in Jan. 2020. Judge B. Lee ruled. It lost!"
    assert [text[start : start + 5] for start in sentence_starts(text)] == ["The U", "Judge", "It lo"]


def test_footnotes_below_a_dossier_are_no_text():
    assert read_markdown("It ended.[^a]\n\n[^a]: https://example.org\n").text == "It ended."


PAGE = f"""<html><head><title>Rivergate ends contract - Record</title><meta property="og:site_name" content="The Rivergate Record">
<link rel="canonical" href="https://example.org/a"><meta property="article:published_time" content="2021-03-16T08:00:00Z">
<script type="application/ld+json">{{"@type": "NewsArticle"}}</script><script>track()</script></head>
<body><nav><a href="/">Home</a> <a href="/subscribe">Subscribe now</a></nav><article><h1>Rivergate ends contract</h1>
<p>{NEWS}</p><p>“We owe nothing,” said <b>Mayor Lee</b>, &amp; left.</p><ul><li>Acme sued in May.</li><li>The city answered in June.</li></ul>
<table><tr><td>Fine:</td><td>20,000 <b>dollars</b></td></tr><tr><td>Appeal:</td><td></td></tr></table>
</article><footer>Cookie settings</footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_of_itself(put):
    document = read_document(put("a.html", PAGE))
    assert document.text.split("\n\n") == [
        "Rivergate ends contract",
        NEWS,
        "“We owe nothing,” said Mayor Lee, & left.",
        "Acme sued in May.",
        "The city answered in June.",
        "Fine: 20,000 dollars",
    ]
    assert (document.publisher, document.url, document.published, document.kind) == (
        "The Rivergate Record",
        "https://example.org/a",
        "2021-03-16",
        "news",
    )


def test_a_sidecar_overrides_what_the_file_says(put):
    path = put("a.html", PAGE)
    put("a.html.meta.yaml", "title: Another title\ndate: 2020\nkind: company\n")
    document = read_document(path)
    assert (document.title, document.published, document.kind, document.publisher) == ("Another title", "2020", "company", "The Rivergate Record")


def test_a_sidecar_may_go_without_the_ending(put):
    path = put("b.txt", NEWS)
    put("b.meta.yaml", f"publisher: Record\ndate: {date(2021, 3, 16)}\n")
    assert (read_document(path).publisher, read_document(path).published) == ("Record", "2021-03-16")


def test_the_host_says_what_kind_of_document_it_is(put):
    path = put("b.txt", NEWS)
    put("b.meta.yaml", "url: https://www.courtlistener.com/docket/1\n")
    assert read_document(path).kind == "unknown"  # a sidecar says all it means to say
    assert read_document(put("c.html", PAGE.replace("example.org", "www.rivergate.gov").replace("NewsArticle", "Thing"))).kind == "government"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n ", "there is no text in it"),
        ("a.txt", b"\x00\x01\x02" * 100, "binary"),
        ("a.txt", b"%PDF-1.4\n%\xe2\xe3", "binary"),
        ("a.txt", "Le café fermé".encode("cp1252"), "not text in UTF-8"),
        ("a.txt", "caf\ufffd \ufffd\ufffd of the city", "wrong encoding"),
        ("a.txt", b"word " * 300_000, "are the most that are read"),
        ("a.docx", b"PK", "files of type .docx are not read"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "no text was found"),
        ("a.md", "---\ntitle: [\n---\nx", "not valid YAML"),
        ("a.md", "---\n- a\n---\nx", "must be YAML of the form"),
        ("a.md", "---\ndate: yesterday\n---\nx", "write dates as"),
        ("a.md", "---\nsources: [{title: x}]\n---\nx", "has a `key`"),
        ("a.md", "---\nsources: [{key: a}, {key: a}]\n---\nx", "have the key 'a'"),
        ("a.md", "---\nsources: [{key: a}]\n---\nIt ended.[^b]", "cites the source 'b'"),
        ("a.md", "---\ntitle: " + "[" * 5000 + "\n---\nx", "not valid YAML"),
    ],
)
def test_a_bad_file_is_one_sentence_that_names_it(put, name, content, sentence):
    with pytest.raises(ReadError, match=sentence) as error:
        read_document(put(name, content))
    assert str(error.value).startswith(f"{name} cannot be read: ")
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("meta", "sentence"), [("autor: x\n", "has 'autor'; it may have title"), ("kind: blog\n", "kinds are news"), ("title: {a: b}\n", "single value")]
)
def test_a_bad_sidecar_is_one_sentence(put, meta, sentence):
    path = put("a.txt", NEWS)
    put("a.txt.meta.yaml", meta)
    with pytest.raises(ReadError, match=sentence):
        read_document(path)


def test_a_file_that_is_too_large_is_not_opened(put):
    path = put("a.txt", b"")
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadError, match="MB"):
        read_document(path)


def test_folders_are_searched_in_order_for_what_can_be_read(put, tmp_path):
    for name in ("b.txt", "a/z.md", "a/y.html", "a/y.html.meta.yaml", ".hidden/x.txt", ".x.txt", "picture.png", "c.PDF"):
        put(name, "x")
    assert [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])] == ["b.txt", "c.PDF", "a/y.html", "a/z.md"]
    with pytest.raises(ReadError, match="There is no file or folder"):
        list(find_files([tmp_path / "nowhere"]))


RAW = Path(__file__).parents[3] / "shared" / "raw"


@pytest.mark.skipif(not RAW.is_dir(), reason="the folder of real originals, ../shared/raw, is not here")
def test_real_originals_are_read_or_refused():
    notes: list[str] = []
    texts, refused = {}, {}
    for path in find_files([RAW]):
        try:
            texts[path.name] = read_document(path, notes.append)
        except ReadError as error:
            refused[path.name] = str(error)
    assert list(refused) == ["eugene_flock_invoice_scan_NO_TEXT_LAYER.pdf"]
    filing = texts["whatsapp_v_nso_dkt677-5_letters_and_rfa.pdf"]
    assert (len(filing.pages), filing.page_at(filing.text.index("GENERAL OBJECTIONS")), filing.published, filing.kind) == (
        66,
        4,
        "2025-04-04",
        "court",
    )
    assert (
        "Defendants object to the Requests to the extent that they purport to impose requirements or obligations different from or beyond"
        in filing.text
    )
    assert "Filed 04/04/25" not in filing.text
    assert "Plaintiffs, v.\n\nNSO GROUP TECHNOLOGIES" in filing.text
    contract = texts["eugene_flock_contract_2025-03244.pdf"].text
    assert "Flock Group Inc, (Contractor) a Corporation organized and existing under the laws of the State of Delaware." in contract
    assert sum("mostly blacked out" in note for note in notes) == 2
    assert all(normalise(document.text) == document.text for document in texts.values())
