"""Makes small PDF files: lines of text, boxes and pictures at places on pages. Knows just enough of the format for that."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field

HEIGHT, WIDTH = 792.0, 612.0


@dataclass
class PdfPage:
    """A page that is drawn on; places are points from the top left."""

    drawn: list[str] = field(default_factory=list)
    picture: bool = False

    def write(self, x: float, top: float, text: str, *, size: float = 11, bold: bool = False, grey: float = 0) -> PdfPage:
        letters = "".join(f"\\{octet:03o}" for octet in text.encode("cp1252"))
        self.drawn.append(f"BT {grey} g /{'B' if bold else 'F'} {size} Tf {x} {HEIGHT - top - size} Td ({letters}) Tj ET")
        return self

    def lines(self, x: float, top: float, *texts: str, leading: float = 13, size: float = 11) -> PdfPage:
        for number, text in enumerate(texts):
            self.write(x, top + number * leading, text, size=size)
        return self

    def box(self, x: float, top: float, width: float, height: float, grey: float = 0) -> PdfPage:
        self.drawn.append(f"{grey} g {x} {HEIGHT - top - height} {width} {height} re f")
        return self

    def scan(self) -> PdfPage:
        self.picture = True
        self.drawn.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q")
        return self


def make_pdf(*pages: PdfPage, title: str = "", created: str = "") -> bytes:
    """The bytes of a PDF of these pages."""
    numbers = [6 + 2 * n for n in range(len(pages))]
    picture = zlib.compress(bytes([200]) * 64)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
               b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
               b"/B << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >> /XObject << /Im 5 0 R >> >>",
               f"<< /Title ({title}) /CreationDate ({created}) >>".encode(),
               b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode /Length "
               + str(len(picture)).encode() + b" >>\nstream\n" + picture + b"\nendstream"]
    for number, page in zip(numbers, pages, strict=True):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources 3 0 R /Contents {number + 1} 0 R >>".encode())
        content = "\n".join(page.drawn).encode("latin-1")
        objects.append(b"<< /Length " + str(len(content)).encode() + b" >>\nstream\n" + content + b"\nendstream")
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()
