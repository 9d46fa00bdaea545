"""A page of our own on paper: what a report looks like when it is printed, as PDF, by the browser of the scans."""

import asyncio
from base64 import b64decode
from dataclasses import dataclass

from scanner.errors import BrowserError
from spiders.browser import NOWHERE, own_folder
from spiders.devtools import Answer, DevtoolsError
from spiders.options import Options
from spiders.render.launch import launch
from spiders.render.pipe import Pipe
from spiders.render.session import PageSession

ANSWER = 180.0
"""Seconds that one step may take: a report of thousands of pages takes some."""

CLOSE = 5.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet; its sides in inches."""

    width: float
    height: float


A4 = Paper(210 / 25.4, 297 / 25.4)
LETTER = Paper(8.5, 11)

_WISHES = {"printBackground": True, "generateTaggedPDF": True, "generateDocumentOutline": True}


def print_pdf(html: str, paper: Paper, options: Options) -> bytes:
    """`html` as PDF with tags, so that it can be read aloud, and with its headings as outline.

    Whatever it names is asked of nobody: the browser has no way out. BrowserError: there is none, it does not start, or
    it does not print.
    """
    try:
        return asyncio.run(_printed(html, paper, options))
    except DevtoolsError as error:
        raise BrowserError("the browser did not print the report", str(error), "-f html, and print that") from error


async def _printed(html: str, paper: Paper, options: Options) -> bytes:
    with own_folder() as folder:
        launched = await launch(options, NOWHERE, folder)
        try:
            page = await _page(launched.started.pipe)
            await _show(page, html)
            size = {"paperWidth": paper.width, "paperHeight": paper.height}
            return b64decode((await page.call("Page.printToPDF", **size, **_WISHES))["data"])
        finally:
            await launched.started.end(CLOSE)


async def _page(pipe: Pipe) -> PageSession:
    """A new page without a way to anywhere."""
    browser = PageSession(pipe, "", ANSWER)
    opened = await browser.call("Target.createTarget", url="about:blank")
    attached = await browser.call("Target.attachToTarget", targetId=opened["targetId"], flatten=True)
    page = PageSession(pipe, attached["sessionId"], ANSWER)
    await page.call("Page.enable")
    await page.call("Network.enable")
    await page.call(
        "Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0
    )
    await page.call("Emulation.setScriptExecutionDisabled", value=True)
    return page


async def _show(page: PageSession, html: str) -> None:
    tree: Answer = await page.call("Page.getFrameTree")
    await page.call("Page.setDocumentContent", frameId=tree["frameTree"]["frame"]["id"], html=html)
