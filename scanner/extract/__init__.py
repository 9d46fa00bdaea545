"""The one reading of a document: what it names, where it leads, what can run on it, and what of it was lost."""

from dataclasses import replace

from scanner.extract import coded_numbers, named_files, sheets
from scanner.extract.cards import unfolded
from scanner.extract.coded import carried, code_mentions, wanted_in
from scanner.extract.excerpts import excerpt_at
from scanner.extract.gathered import Gathered, Setting
from scanner.extract.lens import OfHost, lens
from scanner.extract.locate import line_numbers
from scanner.extract.parsing import MOST_ATTRIBUTES, floods, parse, runs_to_end
from scanner.extract.routes import is_data, routes_in, routes_of_data
from scanner.extract.split_routes import tables_of
from scanner.extract.walk import walk
from scanner.mentions import Mention, MentionType, Reading, Where
from scanner.model import SeenIn, State


def nowhere(_: str) -> bool:
    """No host is dull."""
    return False


def read(
    html: str,
    *,
    url: str,
    seen_in: SeenIn,
    inside: str = "",
    in_scope: OfHost,
    keywords: tuple[str, ...],
    is_dull: OfHost = nowhere,
    names: tuple[str, ...] = (),
) -> Reading:
    """Read one document at `url`. Never raises, whatever `html` holds.

    Mentions are made of every address whose netloc is not `in_scope`, and of every address or element in which one of
    `keywords` occurs (without regard to case). Ordinary links in scope only enter `Reading.links`; of pictures, styles
    and hints on netlocs that are `is_dull` no mention is made. Of `names` (exact, whole words) mentions are made
    where a privacy or cookie text holds them. Pass the same functions and `keywords` for every page: verdicts on
    addresses are kept with them.
    """
    gathered = Gathered()
    raw = html.encode("utf-8", "replace")
    if b"\0" in raw:
        raw, html = raw.replace(b"\0", b""), html.replace("\0", "")
    looking = lens(in_scope, keywords, is_dull)
    setting = Setting(looking, gathered, url, seen_in, inside, looking.keywords_in(raw))
    setting = replace(setting, names=tuple(name for name in names if name in html))
    if floods(raw):
        gathered.flaw("attribute_flood", f"more than {MOST_ATTRIBUTES} attributes in one tag; not parsed")
        _read_unparsed(setting, html)
        return gathered.reading(url)
    root, lost = parse(raw)
    if root is not None:
        walk(setting, root, html)
    if lost:
        gathered.flaw("depth_loss", lost)
        _read_unparsed(setting, html)
    if gathered.comment is not None and runs_to_end(raw, gathered.comment):
        gathered.flaw("unclosed_comment", "a comment without an end hides the rest of the document")
    return gathered.reading(url)


def _read_unparsed(setting: Setting, html: str) -> None:
    """What the text of a document names that its tree, if there is one, does not show."""
    gathered = setting.gathered
    known = {mention.url for mention in gathered.mentions}
    line = line_numbers(html)
    for one in wanted_in(html, setting.url, setting.lens, setting.keys):
        if one.url in known:
            continue
        if gathered.full():
            break
        known.add(one.url)
        excerpt = excerpt_at(html, one.start, one.end)
        where = Where(setting.seen_in, f"line {line(one.start)}", excerpt, setting.inside)
        gathered.keep(Mention(MentionType.CODE, one.url, where, one.attrs, excerpt))


def read_script(
    text: str, *, url: str, in_scope: OfHost, keywords: tuple[str, ...], is_dull: OfHost = nowhere
) -> Reading:
    """Read a script file at `url`: its mentions are of type CODE, and their locator is `line N`. Never raises.

    `Reading.routes` that a router reads from the fragment are given behind the front page. What they have to do with
    other files is in `Reading.tables`.
    """
    gathered = Gathered()
    looking = lens(in_scope, keywords, is_dull)
    code = unfolded(text.replace("\0", ""))
    keys = looking.keywords_in(code.encode("utf-8", "replace"))
    line = line_numbers(code)
    for found in code_mentions(code, url, looking, keys, State.LIVE):
        if gathered.full():
            break
        where = Where(SeenIn.SCRIPT, f"line {line(found.start)}", excerpt_at(code, found.start, found.end))
        gathered.keep(Mention(MentionType.CODE, found.url, where, found.attrs, found.text, found.state))
    gathered.phones += coded_numbers.in_file(code)
    for ref in named_files.script_refs(code, of_file=True):
        href = named_files.in_script(ref, url)
        gathered.name_file(looking.target(url, href) if href is not None else None)
    for ref in routes_of_data(code) if is_data(code) else routes_in(code):
        gathered.name_route(looking.target(url, f"/{ref}" if ref.startswith("#") else ref))
    return replace(gathered.reading(url), tables=None if is_data(code) else tables_of(code, url))


def read_sheet(
    text: str, *, url: str, in_scope: OfHost, keywords: tuple[str, ...], is_dull: OfHost = nowhere
) -> Reading:
    """Read a style sheet at `url`: its mentions are of type STYLE, and their locator is `line N`. Never raises.

    `Reading.files` are the sheets in scope that it imports.
    """
    gathered = Gathered()
    looking = lens(in_scope, keywords, is_dull)
    sheet = text.replace("\0", "")
    line = line_numbers(sheet)
    seen: set[tuple[str, State]] = set()
    for ref in sheets.refs(sheet):
        state = State.INERT if ref.inert else State.LIVE
        target = looking.target(url, ref.address)
        if ref.imports and not ref.inert:
            gathered.name_file(target)
        if target is None or (target.href, state) in seen or not (target.wanted or target.carries):
            continue
        if gathered.full():
            break
        seen.add((target.href, state))
        excerpt = excerpt_at(sheet, ref.start, ref.end)
        where = Where(SeenIn.SCRIPT, f"line {line(ref.start)}", excerpt)
        if target.wanted and not target.dull:
            gathered.keep(Mention(MentionType.STYLE, target.href, where, {}, "", state))
        for inner, attrs in carried(target, url, looking):
            gathered.keep(Mention(MentionType.CODE, inner, where, attrs, excerpt, state))
    return gathered.reading(url)
