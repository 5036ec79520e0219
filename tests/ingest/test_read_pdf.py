"""PDFs of our own making, through the child process that reads them."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from ingest.read_layout import REDACTED
from ingest.read_pdf import PdfText, read_pdf
from ingest.text import ReadError, normalise
from tests.pdfs import PdfPage, make_pdf

LETTER = (
    "The city of Rivergate bought 40 cameras from Acme Vision in 2019 and paid",
    "for two years of service. In March 2021 the council voted to end the con-",
    "tract. Acme Vision says that the city still owes it 80,000 dollars.",
)
LETTER_TEXT = (
    "The city of Rivergate bought 40 cameras from Acme Vision in 2019 and paid for two years of service. In March 2021 the council voted to end "
    "the contract. Acme Vision says that the city still owes it 80,000 dollars."
)


@pytest.fixture
def read(tmp_path: Path):
    def read(raw: bytes) -> PdfText:
        path = tmp_path / "file.pdf"
        path.write_bytes(raw)
        return read_pdf(path)

    return read


def letter() -> PdfPage:
    return PdfPage().lines(72, 100, *LETTER)


def numbered(*texts: str, first: int = 1) -> PdfPage:
    """A page of a pleading: line numbers in the margin, text to its right."""
    page = PdfPage()
    for n in range(28):
        page.write(50 if n < 9 else 44, 80 + 24 * n, str(n + first))
    return page.lines(90, 80, *texts, leading=24)


def test_wrapped_lines_are_joined_and_broken_words_made_whole(read):
    pdf = read(make_pdf(letter(), title="A letter", created="D:20210316120000"))
    assert (pdf.text, pdf.title, pdf.published, pdf.pages, pdf.notes) == (LETTER_TEXT, "A letter", "2021-03-16", (0,), ())


def test_what_is_read_is_normalised_text(read):
    text = read(make_pdf(letter().lines(72, 200, "A second paragraph."), letter())).text
    assert normalise(text) == text


def test_pages_begin_where_the_map_says(read):
    pdf = read(
        make_pdf(
            letter().write(72, 740, "1"), PdfPage().scan(), PdfPage().lines(72, 100, "Rivergate denies that it owes anything.").write(72, 740, "3")
        )
    )
    assert [pdf.text[start : start + 9] for start in pdf.pages] == ["The city ", "Rivergate", "Rivergate"]
    assert pdf.notes == ("Page 2 of 3 is without text, only pictures, and not read.",)


def test_a_sentence_goes_on_over_the_page(read):
    pdf = read(make_pdf(PdfPage().lines(72, 100, *LETTER[:2]), PdfPage().lines(72, 100, LETTER[2])))
    assert pdf.text == LETTER_TEXT
    assert pdf.text[pdf.pages[1] :].startswith("tract.")


def test_running_heads_and_feet_are_left_out_and_headings_that_only_look_alike_stay(read):
    pages = [
        PdfPage()
        .write(72, 30, f"Case 1:23-cv-00042 Document 7 Filed 03/16/21 Page {n} of 4")
        .write(72, 90, f"REQUEST NO. {n}:")
        .lines(72, 160, *LETTER)
        .write(72, 750, f"RIVERGATE DECL. {n}")
        for n in range(1, 5)
    ]
    pdf = read(make_pdf(*pages))
    assert "Case 1:23" not in pdf.text
    assert "DECL." not in pdf.text
    assert [f"REQUEST NO. {n}:" in pdf.text for n in range(1, 5)] == [True] * 4
    assert (pdf.court, pdf.title, pdf.published) == (True, "Case 1:23-cv-00042, document 7", "2021-03-16")


def test_line_numbers_of_a_pleading_are_left_out_and_figures_in_the_text_stay(read):
    text = read(make_pdf(numbered("Acme Vision supplied 40 cameras in 2019 and 12 more in", "2020, and the city paid for 50 of them on time."))).text
    assert text == "Acme Vision supplied 40 cameras in 2019 and 12 more in 2020, and the city paid for 50 of them on time."


def test_numbered_paragraphs_are_no_line_numbers(read):
    page = PdfPage().lines(72, 100, *(f"{n}. The city bought camera number {n} from Acme Vision." for n in range(1, 13)), leading=20)
    assert read(make_pdf(page)).text.startswith("1. The city bought camera number 1 from Acme Vision.\n\n2. The city")


def test_a_caption_is_read_one_side_after_the_other(read):
    page = PdfPage()
    page.lines(72, 100, "ACME VISION INC., a Delaware company,", "", "Plaintiff,", "", "v.", "", "CITY OF RIVERGATE,", "", "Defendant.", leading=14)
    page.lines(340, 100, "Case No. 1:23-cv-00042", "", "COMPLAINT FOR BREACH OF", "CONTRACT AND DAMAGES", "", "JURY TRIAL DEMANDED", leading=14)
    text = read(make_pdf(page.lines(72, 300, *LETTER))).text
    assert text.index("Plaintiff") < text.index("CITY OF RIVERGATE") < text.index("Defendant") < text.index("Case No.") < text.index("The city")
    assert "COMPLAINT FOR BREACH OF CONTRACT AND DAMAGES" in text


def test_two_columns_of_prose_are_read_one_after_the_other(read):
    page = PdfPage().write(72, 60, "RIVERGATE COUNCIL REPORT ON ITS CAMERAS AND THEIR MAKER", bold=True)
    page.lines(
        72,
        100,
        "The council heard from the police",
        "that cameras of Acme Vision had",
        "failed on nine days in May, and",
        "that repairs took until August.",
        size=9,
    )
    page.lines(
        320,
        100,
        "Acme Vision answered that storms",
        "had cut the power of its cameras",
        "and that the city had refused it",
        "access to the poles until July.",
        size=9,
    )
    text = read(make_pdf(page)).text
    assert text.index("until August.") < text.index("Acme Vision answered that storms had cut the power")


def test_rows_of_a_table_stay_together(read):
    page = PdfPage().lines(72, 60, *LETTER)
    for n, (what, sum_) in enumerate((("Cameras", "80,000"), ("Service", "12,000"), ("Poles", "9,000"), ("Total", "101,000"))):
        page.write(72, 200 + 20 * n, what).write(300, 200 + 20 * n, sum_)
    assert "Total 101,000" in read(make_pdf(page)).text


def test_black_boxes_read_redacted_and_what_lies_under_them_is_not_read(read):
    page = (
        PdfPage()
        .lines(72, 100, *LETTER)
        .write(72, 150, "The tip came from")
        .write(165, 150, "Jo Whistle")
        .write(260, 150, "in May.")
        .box(163, 149, 90, 14)
    )
    text = read(make_pdf(page)).text
    assert f"The tip came from {REDACTED} in May." in text
    assert "Whistle" not in text


def test_light_letters_on_a_dark_ground_and_painted_over_boxes_are_no_redactions(read):
    page = PdfPage().lines(72, 200, *LETTER).box(72, 100, 200, 20).write(80, 103, "NOTICE OF THE COUNCIL OF RIVERGATE", grey=1, size=9)
    page.box(72, 150, 200, 22).box(74, 152, 196, 18, grey=0.98).write(80, 155, "Non-profit")
    text = read(make_pdf(page)).text
    assert REDACTED not in text
    assert "NOTICE OF THE COUNCIL" in text
    assert "Non-profit" in text


def test_a_mostly_black_page_is_said_to_be_so(read):
    black = PdfPage().write(72, 80, "Exhibit B")
    for n in range(20):
        black.box(72, 110 + 20 * n, 400, 14)
    pdf = read(make_pdf(letter(), black.write(480, 600, "x")))
    assert pdf.notes == (f"Page 2 of 2 is mostly blacked out; what is missing reads {REDACTED}.",)
    assert pdf.text.count(REDACTED) == 1


def test_raised_footnote_figures_are_left_out(read):
    page = PdfPage().lines(72, 100, *LETTER).write(72, 200, "Acme Vision sued Rivergate.").write(212, 198, "3", size=6).write(222, 200, "It lost.")
    assert "Acme Vision sued Rivergate. It lost." in read(make_pdf(page)).text


def test_an_empty_password_opens_an_encrypted_file(read):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(letter())))
    writer.encrypt("", "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert read(out.getvalue()).text == LETTER_TEXT


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(letter())))
    writer.encrypt("secret", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def all_black() -> bytes:
    page = PdfPage().write(72, 80, "Exhibit B").write(500, 80, "x")
    for n in range(25):
        page.box(72, 110 + 20 * n, 400, 14)
    return make_pdf(page)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (encrypted(), "protected by a password"),
        (make_pdf(letter())[:600], "truncated"),
        (b"%PDF-1.4\nnothing of the kind\n%%EOF\n", "truncated or damaged"),
        (make_pdf(PdfPage().scan(), PdfPage().scan()), "no text layer"),
        (all_black(), "blacked out"),
        (make_pdf(PdfPage().write(72, 100, "Fig. 1").scan()), "next to no text"),
    ],
    ids=["password", "truncated", "no pdf", "scan", "black", "picture with a caption"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(read, raw, sentence):
    with pytest.raises(ReadError, match=sentence):
        read(raw)


def test_a_bomb_is_ended_and_refused(read, monkeypatch):
    """Compressed a thousand times over: 60 MB of drawing in 60 kB, which would take hours to lay out."""
    import zlib

    stream = zlib.compress(b"BT /F 9 Tf 1 1 Td (x) Tj ET\n" * 2_200_000, 9)
    body = make_pdf(letter())
    start, end = body.index(b"<< /Length", body.index(b"/Contents")), body.rindex(b"endstream")
    bomb = body[:start] + b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream) + stream + b"\n" + body[end:]
    monkeypatch.setattr("ingest.read_pdf.SECONDS", 4)
    with pytest.raises(ReadError, match="more than"):
        read(bomb)
