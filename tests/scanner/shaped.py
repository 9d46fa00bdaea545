"""Sites of pages and script files in the shape of real ones; every id, host and word in them is made up."""

from collections.abc import Mapping

from scanner.findings import findings
from scanner.model import How, Mode, Page, PlacementType, State
from scanner.recognise import Recogniser
from scanner.scan import Finding
from scanner.signatures import load
from scanner.traces import PageTraces

HOST = "clinic.example"
AGENCY, BRAND = "https://fc.agency.example", "https://link.brand.example"
FORM, OTHER, THIRD = "AbCdEfGhIjKlMnOpQrSt", "ZyXwVuTsRqPoNmLkJi01", "QwErTyUiOpAsDfGhJk23"
WIDGET = "0123456789abcdef01234567"
RECOGNISER = Recogniser(load(), frozenset({HOST}))

Line = tuple[str, str, How, State, PlacementType, tuple[str, ...]]


def url(path: str) -> str:
    return f"https://{HOST}{path}"


def traces(files: Mapping[str, str]) -> list[PageTraces]:
    """What is seen of a site of pages and script files."""
    seen = []
    for path, text in files.items():
        if path.endswith(".js"):
            seen.append(RECOGNISER.script(url(path), text))
        else:
            seen.append(RECOGNISER.page(Page(url(path), url(path), 200, Mode.SERVED, text))[1])
    return seen


def found(files: Mapping[str, str]) -> tuple[Finding, ...]:
    return findings(traces(files), RECOGNISER)


def lines(files: Mapping[str, str]) -> list[Line]:
    """The findings without their words: what, which, how, whether it runs, and where."""
    return sorted(
        (
            f.signature,
            f.value,
            f.how,
            f.state,
            f.placement.type,
            tuple(page[len(url("")) :] for page in f.placement.pages),
        )
        for f in found(files)
    )


def page(body: str, head: str = "", attributes: str = "") -> str:
    return f"<!doctype html><html{attributes}><head><title>Clinic</title>{head}</head><body>{body}</body></html>"


def form(identifier: str, name: str, host: str = AGENCY) -> str:
    return f"""<iframe
      src="{host}/widget/form/{identifier}"
      style="width:100%;height:100%;border:none;border-radius:3px"
      id="inline-{identifier}"
      data-layout="{{'id':'INLINE'}}"
      data-trigger-type="alwaysShow"
      data-form-name="{name}"
      data-layout-iframe-id="inline-{identifier}"
      data-form-id="{identifier}"
      title="{name}"
    ></iframe>"""


# --- the same embed for small and for large screens ------------------------------------------------------------------


def code_widget(kind: str, identifier: str, number: int, which: str) -> str:
    return f"""<div class="widget-row">
      <div class="widget {which} widgetCode" id="code-widget-{number}" data-type="CodeWidget">
      <div class="code-widget-content">
        <iframe src="https://api.leadconnectorhq.com/widget/{kind}/{identifier}" style="width: 100%;border:none;"
          scrolling="no" id="{identifier}_{number}"></iframe><br>
        <script src="js/form_embed.js"></script><!-- */ <!-- -->
      </div></div></div>"""
