"""Which script put something onto a page: tag-manager containers by their addresses, and who of many is to be named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

GOOGLE = "Google Tag Manager"
LONGEST = 2_000_000
"""Characters that a container may have."""


@dataclass(frozen=True, slots=True)
class Container:
    """A container of a tag manager: one script whose text holds all tags. `name` is its id, "" if its address has none.

    `address` is the same with whatever parameters it is loaded.
    """

    manager: str
    name: str
    address: str

    @property
    def words(self) -> str:
        """Such as `Google Tag Manager container GTM-ABC1234`."""
        return f"{self.manager} container {self.name}" if self.name else self.manager

    @property
    def key(self) -> str:
        """The same for one container on whatever host it lies."""
        return self.name if self.manager == GOOGLE else self.words


_GOOGLE_ID = re.compile(r"[?&]id=(GTM-[A-Z0-9]{4,16})(?![\w-])")
_GOOGLE_FILE = re.compile(r"//www\.googletagmanager\.com/(?:gtm\.js|ns\.html)(?![\w.])")
_GOOGLE_SIGNS = ('"resource":', '"macros":', '"tags":', '"predicates":', "GTM-")
"""What stands in every container of Google's, at whatever address."""

_GOOGLE_OWN_ID = re.compile(r"\b(?:ctid|canonicalContainerId)\"?\s*:\s*\"(GTM-[A-Z0-9]{4,16})\"")
_GOOGLE_ANY_ID = re.compile(r"\b(GTM-[A-Z0-9]{4,16})\b")
_OTHERS = (
    ("Matomo Tag Manager", re.compile(r"/container_([A-Za-z0-9]{6,12})(?:_[a-z0-9]{1,20})?\.js")),
    (
        "Tealium iQ Tag Management",
        re.compile(r"//(?:tags|collect)\.tiqcdn\.(?:com|cn)/utag/([\w.-]+/[\w.-]+)/[\w.-]+/utag(?:\.sync)?\.js"),
    ),
    (
        "Adobe Experience Platform Tags",
        re.compile(
            r"/(launch-[0-9A-Za-z]{8,40}|satelliteLib-[0-9a-f]{8,64})(?:-(?:staging|development))?(?:\.min)?\.js"
        ),
    ),
    ("Piwik PRO Tag Manager", re.compile(r"\.containers\.piwik\.pro/([0-9a-f-]{36})(?:\.sync)?\.js")),
    ("Cloudflare Zaraz", re.compile(r"/cdn-cgi/zaraz/()[si]\.js")),
    ("Adobe Experience Platform Tags", re.compile(r"//assets\.adobedtm\.com/()(?:[\w.-]+/)*RC[0-9a-f]{8,40}-")),
)

