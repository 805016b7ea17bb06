"""Pictures in Word and Excel: the words stored with them are searched, and what they show is marked as not searched."""

from tests.evidence.making import with_part
from tests.keeping.documents import SPACED, docx, jpeg, png, refused, taken
from tests.keeping.test_evidence_office import ROTA, runs, word


def test_the_words_stored_with_a_picture_in_a_document_are_searched() -> None:
    told = "the words stored with the picture: here the file holds a valid NHS number."
    spoken = png((b"tEXt", f"Comment\0{SPACED}".encode()))
    assert refused("a.docx", docx("x", word__media__image1_x_png=spoken)).startswith(f"image1.png, {told}")
    followed = jpeg(SPACED.encode()) + b"what a program left behind its end"
    assert refused("a.docx", docx("x", word__media__image1_x_jpeg=followed)).startswith(f"image1.jpeg, {told}")
    assert refused("a.xlsx", with_part(ROTA, "xl/media/image1.png", spoken)).startswith(f"image1.png, {told}")
    for harmless in (png(), png()[:-8], jpeg(), b"BM"):
        assert not taken("a.docx", docx("x", word__media__image1_x_png=harmless)).searched


def boxes(*signs: str) -> bytes:
    """A document with a table of one row, a paragraph to a cell."""
    row = "".join(f"<w:tc><w:p>{runs(each, tag='t')}</w:p></w:tc>" for each in signs)
    return word(f"</w:p><w:tbl><w:tr>{row}</w:tr></w:tbl><w:p>")


def test_a_number_that_stands_in_the_boxes_of_a_form_is_refused_and_a_table_of_counts_is_not() -> None:
    told = refused("a.docx", boxes("NHS number", *"999", "", *"000", "", *"0018"))
    assert told.startswith("the row of boxes up to paragraph 15: here the file holds a valid NHS number.")
    assert taken("a.docx", boxes(*"9990000017")).searched
    assert taken("a.docx", boxes("999", "000", "0018")).searched, "three counts beside each other"


def test_a_document_of_scanned_pages_cannot_be_searched() -> None:
    assert not taken("a.docx", docx("", word__media__image1_x_png=png())).searched
    assert not taken("a.docx", docx("A caption", word__media__image1_x_png=png())).searched, "words beside it hide none"
    within = docx("x", word__embeddings__sales_x_xlsx=with_part(ROTA, "xl/media/image1.png", png()))
    assert not taken("a.docx", within).searched
    assert taken("a.docx", docx("")).searched
