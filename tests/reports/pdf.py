"""What a PDF of Chromium's holds, read without a library: its catalogue, its pages, and their text without blanks."""

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\r?\n(.*?)\r?\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>(?=[^/]*?T[jJ])")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>(?: <([0-9A-Fa-f]+)>)?")


@dataclass(frozen=True)
class Pdf:
    """`catalogue` as it is written; `sheets` the sizes of the pages in points, `texts` what stands on them."""

    catalogue: bytes
    sheets: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]
    outline: tuple[str, ...]


def read(data: bytes) -> Pdf:
    assert data.startswith(b"%PDF-")
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    catalogue = next(body for body in objects.values() if b"/Type /Catalog" in body)
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    boxes = [re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page) for page in pages]
    titles = [title for body in objects.values() if b"/Parent" in body
              for title in re.findall(rb"/Title \((.*?)\)\n/", body, re.DOTALL)]  # fmt: skip
    return Pdf(
        catalogue,
        tuple((float(box[1]), float(box[2])) for box in boxes if box),
        tuple(_text(page, objects) for page in pages),
        tuple(title.decode("latin-1") for title in titles),
    )


def _text(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = {name: _letters(objects[int(font)], objects) for name, font in re.findall(rb"/(F\d+) (\d+) 0 R", page)}
    (content,) = re.findall(rb"/Contents (\d+) 0 R", page)
    letters: dict[int, str] = {}
    said = []
    for font, codes in _SHOWN.findall(_stream(objects[int(content)])):
        if font:
            letters = fonts[font]
        said += [letters.get(int(codes[at : at + 4], 16), "") for at in range(0, len(codes), 4)]
    return "".join("".join(said).split())


def _letters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """What each glyph of a font stands for."""
    number = re.search(rb"/ToUnicode (\d+) 0 R", font)
    if number is None:
        return {}
    told: dict[int, str] = {}
    table = _stream(objects[int(number[1])])
    for first, last, start in _PAIR.findall(table[table.index(b"endcodespacerange") :]):
        if start:
            for index, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                told[code] = chr(int(start, 16) + index)
        else:
            told[int(first, 16)] = bytes.fromhex(last.decode()).decode("utf-16-be")
    return told


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body else found[1]
