"""The command line as its users meet it: bad input gets one clear error."""

import json
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from demo.server import Reply, SiteServer
from tests.unembed.running import ROOT, Run, error, pins


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on loopback that nothing listens on."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def test_what_is_not_an_address_is_refused(run: Run) -> None:
    for text in ("hello world", "ftp://clinic.example/", "https://", "clinic"):
        done = run("crawl", text)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (f"error: not a web address: {text}\n  try: an address such as https://clinic.example/\n")


def test_an_unknown_host_is_named(run: Run) -> None:
    done = run("crawl", "http://nowhere.invalid/", "--render", "never")
    assert done.returncode == 2
    assert done.stderr.startswith("error: no such host: http://nowhere.invalid ")
    assert "\n  try: " in done.stderr
    assert list(run.folder.iterdir()) == []


def test_a_refused_connection_is_named(run: Run, closed_port: int) -> None:
    done = run("crawl", f"http://localhost:{closed_port}/", "--render", "never")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: the host does not answer: http://localhost:{closed_port} ")
    assert done.stderr.count("\n  try: ") == 1


def test_a_certificate_that_cannot_be_trusted_is_named(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "https://clinic.example/", "--render", "never", *pins(clinic))
    assert done.returncode == 2
    assert done.stderr.startswith("error: the certificate of the site cannot be trusted: https://clinic.example ")
    assert "--insecure" in done.stderr


def test_a_certificate_for_another_host_is_named(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "https://elsewhere.example/", "--render", "never", *pins(clinic))
    assert error(done) == (
        "error: the certificate of the site cannot be trusted: https://elsewhere.example (the certificate is for "
        "another host)\n  try: --insecure reads it anyway\n"
    )


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("taken", "File exists"),
        ("taken/below", "Not a directory"),
        ("/proc/nothing", "No such file or directory"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_folder_that_cannot_be_made_is_named(run: Run, clinic: SiteServer, folder: str, why: str) -> None:
    (run.folder / "taken").write_text("a file")
    done = run("crawl", "http://clinic.example/", "-o", folder, *pins(clinic))
    assert error(done) == (
        f"error: cannot write into the folder: {folder}: {why}\n  try: -o with a folder of your own\n"
    )
    assert (run.folder / "taken").read_text() == "a file"
    assert clinic.hits == []


@pytest.mark.parametrize(
    ("place", "why"),
    [("missing/x.json", "No such file or directory"), (".", "Is a directory"), ("taken/x", "Not a directory")],
)
def test_a_place_that_cannot_be_written_is_named_before_anything_is_crawled(
    run: Run, clinic: SiteServer, place: str, why: str
) -> None:
    (run.folder / "taken").write_text("a file")
    done = run("crawl", "http://clinic.example/", "-f", f"json={place}", *pins(clinic))
    assert error(done) == f"error: cannot write: {place}: {why}\n  try: another place for it\n"
    assert sorted(path.name for path in run.folder.iterdir()) == ["taken"]
    assert clinic.hits == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "not a scan"),
        ('{"schema": "unembed.scan/2"}', "a scan of another version"),
        ('{"schema": "unembed.scan/1"}', "not a scan"),
        ("[]", "not a scan"),
    ],
)
def test_a_scan_file_that_cannot_be_understood_is_named(run: Run, content: str, problem: str) -> None:
    (run.folder / "scan.json").write_text(content)
    done = run("report", "scan.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {problem}: scan.json")
    assert done.stderr.count("\n  try: ") == 1


def test_a_scan_file_that_is_not_there_is_named(run: Run) -> None:
    done = run("report", "missing.json")
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot read the scan: missing.json")


def test_an_unknown_format_is_refused_before_anything_is_crawled(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "-f", "doc=x.doc", *pins(clinic))
    assert (done.returncode, done.stderr) == (
        2,
        "error: unknown format: doc\n  try: one of csv, eml, html, json, jsonl, markdown, pdf, text\n",
    )
    assert clinic.hits == []


@pytest.mark.parametrize("pin", ["nonsense", "clinic.example:80", "clinic.example:x:127.0.0.1", "a:80:not-an-address"])
def test_a_bad_pin_is_named(run: Run, pin: str) -> None:
    done = run("crawl", "http://clinic.example/", f"--resolve={pin}")
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert pin in done.stderr
    assert "\n  try: write HOST:PORT:ADDRESS" in done.stderr


def test_a_missing_browser_is_said_before_anything_is_crawled(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "--browser", "/no/such/browser", *pins(clinic))
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "/no/such/browser" in done.stderr
    assert clinic.hits == []


