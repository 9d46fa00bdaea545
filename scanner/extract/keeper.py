"""From what an element names to mentions: state, place, attributes."""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from scanner.extract.excerpts import kept_attributes
from scanner.extract.gathered import Named, Setting, later
from scanner.extract.locate import Places, is_comment, label, words
from scanner.extract.markup import Runs, runs
from scanner.mentions import Mention, Where
from scanner.model import State


class Keeper:
    """Keeps mentions of one document. `kept` is the element that a mention was kept of last."""

    def __init__(self, setting: Setting, places: Places) -> None:
        self._heading: etree._Element | None = None
        self._heading_text = ""
        self.kept: etree._Element | None = None
        self._setting = setting
        self._places = places

    def pass_heading(self, element: etree._Element) -> None:
        """Note a heading that the walk passes."""
        self._heading = element

    def _heading_before(self) -> str:
        if self._heading is not None:
            self._heading_text = words(self._heading)
            self._heading = None
        return self._heading_text

    def keep(self, element: etree._Element, named: Iterable[Named]) -> None:
        """Make mentions of what an element names; of one address twice, the livelier counts."""
        best: dict[tuple[str, bool], Named] = {}
        for one in named:
            key = (one.url, bool(one.extra))
            if key not in best or later(best[key].state, one.state) is not one.state:
                best[key] = one
        if not best:
            return
        self.kept = element
        is_element = not is_comment(element)
        attrs = kept_attributes(element) if is_element else {}
        floor = self.state(element)
        place: Where | None = None
        for one in best.values():
            if self._setting.gathered.full():
                return
            if place is None or one.excerpt or place.excerpt == "":
                tag = one.excerpt or (self._places.tag(element, one.value) if is_element else "")
                place = self.where(element, tag, label(element, one.type) if is_element else "")
            self._setting.gathered.keep(
                Mention(
                    one.type,
                    one.url,
                    place,
                    {**attrs, **one.extra} if one.extra else attrs,
                    one.text,
                    later(floor, one.state),
                )
            )

    def where(self, element: etree._Element, excerpt: str, words: str) -> Where:
        setting = self._setting
        if setting.holder is not None:
            return replace(setting.holder, excerpt=excerpt, label=words)
        heading = self._heading_before()
        shown = element if not is_comment(element) else element.getparent()
        if shown is None:
            return Where(setting.seen_in, "html", excerpt, setting.inside, (), heading, words)
        return Where(
            setting.seen_in,
            self._places.selector(shown),
            excerpt,
            " >> ".join(filter(None, (setting.inside, *self._places.hosts(shown)))),
            self._places.ancestors(shown),
            heading,
            words,
        )

    def state(self, element: etree._Element) -> State:
        """The least that everything in this element is."""
        state = self._setting.state
        if element.tag == "script" and runs(element.get("type") or "") is Runs.LATER:
            state = later(state, State.WAITING)
        return later(state, State.WAITING) if self.is_aside(element) else state

    def is_aside(self, element: etree._Element) -> bool:
        """Whether it stands in a template or noscript, which does nothing by itself. A shadow root is no template."""
        asides = element.iterancestors("template", "noscript")
        return any(aside.get("shadowrootmode") is None for aside in asides)
