"""Where a Chromium is looked for, how it is started, and what to do where there is none.

Looked for in this order: the browser the user names, Playwright's own, Google Chrome, the system's; at each step the
headless shell before the full browser, because a page costs half as much in it. Nothing is ever installed from here.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from scanner.errors import BrowserError
from spiders import accounts
from spiders.stepdown import CANNOT

VARIABLE = "UNEMBED_BROWSER"
ALLOW = "--allow-unsandboxed-browser"
ALLOW_VARIABLE = "UNEMBED_ALLOW_UNSANDBOXED_BROWSER"
MACHINE = (VARIABLE, ALLOW_VARIABLE)
"""The variables that say what the machine has, and not what is to be scanned."""

OS_RELEASE = Path("/etc/os-release")

SYSTEM_NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
)
SYSTEM_PATHS = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/usr/lib64/chromium-browser/headless_shell",
    "/headless-shell/headless-shell",
    "/usr/lib/chromium/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
CHROME = ("/opt/google/chrome/chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

NOWHERE = "socks5://127.0.0.1:1"

NAMED = "named by you"
NO_SANDBOX = "the browser's sandbox does not start"
SWITCHED_BY_OTHERS = "something on its way starts it with --no-sandbox"
_SANDBOX = (
    "No usable sandbox",
    "setuid sandbox",
    "SUID sandbox",
    "Failed to move to new namespace",
    "without --no-sandbox",
    CANNOT,
    SWITCHED_BY_OTHERS,
)
_OWN = {
    "chromium-headless-shell": ("chrome-headless-shell", "headless_shell"),
    "chromium": ("chrome", "Chromium", "Google Chrome for Testing"),
}
"""The programs of what Playwright downloads, by its own names for them."""

SWITCHED_OFF = (
    # A page takes over frame and drawing surface of the page before it in its tab; document, window and world are its
    # own all the same. To set up the rest anew as well costs a sixth of what a page costs.
    "RenderDocument",
    # With requests paused, Chromium 155 and later give up redirects to another origin that were asked for beforehand.
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    # An address is asked for as the site names it.
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "PaintHolding",
    "TcpPortRandomizationWin",
    # What a page's frames store is theirs in every page, as in most browsers in use.
    "ThirdPartyStoragePartitioning",
    # What asks its maker or shows something on its own.
    "AimEnabled",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PreconnectToSearch",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
)

FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--mute-audio",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--window-size=1280,720",
    # nothing shows but what a visit opens, and nobody is asked for anything
    "--no-startup-window",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-infobars",
    "--disable-prompt-on-repost",
    "--disable-search-engine-choice-screen",
    "--password-store=basic",
    "--use-mock-keychain",
    # nothing is asked for or reported but what a page asks for
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-field-trial-config",
    "--disable-stack-profiler",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-service-autorun",
    "--enable-features=SkipListAccountsWithoutGaiaCookies",
    # a page that nobody looks at runs like one that is looked at, and one that is left is gone
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-back-forward-cache",
    "--disable-hang-monitor",
    "--allow-pre-commit-input",
    # the shared memory of a container may be too small for pages
    "--disable-dev-shm-usage",
    # a window that a page opens is told, whoever opened it
    "--disable-popup-blocking",
    # a window that a page opens is noted and not made; the full browser makes it, and the warden sees to it
    "--block-new-web-contents",
    "--js-flags=--max-old-space-size=512",
    # what is below the window counts as well; a visitor has a mouse
    "--blink-settings=lazyLoadEnabled=false,"
    "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    # no datagram may go past the proxy
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # All frames of a page in one target, as in the headless shell: one session sees each document and each request.
    # Nothing in this browser is worth isolating from another site; the sandbox around it stays.
    "--disable-site-isolation-trials",
    f"--disable-features={','.join(SWITCHED_OFF)}",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A browser that may be there, and who says so."""

    place: str
    path: Path


@dataclass(frozen=True, slots=True)
class Advice:
    """What gets a browser on this machine: a command for the user to run, and what it does."""

    command: str
    does: str


def candidates(named: Path | None = None, environment: Mapping[str, str] | None = None) -> tuple[Candidate, ...]:
    """The browsers to try, best first. A browser that the user names, or UNEMBED_BROWSER does, is the only one."""
    environment = os.environ if environment is None else environment
    if named is None and environment.get(VARIABLE):
        named = Path(environment[VARIABLE])
    if named is not None:
        return (Candidate(NAMED, named.expanduser()),)
    chrome = tuple(Candidate("Google Chrome", path) for path in map(Path, CHROME) if path.is_file())
    system = tuple(Candidate("installed on this system", path) for path in installed())
    return (*downloaded(environment), *chrome, *system)


def downloaded(environment: Mapping[str, str]) -> tuple[Candidate, ...]:
    """What Playwright has downloaded, of the releases that it wants."""
    folder = downloads(environment)
    places = {"chromium-headless-shell": "Playwright's headless shell", "chromium": "Playwright's Chromium"}
    return tuple(
        Candidate(places[name], path)
        for name, programs in _OWN.items()
        for release in releases(name)
        for path in sorted((folder / f"{name.replace('-', '_')}-{release}").glob("**/*"))
        if path.name.removesuffix(".exe") in programs and path.is_file() and os.access(path, os.X_OK)
    )


