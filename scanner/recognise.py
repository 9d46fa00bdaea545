"""From a page as got to what stays of it: what signatures and detectors recognised, and what may still prove to be."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from hashlib import sha256

from scanner import extract, platforms, urls
from scanner.detectors import DETECTORS, assembled, hosted_page, notice, number_swap, phone, quoted
from scanner.detectors.hosted_page import PROVED
from scanner.detectors.view import View
from scanner.framing import around
from scanner.inventory import Inventory
from scanner.leads import leads_among, may_be_late, may_be_learned
from scanner.mentions import Mention, MentionType, Phone, Reading, Where
from scanner.model import Look, Mode, Page, Request, SeenIn, State
from scanner.numbers import digests
from scanner.observed import opened, reached, redacted, redirected, requested, told
from scanner.regions import Region
from scanner.signatures import Signatures
from scanner.signatures.rules import Known, Recognised
from scanner.swaps import exchanged
from scanner.traces import Match, PageTraces, Swap
from scanner.uniting import beside as with_look
from scanner.uniting import followed


@dataclass(frozen=True, slots=True)
class Learned:
    """What the pages of a site prove together.

    `hosts` are netlocs that proved to be the CRM's: neither in scope nor first-party, nor a service that everybody
    uses; `roles` says what some of them are for. `shown` are the signatures of which a trace that is no note stands on
    some page; `numbers` what is known of numbers that scripts exchange, `region` the country of those that are written
    without one.
    """

    hosts: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    numbers: number_swap.Numbers = field(default_factory=number_swap.Numbers)
    region: Region = field(default_factory=Region)
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Reads pages against `signatures`. `hosts` are the netlocs in scope, `crm_hosts` those known to be the CRM's.

    `inventory` is what is known of the clinic's telephone numbers, `region` the country of those on the site, "" if the
    site is to say it; both count only once all pages were read.
    """

    signatures: Signatures
    hosts: frozenset[str]
    crm_hosts: frozenset[str] = frozenset()
    inventory: Inventory = field(default_factory=Inventory)
    region: str = ""

    def page(self, page: Page) -> tuple[Reading, PageTraces]:
        """What a served or rendered page says, and what stays of it: redacted, and nothing of the CRM's own frames.

        Of a page that ended outside the scope only the way there is looked at.
        """
        hops = tuple(redirected(hop) for hop in page.hops)
        if not self._is_inside(page.url):
            return self._read("", page.asked, SeenIn.HTML), self._traces(page.asked, (), hops)
        seen_in = SeenIn.RENDERED if page.mode is Mode.RENDERED else SeenIn.HTML
        reading = self._read(page.html, page.url, seen_in)
        frames = self._frames(page, reading.mentions)
        views = (self._view(page.url, page.html, seen_in, "", reading.mentions), *frames.views)
        asked = (requested(request) for request in page.requests if not self._is_own(request, frames))
        seen = (*hops, *(opened(url) for url in page.opened), *map(reached, page.reached), *asked)
        files = (
            *(script.src for script in reading.scripts),
            *(file for file in reading.files if file.partition("?")[0].endswith(".css")),
            *(request.url for request in page.requests if request.resource in ("script", "stylesheet")),
        )
        traces = self._traces(page.url, views, seen, frames.hosted)
        builder = platforms.recognise(page.html, page.url)
        traces = replace(
            traces,
            title=reading.title,
            platform=builder,
            scripts=(
                *dict.fromkeys(_file_key(file) for file in files if self._is_inside(file)),
                *(urls.redact(container.url) for container in page.containers),
            ),
            digest=_digest(page.html) if page.mode is Mode.SERVED else "",
            numbers=_numbers(page.html) if page.mode is Mode.SERVED else (),
            template=platforms.template(page.html, builder),
            phones=(*reading.phones, *frames.phones),
            regions=reading.regions,
        )
        for look in page.looks:
            reading, traces = self._look(page, look, reading, traces)
        return reading, traces

    def _look(self, page: Page, look: Look, known: Reading, traces: PageTraces) -> tuple[Reading, PageTraces]:
        """What is known of a page, with what one look shows besides."""
        reading = self._read(look.html, page.url, SeenIn.RENDERED)
        frames = self._frames(replace(page, frames=look.frames), reading.mentions)
        views = (self._view(page.url, look.html, SeenIn.RENDERED, "", reading.mentions), *frames.views)
        shown = replace(self._traces(page.url, views, (), frames.hosted), phones=(*reading.phones, *frames.phones))
        return followed(known, reading), with_look(traces, shown, told(look.opener))

    def script(self, url: str, text: str) -> PageTraces:
        """What stays of a script file in scope."""
        return self.text(url, text, css=False)[1]

    def text(self, url: str, text: str, *, css: bool) -> tuple[Reading, PageTraces]:
        """What a style sheet, or else a script or other text, in scope says, and what stays of it."""
        scope, known = self.hosts.__contains__, self.signatures
        read = extract.read_sheet if css else extract.read_script
        reading = read(text, url=url, in_scope=scope, keywords=known.keywords, is_dull=known.is_dull)
        view = replace(self._view(url, text, SeenIn.SCRIPT, "", reading.mentions), html="")
        return reading, replace(
            self._traces(url, (view,), ()), url=_file_key(url), numbers=_numbers(text), phones=reading.phones
        )

    def swaps(self, served: str, page: Page, traces: PageTraces) -> tuple[Swap, ...]:
        """The telephone numbers that are others on `page` than in what was `served`, if the scripts that its `traces`
        name may be the CRM's."""
        named = (*(match.mention for match in traces.matches), *traces.leads)
        scripts = (urls.parse(mention.url) for mention in named if number_swap.is_script(mention))
        may_be = any(one is not None and (self.is_crm(one) or self._may_be_learned(one)) for one in scripts)
        return exchanged(served, page) if may_be else ()

    def learned(self, pages: Iterable[PageTraces]) -> Learned:
        """What the pages of a site prove together."""
        hosts: set[str] = set()
        shown: set[str] = set()
        doubtful: dict[tuple[str, str], Match] = {}
        tally, calls = number_swap.Tally(), phone.Tally()
        for traces in pages:
            tally.note(traces)
            calls.note(traces)
            shown |= _live(traces.matches)
            for match in (*traces.matches, *self._proved_elsewhere(traces)):
                address = urls.parse(match.mention.url)
                if address is None or match.mention.state is State.INERT or address.netloc in hosts:
                    continue
                if self._may_be_learned(address) and self._teaches(match, frozenset()):
                    hosts.add(address.netloc)
                elif self._may_be_learned(address):
                    doubtful.setdefault((address.netloc, match.signature), match)
        beside = frozenset(shown)
        hosts |= {netloc for (netloc, _), match in doubtful.items() if self._teaches(match, beside)}
        country = Region(self.region, "as you said") if self.region else calls.region(self.hosts)
        known = Learned(frozenset(hosts), beside, region=country)
        return replace(known, numbers=tally.numbers(pages, partial(self.matches, learned=known), self.signatures))

    def matches(self, traces: PageTraces, learned: Learned) -> tuple[Match, ...]:
        """All that a page shows, now that all pages were read."""
        matches = (*traces.matches, *self.late(traces, learned))
        settled = number_swap.settled(matches, traces, learned.numbers, self.signatures)
        return (*settled, *phone.matches(settled, traces, self.inventory, learned.region.code, self.signatures))

    def _proved_elsewhere(self, traces: PageTraces) -> Iterator[Match]:
        """What leads would be if another page of the site showed what must be beside them."""
        known = self._known(frozenset(self.signatures.by))
        for lead in traces.leads:
            if may_be_late(lead, self.signatures):
                yield from _matches(lead, self.signatures.match_beside(lead, known))

    def late(self, traces: PageTraces, learned: Learned) -> tuple[Match, ...]:
        """What the leads of a page are, now that all pages were read."""
        shown = learned.shown | _live(traces.matches)
        known = Known(self.crm_hosts | learned.hosts, self.hosts.__contains__, shown, roles=learned.roles)
        leads = [
            lead
            for lead in traces.leads
            if may_be_late(lead, self.signatures)
            or (any(host in lead.url for host in learned.hosts) and _netloc(lead.url) in known.crm)
        ]
        if not leads:
            return ()
        knowing = replace(self, crm_hosts=known.crm)
        sure = tuple(lead for lead in leads if _netloc(lead.url) in known.crm)
        joined = tuple(assembled.detect(View(traces.url, "", SeenIn.HTML, "", sure, knowing.is_crm)))
        taken = {id(match.mention) for match in joined}
        rest = (lead for lead in leads if id(lead) not in taken)
        return (*joined, *(match for lead in rest for match in self._late_of(lead, known)))

    def _late_of(self, lead: Mention, known: Known) -> Iterator[Match]:
        """A placeholder would have been one from the start: here it is an id that was redacted."""
        found = _proven(lead, self.signatures.match_late(lead, known))
        return _matches(lead, (recognised for recognised in found if not recognised.placeholder))

    # --- one document -------------------------------------------------------------------------------------------------

    def _is_inside(self, url: str) -> bool:
        return _netloc(url) in self.hosts

    def is_crm(self, address: urls.Address) -> bool:
        """Whether the host of an address is known to be the CRM's."""
        return self.signatures.is_first_party(address.host) or address.netloc in self.crm_hosts

    def _read(self, html: str, url: str, seen_in: SeenIn, inside: str = "") -> Reading:
        return extract.read(
            html,
            url=url,
            seen_in=seen_in,
            inside=inside,
            in_scope=self.hosts.__contains__,
            keywords=self.signatures.keywords,
            is_dull=self.signatures.is_dull,
            names=self.signatures.names,
        )

    def _view(self, url: str, text: str, seen_in: SeenIn, inside: str, mentions: Iterable[Mention]) -> View:
        """A document with its mentions, those that are only told as text."""
        harmless = self.signatures.is_harmless
        settled = tuple(quoted.settled(mention, text, harmless) for mention in mentions)
        return View(url, text, seen_in, inside, settled, self.is_crm)

    def _frames(self, page: Page, mentions: Sequence[Mention]) -> "_Frames":
        """The frames of a page, those of the CRM and all inside them left out; `mentions` are those of the page."""
        standing = around(mentions, page.frames)
        own = [frame for frame in page.frames if self.is_crm_document(frame.url)]
        views: list[View] = []
        hosted: list[Match] = []
        numbers: list[Phone] = []
        for frame in page.frames:
            if frame in own or any(frame.path.startswith(f"{outer.path} >> ") for outer in own):
                continue
            url = frame.url if urls.parse(frame.url) else page.url
            reading = self._read(frame.html, url, SeenIn.FRAME, frame.path)
            named = standing.place(reading.mentions, frame.path)
            view = self._view(url, frame.html, SeenIn.FRAME, frame.path, named)
            served = self._served(view)
            if served is None:
                views.append(view)
                numbers += reading.phones
            else:
                own.append(frame)
                where = Where(SeenIn.FRAME, frame.path, served.mention.where.excerpt)
                mention = Mention(MentionType.FRAME, url, where, {PROVED: served.signature})
                hosted += _matches(mention, self.signatures.match(mention, self._known(hosts={_netloc(url)})))
        return _Frames(tuple(views), tuple(hosted), frozenset(frame.url for frame in own), tuple(numbers))

    def _served(self, view: View) -> Match | None:
        """What shows that the CRM served the document in a frame; beside an address like the CRM's one sign will do."""
        if self._is_inside(view.url):
            return None
        mention = Mention(MentionType.FRAME, view.url, Where(SeenIn.FRAME))
        found = self.signatures.weak.match(mention, self._known(frozenset(self.signatures.by)))
        return next(hosted_page.detect(view), None) or (hosted_page.drawn(view) if found else None)

    def is_crm_document(self, url: str) -> bool:
        """Whether the document at `url`, in a frame, is the CRM's own."""
        if self._is_inside(url):
            return False
        return bool(self.signatures.match(Mention(MentionType.FRAME, url, Where(SeenIn.FRAME)), self._known()))

    def is_crms(self, request: Request) -> bool:
        """Whether a request goes to the CRM, or comes from something of the CRM's."""
        caller = Mention(MentionType.SCRIPT, request.initiator, Where(SeenIn.NETWORK))
        around = Mention(MentionType.FRAME, request.frame, Where(SeenIn.NETWORK))
        return any(self._is_crms(mention) for mention in (requested(request), caller, around))

    def _is_crms(self, mention: Mention) -> bool:
        address = urls.parse(mention.url)
        if address is None or address.netloc in self.hosts:
            return False
        return self.is_crm(address) or bool(self.signatures.match(mention, self._known()))

    def _is_own(self, request: Request, frames: "_Frames") -> bool:
        """Whether a document of the CRM's made this request, not the page."""
        asker = request.initiator if request.frame == request.url else request.frame
        return bool(asker) and (asker in frames.own or self.is_crm_document(asker))

    # --- what stays ---------------------------------------------------------------------------------------------------

    def _known(
        self, beside: frozenset[str] = frozenset(), page: str = "", hosts: Collection[str] = frozenset()
    ) -> Known:
        return Known(self.crm_hosts.union(hosts), self.hosts.__contains__, beside, page)

    def _traces(
        self, url: str, views: Sequence[View], seen: Sequence[Mention], hosted: Sequence[Match] = ()
    ) -> PageTraces:
        matches = [match for view in views for match in assembled.detect(view)]
        taken = {id(match.mention) for match in matches}
        mentions = [*(m for view in views for m in view.mentions if id(m) not in taken), *seen]
        recognised = self._recognise(mentions, {view.inside: view.url for view in views}, url)
        for mention, found in zip(mentions, recognised, strict=True):
            matches += _matches(mention, found)
        taken |= {id(mention) for mention, found in zip(mentions, recognised, strict=True) if found}
        detectors = [DETECTORS[r.detector] for r in self.signatures.records if r.detector in DETECTORS]
        for view in views:
            for detect in detectors:
                detected = [match for match in detect(view) if id(match.mention) not in taken]
                matches += detected
                taken |= {id(match.mention) for match in detected}
        matches += (match for view in views for match in notice.detect(view.mentions, self.signatures.records))
        leads = leads_among((m for m in mentions if id(m) not in taken), self.hosts, self.signatures)
        kept = (replace(m, value=urls.redact_text(m.value), mention=redacted(m.mention)) for m in (*matches, *hosted))
        return PageTraces(urls.redact(url), "", "", tuple(kept), leads)

    def _recognise(
        self, mentions: Sequence[Mention], documents: Mapping[str, str], page: str
    ) -> list[tuple[Recognised, ...]]:
        """What each mention is; a second look at the rest, for signs that need another one on the same page.

        What stands in a frame, or is asked for by one, is of the page that the frame shows, if that is the site's own:
        `documents` are the addresses of those by the paths of their frames.
        """
        pages = [self._page_of(mention, documents, page) for mention in mentions]
        known = {one: self._known(page=one) for one in {page, *pages}}
        found = [
            _proven(mention, self.signatures.match(mention, known[one]))
            for mention, one in zip(mentions, pages, strict=True)
        ]
        beside = frozenset(
            r.signature.id
            for mention, recognised in zip(mentions, found, strict=True)
            for r in recognised
            if mention.state is not State.INERT and not r.placeholder
        )
        if not beside:
            return found
        known = {one: self._known(beside, one) for one in known}
        both = zip(mentions, found, pages, strict=True)
        return [r or self.signatures.match_beside(mention, known[one]) for mention, r, one in both]

    def _page_of(self, mention: Mention, documents: Mapping[str, str], page: str) -> str:
        is_asked = mention.type is MentionType.REQUEST
        shown = mention.attrs.get("frame", "") if is_asked else documents.get(mention.where.inside, "")
        return shown if shown and self._is_inside(shown) else page

    def _may_be_learned(self, address: urls.Address) -> bool:
        return may_be_learned(address, self.hosts, self.signatures)

    def _teaches(self, match: Match, shown: frozenset[str]) -> bool:
        """Whether a match proves that its host is the CRM's, beside what else the site shows."""
        if PROVED in match.mention.attrs:
            return True
        outer = match.mention.attrs.get("wrapped-in", "")
        if outer and not self._is_inside(outer):
            return False
        known = self._known(shown)
        return any(
            r.sign.teaches and not r.placeholder and r.signature.id == match.signature
            for r in self.signatures.match(match.mention, known)
        )


