"""The one reading of a document: what it names, where it leads, what can run on it, and what of it was lost."""

from collections.abc import Callable

from scanner.coded import code_mentions
from scanner.gathered import Gathered, Setting
from scanner.lens import lens
from scanner.locate import excerpt_at
from scanner.model import Mention, MentionType, Reading, SeenIn, State, Where
from scanner.parsing import MOST_ATTRIBUTES, floods, parse, runs_to_end
from scanner.walk import walk


def read(
    html: str,
    *,
    url: str,
    seen_in: SeenIn,
    inside: str = "",
    in_scope: Callable[[str], bool],
    keywords: tuple[str, ...],
) -> Reading:
    """Read one document at `url`. Never raises, whatever `html` holds.

    Mentions are made of every address whose netloc is not `in_scope`, and of every address or element in which one of
    `keywords` occurs (without regard to case). Ordinary links in scope only enter `Reading.links`. Pass the same
    `in_scope` and `keywords` objects for every page: verdicts on addresses are kept with them.
    """
    gathered = Gathered()
    raw = html.encode("utf-8", "replace")
    if b"\0" in raw:
        raw, html = raw.replace(b"\0", b""), html.replace("\0", "")
    if floods(raw):
        gathered.flaw("attribute_flood", f"more than {MOST_ATTRIBUTES} attributes in one tag; not parsed")
        return gathered.reading(url)
    root, lost = parse(raw)
    if lost:
        gathered.flaw("depth_loss", lost)
    if root is None:
        return gathered.reading(url)
    looking = lens(in_scope, keywords)
    setting = Setting(
        lens=looking,
        gathered=gathered,
        url=url,
        seen_in=seen_in,
        inside=inside,
        keys=looking.keywords_in(raw.lower()),
    )
    walk(setting, root, html)
    if gathered.comment is not None and runs_to_end(raw, gathered.comment):
        gathered.flaw("unclosed_comment", "a comment without an end hides the rest of the document")
    return gathered.reading(url)


def read_script(text: str, *, url: str, in_scope: Callable[[str], bool], keywords: tuple[str, ...]) -> Reading:
    """Read a script file at `url`: its mentions are of type CODE, and their locator is `line N`. Never raises."""
    gathered = Gathered()
    looking = lens(in_scope, keywords)
    code = text.replace("\0", "")
    keys = looking.keywords_in(code.lower().encode("utf-8", "replace"))
    for found in code_mentions(code, url, looking, keys, State.LIVE):
        if gathered.full():
            break
        line = code.count("\n", 0, found.start) + 1
        where = Where(SeenIn.SCRIPT, f"line {line}", excerpt_at(code, found.start, found.end))
        gathered.keep(Mention(MentionType.CODE, found.url, where, found.attrs, found.text, found.state))
    return gathered.reading(url)
