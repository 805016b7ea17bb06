"""Small PDFs for tests that need none of our pages: what a program can put beside the pages of one."""

import io
from collections.abc import Mapping

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)


def small_pdf(properties: Mapping[str, str] = {}, *, xmp: str = "", note: str = "", tagged: bool = True) -> bytes:
    """One empty page, with properties, XMP and a note; tagged and in a language, or not."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({f"/{name}": said for name, said in properties.items()})
    root = writer.root_object
    if note:
        square = ArrayObject([NumberObject(each) for each in (0, 0, 9, 9)])
        held = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Text"), "/Rect": square}
        annotation = DictionaryObject({NameObject(key): value for key, value in held.items()})
        annotation[NameObject("/Contents")] = TextStringObject(note)
        page[NameObject("/Annots")] = ArrayObject([annotation])
    if xmp:
        stream = DecodedStreamObject()
        stream.set_data(xmp.encode())
        stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
        root[NameObject("/Metadata")] = writer._add_object(stream)  # pypdf has no public way
    if tagged:
        root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        root[NameObject("/StructTreeRoot")] = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        root[NameObject("/Lang")] = TextStringObject("en-GB")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