@dataclass(frozen=True, slots=True)
class _Frames:
    """The frames to be read, those that proved to be pages of the CRM, and the addresses of all that are its own."""

    views: tuple[View, ...]
    hosted: tuple[Match, ...]
    own: frozenset[str]
    phones: tuple[Phone, ...] = ()


def _netloc(url: str) -> str:
    address = urls.parse(url)
    return "" if address is None else address.netloc


def _matches(mention: Mention, found: Iterable[Recognised]) -> Iterator[Match]:
    """A placeholder makes a note of the element that holds it; that the browser asked for it says nothing more.

    What is never more than a note is one wherever it stands.
    """
    for recognised in found:
        if recognised.placeholder and mention.type is MentionType.REQUEST:
            continue
        is_note = recognised.placeholder or recognised.signature.note is not None
        noted = replace(mention, state=State.INERT) if is_note else mention
        yield Match(recognised.signature.id, recognised.value, noted)


def _proven(mention: Mention, found: tuple[Recognised, ...]) -> tuple[Recognised, ...]:
    """In the data of a page the host alone says nothing: it may be what an article tells."""
    return () if quoted.DATA in mention.attrs and all(r.sign.is_bare for r in found) else found


def _live(matches: Iterable[Match]) -> frozenset[str]:
    return frozenset(match.signature for match in matches if match.mention.state is not State.INERT)


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(sorted(digests(text)))


def _digest(html: str) -> str:
    """32 hex digits for a text, "" for none."""
    return sha256(html.encode("utf-8", "replace")).hexdigest()[:32] if html.strip() else ""


@lru_cache(maxsize=4096)
def _file_key(url: str) -> str:
    """How a script file is called, by the page that loads it and by itself."""
    return urls.redact(urls.crawl_key(url))