def test_settings_come_from_flag_then_variable_then_file(run: Run, clinic: SiteServer) -> None:
    (run.folder / "unembed.toml").write_text(
        'url = "http://clinic.example/"\nrender = "never"\noutput-dir = "from-file"\nfail-on = "never"\n'
    )
    assert run("crawl", *pins(clinic)).returncode == 3
    assert (run.folder / "from-file" / "scan.json").is_file()
    assert run("crawl", *pins(clinic), UNEMBED_OUTPUT_DIR="from-variable", UNEMBED_FAIL_ON="any").returncode == 1
    assert (run.folder / "from-variable" / "scan.json").is_file()
    assert run("crawl", *pins(clinic), "-o", "from-flag", UNEMBED_OUTPUT_DIR="from-variable").returncode == 3
    assert (run.folder / "from-flag" / "scan.json").is_file()


def test_an_unknown_setting_is_named_with_the_nearest_name(run: Run) -> None:
    (run.folder / "unembed.toml").write_text("max-page = 3\n")
    assert error(run("crawl", "http://clinic.example/")) == (
        "error: unknown setting: max-page in unembed.toml\n  try: did you mean max-pages?\n"
    )


WRONG_SETTINGS = {
    "max-pages = ": "not a valid TOML file: unembed.toml: Invalid value (at ",
    "max-pages = [3]": ("a setting of the wrong kind: max-pages in unembed.toml\n  try: max-pages = a whole number\n"),
    "url = 5": ("a setting of the wrong kind: url in unembed.toml\n  try: url = a text in quotes, or a list of them\n"),
    "header = [{a = 1}]": "a setting of the wrong kind: header in unembed.toml\n",
    "resume = 'yes'": "a setting of the wrong kind: resume in unembed.toml\n  try: resume = true or false\n",
    "final-date = 2026": "a setting of the wrong kind: final-date in unembed.toml\n",
    "render = 'perhaps'": (
        "wrong use: Invalid value for '--render': 'perhaps' is not one of 'auto', 'always', 'never'"
        " (in the settings file)\n  try: unembed crawl --help\n"
    ),
}


@pytest.mark.parametrize("content", WRONG_SETTINGS)
def test_a_setting_that_cannot_be_used_is_named(run: Run, content: str) -> None:
    (run.folder / "unembed.toml").write_text(content)
    assert error(run("crawl", "http://clinic.example/")).startswith(f"error: {WRONG_SETTINGS[content]}")


def test_a_variable_that_cannot_be_used_is_named(run: Run) -> None:
    many = error(run("crawl", "http://clinic.example/", UNEMBED_MAX_PAGES="many"))
    assert "'many' is not a valid integer range (in the environment variable UNEMBED_MAX_PAGES)\n" in many
    misspelt = error(run("crawl", "http://clinic.example/", UNEMBED_RENDR="never"))
    assert misspelt == "error: unknown environment variable: UNEMBED_RENDR\n  try: did you mean UNEMBED_RENDER?\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--host", "https://shop.example/"),
        ("--crm-host", "crm.example/path"),
        ("--auth", "nobody"),
        ("--rate", "nan"),
        ("--header", "bad name: x"),
        ("--user-agent", "two\nlines"),
        ("--proxy", "socks5://proxy.example"),
        ("--final-date", "tomorrow"),
        ("--nonsense",),
        ("--signatures", "/no/such/folder"),
        ("--steps", "/no/such/folder"),
        ("-f", "json", "-f", "text"),
    ],
)
def test_an_argument_that_cannot_be_used_is_one_clear_error(
    run: Run, clinic: SiteServer, arguments: tuple[str, ...]
) -> None:
    error(run("crawl", "http://clinic.example/", *arguments, *pins(clinic)))
    assert list(run.folder.iterdir()) == []
    assert clinic.hits == []


def test_steps_of_the_users_own_stand_in_the_report(run: Run, clinic: SiteServer) -> None:
    (run.folder / "steps").mkdir()
    own = '[[where]]\nkind = ["form"]\nsteps = ["Open a ticket for {page}."]\n'
    (run.folder / "steps" / "team.toml").write_text(own)
    done = run("crawl", "http://clinic.example/", "--render", "never", "--steps", "steps", "-o", "out", *pins(clinic))
    assert done.returncode == 1, done.stderr
    [finding] = json.loads((run.folder / "out" / "scan.json").read_text())["findings"]
    assert [step for step in finding["remedy"]["steps"] if "ticket" in step] == [
        f"Open a ticket for {finding['placement']['pages'][0]}."
    ]
    assert "Open a ticket for" in (run.folder / "out" / "report.html").read_text()