def releases(name: str) -> tuple[str, ...]:
    """The releases of its browser `name` that Playwright can want, that for most systems first."""
    listed = json.loads((_playwright() / "driver/package/browsers.json").read_text(encoding="utf-8"))["browsers"]
    entries = [entry for entry in listed if entry["name"] == name]
    wanted = [one for entry in entries for one in (entry["revision"], *entry.get("revisionOverrides", {}).values())]
    return tuple(dict.fromkeys(wanted))


def _playwright() -> Path:
    package = find_spec("playwright")
    return Path(package.origin).parent if package and package.origin else Path()


def downloads(environment: Mapping[str, str]) -> Path:
    """The folder that Playwright downloads to."""
    named = environment.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if named == "0":
        return _playwright() / "driver" / "package" / ".local-browsers"
    caches = {"darwin": Path.home() / "Library/Caches", "win32": Path.home() / "AppData/Local"}
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else caches.get(sys.platform, cache) / "ms-playwright"


def installed() -> tuple[Path, ...]:
    """The system's own browsers, headless shells first."""
    found = [Path(place) for name in SYSTEM_NAMES if (place := shutil.which(name))]
    found += [path for text in SYSTEM_PATHS if (path := Path(text)).is_file() and os.access(path, os.X_OK)]
    return tuple(sorted(dict.fromkeys(found), key=lambda path: "shell" not in path.name))


def executable() -> str:
    """The path of the browser the user named, else of the system's best; "" where only Playwright's own is left."""
    named = os.environ.get(VARIABLE, "")
    return named or next((str(path) for path in installed()), "")


def sandboxed() -> bool:
    """Whether Chromium's sandbox starts in a browser that this very user runs: root's does not."""
    return not accounts.is_root()


def may_be_unsandboxed(wish: bool, environment: Mapping[str, str] | None = None) -> bool:
    """Whether the user lets the browser run without its sandbox: by option, or by UNEMBED_ALLOW_UNSANDBOXED_BROWSER."""
    environment = os.environ if environment is None else environment
    return wish or environment.get(ALLOW_VARIABLE, "").strip().lower() in ("1", "true", "t", "yes", "y", "on")


_BY_SYSTEM = {
    "debian": Advice(
        "sudo apt-get install chromium-headless-shell", "installs Debian's headless Chromium from its archive, 100 MB"
    ),
    "fedora": Advice("sudo dnf install chromium-headless", "installs Fedora's headless Chromium from its repository"),
    "arch": Advice("sudo pacman -S chromium", "installs Arch's Chromium from its repository"),
    "alpine": Advice("sudo apk add chromium", "installs Alpine's Chromium from its repository"),
}


def advice(os_release: str | None = None) -> tuple[Advice, ...]:
    """What to do on this machine, the way that changes least first; `os_release` is the text of /etc/os-release."""
    download = Advice(
        f"{sys.executable} -m playwright install chromium-headless-shell",
        "downloads about 110 MB into your own cache folder; changes no system package",
    )
    if os_release is None:
        os_release = OS_RELEASE.read_text(errors="replace") if OS_RELEASE.is_file() else ""
    ids = [
        word
        for line in os_release.splitlines()
        if line.startswith(("ID=", "ID_LIKE="))
        for word in line.partition("=")[2].strip("\"'").split()
    ]
    # Ubuntu calls itself like Debian, but its chromium packages only point to a snap.
    system = () if "ubuntu" in ids else tuple(_BY_SYSTEM[word] for word in ids if word in _BY_SYSTEM)
    return (download, *system)


# --- one that runs, and one that does not


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for what the browser leaves behind when something ends it; it goes in the end."""
    before = os.environ.get("TMPDIR")
    with TemporaryDirectory(prefix="unembed-", dir=accounts.place(), ignore_cleanup_errors=True) as folder:
        if accounts.is_root():
            Path(folder).chmod(0o711)
        os.environ["TMPDIR"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before


def ways_out(proxy: str) -> tuple[str, str]:
    """Everything goes through the proxy, loopback too; a WebSocket, over which a page could write, leads nowhere.

    Chromium takes the SOCKS proxy for what is neither http nor https: that is how WebSockets are told apart.
    """
    return f"--proxy-server=http={proxy};https={proxy};socks={NOWHERE}", "--proxy-bypass-list=<-loopback>"


def confinement(message: str) -> bool:
    """Whether this is said of a browser whose sandbox cannot be had."""
    return any(words in message for words in _SANDBOX)


def missing(named: Path | None = None) -> BrowserError:
    """The error where there is no browser at all, or not the one that the user named."""
    if named is not None:
        return BrowserError("no such browser", str(named), "the path of a Chromium, or leave --browser out")
    first = advice()[0]
    return BrowserError("no browser found", "Chromium is needed", f"{first.command} ({first.does}), or --browser")


def no_browser(problems: Sequence[tuple[Candidate, str]]) -> BrowserError:
    """The error for candidates that did not start, with what was said of each."""
    confined = [problem for problem in problems if confinement(problem[1])]
    candidate, message = (*confined, *problems)[0]
    if confined:
        why = next((f": {words}" for words in (CANNOT, SWITCHED_BY_OTHERS) if words in message), "")
        return BrowserError(NO_SANDBOX, f"{candidate.path}{why}", f"{ALLOW} goes without it")
    said = [line.strip() for line in message.splitlines() if line.strip()]
    why = f": {said[0][:200]}" if said else ""
    return BrowserError("the browser does not start", f"{candidate.path}{why}", "another one, with --browser")
