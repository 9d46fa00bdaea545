"""Where a trace is edited: in this page, in a template that pages share, in a plugin, a tag manager, a script file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scanner import urls
from scanner.detectors import hosted_page
from scanner.files import COPIES, Sort, sort_of
from scanner.makers import container
from scanner.mentions import Element, Mention, MentionType
from scanner.model import PlacementType, SeenIn
from scanner.platforms import Platform, catalogue, platform
from scanner.scan import Placement
from scanner.sightings import Sighting
from scanner.surroundings import Spread, Surroundings, clip, surroundings
from scanner.traces import PageTraces

ENOUGH_PAGES = 3
ENOUGH_SHARE = 0.8
"""What stands in the content of as many pages, and of this share of all pages, at the same place is a template's."""

WHOLE = "whole:"
"""Begins the key of a place that is a page, and nothing less."""

_STEP = re.compile(r"([A-Za-z][\w-]*)?(?:#([\w-]+))?((?:\.[\w-]+)*)")
_BUILD = re.compile(r"[-.][0-9A-Za-z_]{8,}(?=\.m?js$)")
_NOUNS: Mapping[MentionType, str] = {
    MentionType.LINK: "link",
    MentionType.FRAME: "frame",
    MentionType.SCRIPT: "script",
    MentionType.IMAGE: "image",
    MentionType.STYLE: "style sheet",
    MentionType.FORM: "form",
    MentionType.HINT: "resource hint",
    MentionType.META: "meta tag",
    MentionType.CODE: "code",
    MentionType.ELEMENT: "element",
    MentionType.TEXT: "text",
    MentionType.REQUEST: "request",
    MentionType.REDIRECT: "redirect",
}
_COUNTED: Mapping[str, str] = {
    "page": "on the page",
    "template": "on the page",
    "region": "on the page",
    "code": "on the page",
    "file": "in the file",
    "copy": "in the file",
}
_IN_CODE = (MentionType.SCRIPT, MentionType.STYLE, MentionType.HINT, MentionType.META, MentionType.CODE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one sighting stands.

    Two sightings of a thing with the same `key` may be one edit; `chain` tells apart parts of the site that look alike
    otherwise. `anchor` names the shared place over scans. `spot` is the block or heading on the page. `alone` and
    `shared` say where it is edited, for this page and for all that share it. `setting` is what kind of place it is:
    page, template, region, code, plugin, tag-manager, redirect, dns, file, or copy (a feed or data file). `builder` is
    what it is edited with, where that is not the page's own. `thing` is the element, where several of a kind may stand
    at one place. `template` is that of the builder's, unless an editor wrote what stands here into one of its pages;
    `mark` the id of the nearest element around that has one; `around` the part of `container` that names the heading.
    """

    type: PlacementType
    spread: Spread
    setting: str
    key: str
    anchor: str
    container: str
    alone: str
    shared: str
    chain: str = ""
    spot: str = ""
    builder: str = ""
    thing: str = ""
    template: str = ""
    mark: str = ""
    around: str = ""


def locate(sighting: Sighting, traces: PageTraces) -> Place:
    """Where `sighting`, seen on the page of `traces`, is edited."""
    return (
        _whole(sighting)
        or _elsewhere(sighting, traces)
        or _by_plugin(sighting, traces)
        or _inserted(sighting, traces)
        or _on_page(sighting, traces)
    )


def maker(sighting: Sighting, traces: PageTraces) -> str:
    """The address of the script that puts `sighting` onto a page; "" if it stands there, or if nobody knows."""
    if sighting.served:
        return ""
    if sighting.best.where.seen_in is SeenIn.SCRIPT:
        held = container(traces.url)
        return held.address if held else ""
    seen = (*sighting.mentions, *sighting.joined)
    others = {traces.url, *(m.url for m in seen), *(m.attrs.get("frame", "") for m in seen)}
    files = (one for one in sighting.makers if one.startswith("http") and one not in others)
    makers = [one for one in files if sort_of(one) is not Sort.STYLE]
    return next((one for one in makers if container(one)), next(iter(makers), ""))


def settled(place: Place, pages: int, total: int) -> bool:
    """Whether sightings at `place` on so many `pages`, out of `total` pages of the site, are one edit for all."""
    if place.spread is Spread.CONTENT:
        return pages >= ENOUGH_PAGES and pages >= ENOUGH_SHARE * total
    return place.spread is Spread.ONCE or (place.spread is Spread.POSITION and pages > 1)


def placement(edit: Place, pages: tuple[str, ...], platform_name: str, *, shared: bool, times: int = 1) -> Placement:
    """`edit` as a result: on `pages`, `shared` by them or not; the thing stands there `times` times."""
    kind = edit.type if edit.spread is Spread.ONCE else PlacementType.SHARED if shared else PlacementType.PAGE
    where = _COUNTED.get(edit.setting, "")
    said = f"{edit.container}, {times} places {where}" if times > 1 and where else edit.container
    return Placement(kind, pages, platform_name, said, edit.shared if shared else edit.alone)


def _whole(sighting: Sighting) -> Place | None:
    """A page that comes from the CRM as a whole; those of a name that shows nothing else are one thing to do."""
    if sighting.signature != hosted_page.ID or sighting.framed:
        return None
    name = sighting.value
    return Place(
        PlacementType.PAGE,
        Spread.CONTENT,
        "page",
        f"{WHOLE}{name}",
        "content",
        "the whole page",
        "this page",
        f"all pages of {name}: the CRM serves them",
    )


def _once(type_: PlacementType, name: str, container: str, edit: str) -> Place:
    setting = type_.value
    return Place(type_, Spread.ONCE, setting, f"{setting}:{name}", f"{setting}:{name}", container, edit, edit)


# --- not in a page ---------------------------------------------------------------------------------------------------


def _elsewhere(sighting: Sighting, traces: PageTraces) -> Place | None:
    where = sighting.best.where
    if sighting.best.type is MentionType.REDIRECT:
        return _redirect(sighting.best, traces)
    if where.seen_in is SeenIn.DNS:
        record = where.locator or traces.url
        return _once(PlacementType.DNS, record, f"DNS record {record}", f"the DNS provider, record {record}")
    if where.seen_in is SeenIn.FILE:
        return _once(PlacementType.FILE, traces.url, f"file {traces.url}", f"the file {traces.url}")
    if where.seen_in is SeenIn.SCRIPT:
        styled = sighting.best.type is MentionType.STYLE
        sort = Sort.STYLE if styled else sort_of(traces.url)
        return _tag_manager(traces.url) or file_of_site(traces.url, where.locator, sort)
    return None


def _redirect(mention: Mention, traces: PageTraces) -> Place:
    named = mention.where.locator.rpartition(" ")[2]
    source = named if urls.parse(named) else traces.url
    if mention.where.seen_in in (SeenIn.HTML, SeenIn.RENDERED):
        edit = f"the page {source}, which sends its visitors on by itself"
    else:
        edit = f"the redirect of {source}"
    return _once(PlacementType.REDIRECT, urls.page_key(source), source, edit)


def _tag_manager(address: str) -> Place | None:
    found = container(address)
    return _once(PlacementType.TAG_MANAGER, found.key, found.words, f"{found.words} › Tags") if found else None


def file_of_site(address: str, locator: str = "", sort: Sort = Sort.SCRIPT) -> Place:
    """The file at `address`, whose name may carry the digest of a build; `locator` is the line in it."""
    name, shown = urls.page_key(address), address if sort is Sort.FEED else address.partition("?")[0]
    at = f", {locator}" if locator else ""
    place = _once(PlacementType.FILE, name, f"{sort} {shown}{at}", f"the {sort} {shown}")
    setting = "copy" if sort in COPIES else "file"
    return replace(place, anchor=f"file:{_BUILD.sub(_unless_word, name)}", setting=setting)


def _unless_word(found: re.Match[str]) -> str:
    """A piece of a file name, unless it has a digit or capital and so is the digest of a build."""
    return "" if re.search(r"[0-9A-Z]", found[0]) else found[0]


# --- put there by something else -------------------------------------------------------------------------------------


def _by_plugin(sighting: Sighting, _: PageTraces) -> Place | None:
    for mention in sighting.mentions:
        address, element, code = mention.url, mention.attrs.get("id", ""), mention.text + mention.where.excerpt
        for plugin in catalogue().plugins:
            if (
                any(part in address or part in mention.initiator for part in plugin.addresses)
                or (element and plugin.ids.fullmatch(element))
                or any(word in code for word in plugin.code)
            ):
                return _once(
                    PlacementType.PLUGIN,
                    plugin.slug,
                    f"{plugin.name} plugin",
                    f"the {plugin.name} plugin: its own settings, then Plugins",
                )
    return None


def _inserted(sighting: Sighting, traces: PageTraces) -> Place | None:
    """What was not served was put there by a tag manager or a script file, where the browser knows which."""
    if sighting.served:
        return None
    makers = sighting.makers
    managed = next(filter(None, map(_tag_manager, makers)), None)
    if managed:
        return managed
    own = next((maker for maker in map(urls.crawl_key, makers) if _is_file_of(maker, traces)), None)
    if own:
        return file_of_site(own, sort=_sort_of_maker(own))
    if makers and sighting.best.type is MentionType.REQUEST and makers[0] != traces.url:
        maker = urls.redact(makers[0])
        noun = "style sheet" if sort_of(maker) is Sort.STYLE else "script"
        edit = f"wherever the {noun} {maker} is put into the site"
        return Place(
            PlacementType.PAGE,
            Spread.POSITION,
            "code",
            f"maker:{urls.page_key(maker)}",
            f"maker:{urls.page_key(maker)}",
            f"requested by the {noun} {maker}",
            edit,
            edit,
        )
    return None


def _is_file_of(maker: str, traces: PageTraces) -> bool:
    """Whether what made a request is a script file of the site, or a style sheet beside the page."""
    if maker in traces.scripts:
        return True
    address, page = urls.parse(maker), urls.parse(traces.url)
    beside = address is not None and page is not None and address.netloc == page.netloc
    return beside and sort_of(maker) is Sort.STYLE


def _sort_of_maker(maker: str) -> Sort:
    return Sort.STYLE if sort_of(maker) is Sort.STYLE else Sort.SCRIPT


# --- on a page -------------------------------------------------------------------------------------------------------


def _on_page(sighting: Sighting, traces: PageTraces) -> Place:
    mention = sighting.best
    where = mention.where
    standing = surroundings(
        traces.platform, sighting.how.value, (where.outside or _outer(where.inside)) + where.ancestors
    )
    builder = platform(standing.builder)
    plain = "" if standing.block or standing.part else builder.plain.get(sighting.how, "")
    thing = _thing(mention, standing.block or plain)
    if standing.part:
        return _in_part(standing, thing)
    if _is_site_code(mention, standing):
        return _in_code(mention, thing, builder)
    heading = clip(where.heading)
    around = f" {'after' if plain and builder.after else 'under'} the heading ‘{heading}’" if heading else ""
    return Place(
        PlacementType.PAGE,
        standing.spread,
        "page",
        f"content:{standing.block_key}:{standing.chain}",
        "content",
        f"{thing}{around}" if around or standing.block else f"{thing} in the page",
        f"this page, in {_the(standing.block or plain)}{around}"
        if standing.block or plain
        else f"this page{f',{around}' if around else ''}",
        "the template or pattern that puts it on these pages",
        standing.chain,
        f"{standing.block_key}:{heading}",
        builder.name if builder.name != traces.platform else "",
        template=_template(traces, where.ancestors),
        mark=next((clip(element.id) for element in reversed(where.ancestors) if element.id), ""),
        around=around,
    )


def _template(traces: PageTraces, ancestors: Iterable[Element]) -> str:
    kin = platform(traces.platform).kin
    written = kin.written if kin else ()
    by_hand = any(pattern.match(element) is not None for element in ancestors for pattern in written)
    return "" if by_hand else traces.template


def _in_part(standing: Surroundings, thing: str) -> Place:
    once = standing.spread is Spread.ONCE
    container = thing if standing.block == standing.part_words else f"{thing} in {standing.part_words}"
    return Place(
        PlacementType.SHARED if once else PlacementType.PAGE,
        standing.spread,
        "template" if once else "region",
        f"{standing.part_key}:{standing.block_key}",
        standing.part_key if once else standing.part,
        container,
        f"this page, in {standing.part_words}",
        standing.part_edit or f"{standing.part_words} that these pages share",
        "" if once else standing.chain,
        standing.block_key or standing.part_key,
    )


def _in_code(mention: Mention, thing: str, builder: Platform) -> Place:
    in_head = _is_in_head(mention)
    where = "in the head of the page" if in_head else "in the code of the page"
    thing = "script" if thing == _NOUNS[MentionType.CODE] else thing
    return Place(
        PlacementType.PAGE,
        Spread.POSITION,
        "code",
        f"code:{'head' if in_head else ' > '.join(element.tag for element in mention.where.ancestors)}",
        "code",
        f"{thing} {where}",
        f"this page, in its {'head' if in_head else 'code'}",
        f"the code that these pages share{f': {builder.code}' if builder.code else ''}",
        "",
        where,
        thing=thing,
    )


def together(places: Iterable[Place]) -> Place:
    """The first of `places`, which are one edit, with all the elements that stand there: a script and a meta tag."""
    first, *rest = places
    things = tuple(dict.fromkeys(place.thing for place in (first, *rest) if place.thing))
    if len(things) < 2:
        return first
    said = f"{', '.join(things[:-1])} and {things[-1]}"
    return replace(first, container=first.container.replace(first.thing, said, 1))


def under_any_heading(place: Place, others: Iterable[Place]) -> Place:
    """`place`, its heading named only if that of the `others`, with which it is one edit, is the same."""
    if not place.around or all(other.around == place.around for other in others):
        return place
    thing = place.container.removesuffix(place.around)
    return replace(place, container=f"{thing} in the page" if place.spot.startswith(":") else thing, around="")


def marked(place: Place, which: str) -> Place:
    """`place` said more exactly, where another thing stands at the same one: `the 1st of 2`."""
    return replace(place, container=f"{place.container}, {which}", alone=f"{place.alone}, {which}")


def _is_in_head(mention: Mention) -> bool:
    return any(element.tag == "head" for element in mention.where.ancestors[:1])


def _is_site_code(mention: Mention, standing: Surroundings) -> bool:
    if _is_in_head(mention):
        return True
    if mention.type not in _IN_CODE or standing.block or "style" in mention.attrs:
        return False
    return standing.spread is Spread.CONTENT and not standing.in_content


def _thing(mention: Mention, block: str) -> str:
    label = clip(mention.where.label)
    noun = _noun(mention) + (f" ‘{label}’" if label else "")
    if not block:
        return noun
    return f"{block}, {noun}" if label and mention.type is MentionType.LINK else block


def _noun(mention: Mention) -> str:
    if mention.type is MentionType.IMAGE and "icon" in mention.attrs.get("rel", "").lower():
        return "site icon"
    if mention.type is MentionType.META and mention.attrs.get("property", "").lower().startswith("og:image"):
        return "preview picture (og:image)"
    if mention.type in (MentionType.CODE, MentionType.META) and "ld+json" in mention.attrs.get("type", ""):
        return "structured data (JSON-LD)"
    if mention.type is MentionType.STYLE and "style" in mention.attrs:
        return "style of an element"
    return _NOUNS[mention.type]


def _the(words: str) -> str:
    return words if words.startswith("the ") else f"the {words}"


def _outer(inside: str) -> tuple[Element, ...]:
    """The path of a frame or shadow root as elements, so that a block around it is found."""
    found: list[Element] = []
    for step in filter(None, re.split(r" >> | > ", inside)):
        match = _STEP.match(step)
        if match and match[0]:
            classes = tuple(filter(None, match[3].split(".")))
            found.append(Element(match[1] or "div", match[2] or "", classes))
    return tuple(found)