def test_a_login_in_the_address_is_used_and_stored_nowhere(run: Run, clinic: SiteServer) -> None:
    seen: set[str | None] = set()

    def remember(handler: BaseHTTPRequestHandler) -> Reply:
        seen.add(handler.headers.get("Authorization"))
        return Reply(200, {"Content-Type": "text/html"}, b"<title>hello</title>")

    clinic._routes |= {"clinic.example/": remember}
    address = "http://jo:s%3Acret-4711@clinic.example/"
    done = run("crawl", address, "--render", "never", "-o", "out", "-vv", *pins(clinic))
    assert done.returncode == 0, done.stderr
    assert seen == {"Basic " + b64encode(b"jo:s:cret-4711").decode()}
    kept = [done.stdout.encode(), done.stderr.encode(), *(path.read_bytes() for path in (run.folder / "out").iterdir())]
    for secret in (b"cret-4711", b64encode(b"jo:s:cret-4711")):
        assert not any(secret in text for text in kept)
    assert json.loads((run.folder / "out" / "scan.json").read_text())["target"]["start"] == ["http://clinic.example/"]


def test_two_logins_are_one_too_many(run: Run) -> None:
    both = run("crawl", "http://jo:secret@clinic.example/", "--auth", "ann:other")
    assert error(both) == "error: two logins: --auth, and another one in the address\n  try: leave one of them out\n"
    several = run("crawl", "http://jo:secret@clinic.example/", "http://ann:other@clinic.example/")
    assert error(several).startswith("error: several logins: ")


def test_a_login_in_what_is_no_address_is_not_repeated(run: Run) -> None:
    for text in ("https://jo:secret@", "https://jo:se/cret@clinic.example/", "ftp://jo:secret@clinic.example/"):
        assert "cret" not in error(run("crawl", text))


def test_what_starts_and_is_no_browser_is_named(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "--render", "always", "--browser", "/bin/true", *pins(clinic))
    assert error(done).startswith("error: the browser does not start: /bin/true")


BLOCKED: dict[str, dict[str, Reply]] = {
    "bot wall": {"*/": Reply(403, {"cf-mitigated": "challenge"}, b"<title>Just a moment...</title>")},
    "forbidden": {"*/": Reply(403)},
    "disallowed": {"*/robots.txt": Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")},
    "robots.txt fails": {"*/robots.txt": Reply(500)},
    "login": {
        "*/": Reply(302, {"Location": "/login?next=%2F"}),
        "*/login": Reply(200, {"Content-Type": "text/html"}, b'<form><input type="password"></form>'),
    },
}  # fmt: skip


@pytest.mark.parametrize("wall", BLOCKED)
def test_a_site_whose_every_page_is_blocked_is_not_clear(run: Run, clinic: SiteServer, wall: str) -> None:
    clinic._routes |= BLOCKED[wall] | {
        place.replace("*", "clinic.example"): reply for place, reply in BLOCKED[wall].items()
    }
    done = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    assert done.returncode == 3
    assert done.stdout.startswith("Not proven clear: 0 of ")
    scan = json.loads((run.folder / "out" / "scan.json").read_text())
    assert (scan["verdict"], scan["coverage"]["complete"], scan["coverage"]["checked"]) == ("incomplete", False, 0)


def make(run: Run, site: str) -> list[str]:
    """What `make crawl` would hand to `unembed` for this site."""
    bin_ = run.folder / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_.parent / "ready").touch()
    program = bin_ / "unembed"
    program.write_text('#!/bin/sh\nfor word; do echo "$word"; done\n')
    program.chmod(0o755)
    command = ["make", "-s", "-f", str(ROOT / "Makefile"), "-o", ".venv/ready", "crawl", f"SITE={site}"]
    return subprocess.run(command, cwd=run.folder, capture_output=True, text=True, timeout=60).stdout.splitlines()


def test_make_hands_over_an_address_as_it_is(run: Run) -> None:
    site = "https://clinic.example/?a=1&b='2'; echo $(touch never)"
    assert make(run, site.replace("$", "$$")) == ["crawl", site]
    assert not (run.folder / "never").exists()


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom unembed.cli import main\nmain(['crawl', '--help'])\n"
        "heavy = {'scrapy', 'twisted', 'playwright', 'jinja2', 'lxml', 'msgspec', 'ada_url', 'dns', 'tldextract'}\n"
        "heavy |= {'phonenumbers', 'email', 'smtplib', 'ssl', 'css_inline'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