_GO_BETWEEN = re.compile(
    # libraries, through which a site's own code works
    r"/(?:jquery|react|react-dom|vue|zepto|require|system|loadjs|lodash|underscore|core-js|zone|polyfills?|runtime"
    r"|vendors?|framework|webpack)(?:[~.-][\w.~-]*)?\.m?js"
    r"|/wp-includes/js/|/cdn-cgi/"
    # what opens and shuts, and so shows what a page holds
    r"|/(?:bootstrap|popper|uikit|foundation|fancybox|magnific-popup|micromodal|glightbox|featherlight|lity|swiper|slick"
    r"|alpine(?:js)?|htmx|stimulus|turbo)(?:[~.-][\w.~-]*)?\.m?js"
    # builders, which show what an editor put into their blocks
    r"|/plugins/(?:elementor|elementor-pro|essential-addons[\w-]*|popup-maker|jet-popup|beaver-builder[\w-]*|bb-plugin"
    r"|js_composer|divi-[\w-]+|kadence-blocks|ultimate-addons[\w-]*|oxygen|breakdance|brizy|fusion-builder)/"
    r"|/themes/(?:Divi|Extra|bricks|Avada)/"
    # what puts off or bundles the scripts of a page
    r"|/(?:lazysizes|lazyload|rocket-loader|js_delay|flying-scripts|instant-?page)[\w.-]*\.js|/perfmatters/|/litespeed"
    r"|/wp-rocket/|/autoptimize/"
    # consent managers, which let scripts of the page run
    r"|//consent\.cookiebot\.(?:com|eu)/|//cdn\.cookielaw\.org/|//cdn-cookieyes\.com/|//[\w.]+\.usercentrics\.eu/"
    r"|//cdn\.iubenda\.com/|/otSDKStub|/complianz[\w-]*/|/cookie-law-info/|/borlabs-cookie/"
    r"|//cmp\.osano\.com/|//app\.termly\.io/|//(?:cmp\.quantcast|cmp\.inmobi)\.com/|//sdk\.privacy-center\.org/"
    r"|//consent\.trustarc\.com/|//[\w.-]+\.privacy-mgmt\.com/|//consent\.cookiefirst\.com/|//static\.axept\.io/"
    r"|//[\w.-]+\.consentmanager\.net/|//cdn\.cookie-script\.com/|//cc\.cdn\.civiccomputing\.com/"
    r"|//policy\.app\.cookieinformation\.com/|//cdn\.cookiehub\.(?:eu|net)/|//fundingchoicesmessages\.google\.com/"
    r"|/plugins/(?:gdpr-cookie-compliance|real-cookie-banner[\w-]*|cookie-notice|gdpr-cookie-consent|eu-cookie-law)/"
    r"|/(?:klaro|tarteaucitron|orejime|(?:vanilla-)?cookieconsent)(?:[~.-][\w.~-]*)?\.js"
    # watchers of errors, which stand around every timer and listener
    r"|//(?:browser|js)\.sentry-cdn\.com/|//js-agent\.newrelic\.com/|//cdn\.lr-(?:in|ingest)[\w.-]*/",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def container(address: str) -> Container | None:
    """The container that the script at `address` is, as far as the address tells."""
    bare = _bare(address)
    if found := _GOOGLE_ID.search(address):
        return Container(GOOGLE, found[1], f"{bare.replace('/ns.html', '/gtm.js')}?id={found[1]}")
    if _GOOGLE_FILE.search(address):
        return Container(GOOGLE, "", bare)
    for manager, pattern in _OTHERS:
        if found := pattern.search(bare):
            return Container(manager, found[1], bare)
    return None


def told_by(address: str, text: str) -> Container | None:
    """The container that the script at `address` is, as far as its address or its `text` tells."""
    found = container(address)
    if (found is not None and found.name) or len(text) > LONGEST or not all(sign in text for sign in _GOOGLE_SIGNS):
        return found
    named = _GOOGLE_OWN_ID.search(text) or _GOOGLE_ANY_ID.search(text)
    return Container(GOOGLE, named[1], f"{_bare(address)}?id={named[1]}") if named else found


def named(addresses: Iterable[str]) -> Container | None:
    """The container that a script is, as far as its addresses tell: where it was asked for, and what it led to."""
    return next(filter(None, map(container, addresses)), None)


def proved(addresses: Iterable[str], text: str) -> Container | None:
    """The same, as far as its text tells as well: it is named after the first of its addresses that can be."""
    return next(filter(None, (told_by(address, text) for address in addresses)), None)


@lru_cache(maxsize=2048)
def is_go_between(address: str) -> bool:
    """Whether a script only passes on what others ask for, so that it is never the one to be named."""
    return _GO_BETWEEN.search(address) is not None


def cause(chain: Iterable[str]) -> str:
    """Which of the scripts that led to something is to be named: `chain` holds them, the nearest first.

    A container counts before all others, else the first cause; "" if all are go-betweens.
    """
    outermost = ""
    for address in chain:
        found = container(address)
        if found is not None:
            return found.address
        if not is_go_between(address):
            outermost = address
    return outermost


def _bare(address: str) -> str:
    return address.partition("?")[0].partition("#")[0]
