"""Pictures of small sites on loopback, and their pixels as a browser decodes them."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.async_api import Page

from demo.server import SiteServer
from scanner.subjects import Clues, Hint, Subject
from spiders.guard import parse_pin
from spiders.options import Options
from spiders.pictures import take
from spiders.picturing.camera import Taken
from tests.reports.screen import Show, screen
from tests.spiders.crawling import HOST, START, UNSANDBOXED

FORM_ID = "AbCdEfGhIjKlMnOpQrSt"
FORM = f"http://crm.example/widget/form/{FORM_ID}"
FRAME = f'<iframe id="f" src="{FORM}" style="width:600px;height:300px;border:0;display:block"></iframe>'

_PIXELS = """async (jpeg) => {
  const photo = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${jpeg}`)).blob());
  const pen = new OffscreenCanvas(photo.width, photo.height).getContext("2d");
  pen.drawImage(photo, 0, 0);
  const { data } = pen.getImageData(0, 0, photo.width, photo.height);
  let text = "";
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return [photo.width, photo.height, btoa(text)];
}"""


@dataclass(frozen=True)
class Pixels:
    """A decoded picture: four bytes a pixel, line by line."""

    width: int
    height: int
    data: bytes

    def at(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue of one pixel."""
        start = 4 * (y * self.width + x)
        return self.data[start], self.data[start + 1], self.data[start + 2]

    def outline(self) -> tuple[int, int, int, int] | None:
        """Left, top, right and bottom of all that has the outline's colour; None if nothing has."""
        red = [(x, y) for y in range(self.height) for x in range(self.width) if _is_red(*self.at(x, y))]
        if not red:
            return None
        return min(x for x, _ in red), min(y for _, y in red), max(x for x, _ in red), max(y for _, y in red)


def _is_red(red: int, green: int, blue: int) -> bool:
    return red > 170 and green < 70 and blue < 110


@contextmanager
def decoder() -> Iterator[Show]:
    """A browser that decodes pictures, for `pixels`."""
    with screen() as (_, show):
        yield show


def pixels(show: Show, jpeg: bytes) -> Pixels:
    """The pixels of a picture."""

    async def look(page: Page) -> tuple[int, int, str]:
        width, height, data = await page.evaluate(_PIXELS, base64.b64encode(jpeg).decode())
        return width, height, data

    width, height, data = show(look)
    return Pixels(width, height, base64.b64decode(data))


def subject(path: str = "/", *hints: Hint, ref: str = "R-01", clues: Clues | None = None, **more: object) -> Subject:
    """What to photograph: the form FORM in the frame `#f`, unless said."""
    found = hints or (Hint("iframe#f", f'<iframe src="{FORM}">'),)
    clues = clues or Clues((FORM_ID,), (FORM_ID,))
    return Subject(ref, START + path.lstrip("/"), found, clues, **more)  # type: ignore[arg-type] # as the class says


def photographed(server: SiteServer, *subjects: Subject, known: tuple[Clues, ...] = ()) -> dict[str, Taken]:
    """The pictures of these, by reference."""
    options = Options(pins=tuple(map(parse_pin, server.pins)), allow_unsandboxed_browser=UNSANDBOXED, rate=100.0)
    return take(subjects, known, options, (HOST, f"www.{HOST}"), lambda _, __: None).taken
