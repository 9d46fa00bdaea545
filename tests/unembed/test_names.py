"""The names of a site, with the real command line, a real site and a real name server on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo.server import Reply, SiteServer
from spiders.browser import MACHINE
from tests.spiders.nameserver import NameServer, serving

ROOT = Path(__file__).parents[2]
OWN = """$TTL 300
clinic.example. A 203.0.113.5
clinic.example. MX 10 mx.mail.example.
clinic.example. TXT "v=spf1 include:_spf.mail.example include:spf.leadconnectorhq.com include:mailgun.org ~all"
clinic.example. TXT "site-verification=abc"
www.clinic.example. CNAME clinic.example.
shop.clinic.example. CNAME shops.store.example.
"""
OTHERS = """
shops.store.example. A 203.0.113.6
pages.agency.example. CNAME sites.ludicrous.cloud.
sites.ludicrous.cloud. A 162.159.140.166
brand.ludicrous.cloud. A 162.159.140.166
"""
CRM = """
link.clinic.example. CNAME brand.ludicrous.cloud.
offers.clinic.example. CNAME pages.agency.example.
portal.clinic.example. CNAME clientportal.ludicrous.cloud.
promo.clinic.example. A 162.159.140.166
lc.clinic.example. MX 10 mxa.mailgun.org.
lc.clinic.example. MX 10 mxb.mailgun.org.
lc.clinic.example. TXT "v=spf1 include:spf.leadconnectorhq.com include:mailgun.org ~all"
pic._domainkey.lc.clinic.example. TXT "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"
_dmarc.lc.clinic.example. TXT "v=DMARC1; p=none; rua=mailto:owner@clinic.example"
email.lc.clinic.example. CNAME mailgun.org.
"""
CLEAN = OWN.replace(" include:spf.leadconnectorhq.com include:mailgun.org", "")


@dataclass(frozen=True, slots=True)
class Run:
    """Scans the site of `tests/sites/dns-clinic` into `folder`."""

    folder: Path
    site: SiteServer

    def __call__(
        self, *arguments: str, server: NameServer | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        with self.started(*arguments, server=server, **variables) as process:
            stdout, stderr = process.communicate(timeout=100)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def started(self, *arguments: str, server: NameServer | None, **variables: str) -> subprocess.Popen[str]:
        clean = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
        named = ("--dns-server", f"127.0.0.1:{server.port}") if server else ()
        pin = f"*:80:127.0.0.1:{self.site.port}"
        return subprocess.Popen(
            [sys.executable, "-m", "unembed", "crawl", "http://clinic.example/", "--render", "never", "-o", "out",
             "--resolve", pin, "--rate", "100", *named, *arguments],
            cwd=self.folder, env=clean | {"PYTHONPATH": str(ROOT)} | variables, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    @property
    def scan(self) -> Any:
        """What scan.json holds."""
        return json.loads((self.folder / "out" / "scan.json").read_text(encoding="utf-8"))


@pytest.fixture
def run(tmp_path: Path, site: Callable[[str], SiteServer]) -> Run:
    return Run(tmp_path, site("dns-clinic"))


@pytest.fixture
def answers() -> Iterator[Callable[..., NameServer]]:
    with ExitStack() as stack:
        yield lambda records, **behaviour: stack.enter_context(serving(records, **behaviour))


def found(scan: Any) -> list[tuple[str, str, str]]:
    return [(one["signature"], one["value"], one["placement"]["container"]) for one in scan["findings"]]


RECORDS = [
    ("highlevel/dns-brand", "brand.ludicrous.cloud", "CNAME record of link.clinic.example"),
    ("highlevel/dns-site", "sites.ludicrous.cloud", "CNAME record of offers.clinic.example"),
    ("highlevel/dns-portal", "clientportal.ludicrous.cloud", "CNAME record of portal.clinic.example"),
    ("highlevel/dns-mail", "mxa.mailgun.org", "MX and TXT records of lc.clinic.example, with 3 names below it"),
    ("highlevel/dns-spf", "spf.leadconnectorhq.com", "TXT record of clinic.example"),
]
LINK = ("highlevel/page", "link.clinic.example", "link ‘Book your spring visit’ under the heading ‘Visit us’")


def test_records_that_lead_to_the_crm_are_findings_and_so_are_links_to_them(
    run: Run, answers: Callable[..., NameServer]
) -> None:
    done = run(server=answers(OWN + OTHERS + CRM))
    assert done.returncode == 1, done.stderr
    scan = run.scan
    assert found(scan) == [LINK, *RECORDS]
    assert scan["coverage"]["dns"] == {
        "names": 35,
        "usual": 31,
        "unanswered": [],
        "guesses": [],
        "left": "",
        "shared": ["promo.clinic.example"],
    }
    assert {
        (one["kind"], one["how"], one["placement"]["type"], tuple(one["placement"]["pages"]), one["url"])
        for one in scan["findings"][1:]
    } == {("dns", "record", "dns", (), "")}
    offers, portal, mail = scan["findings"][2:5]
    assert [(one["locator"], one["excerpt"]) for one in offers["evidence"]] == [
        ("", "offers.clinic.example. IN CNAME pages.agency.example."),
        ("where that leads", "pages.agency.example. IN CNAME sites.ludicrous.cloud."),
    ]
    assert [(one["locator"], one["excerpt"]) for one in portal["evidence"]] == [
        (
            "leads nowhere any more: the target does not exist",
            "portal.clinic.example. IN CNAME clientportal.ludicrous.cloud.",
        )
    ]
    assert [one["excerpt"] for one in mail["evidence"]] == [
        "lc.clinic.example. IN MX 10 mxa.mailgun.org.",
        "lc.clinic.example. IN MX 10 mxb.mailgun.org.",
        'lc.clinic.example. IN TXT "v=spf1 include:spf.leadconnectorhq.com include:mailgun.org ~all"',
        'pic._domainkey.lc.clinic.example. IN TXT "k=rsa; p=[redacted]"',
        '_dmarc.lc.clinic.example. IN TXT "v=DMARC1; p=none; rua=mailto:[redacted]"',
        "email.lc.clinic.example. IN CNAME mailgun.org.",
    ]
    assert "The DNS records of clinic.example\n    5 entries to change" in done.stdout
    report = (run.folder / "out" / "report.html").read_text(encoding="utf-8")
    assert "takeover risk unknown" in report
    assert "vulnerable" not in report


def test_a_dead_link_to_a_name_that_leads_to_the_crm_is_a_finding_and_no_broken_link(
    tmp_path: Path, answers: Callable[..., NameServer]
) -> None:
    home = (
        b'<h1>Home</h1><section><h2>Spring</h2><a href="http://link.clinic.example/a">Book</a></section>'
        b'<section><h2>Summer</h2><a href="http://go.example/b">Call</a></section>'
        b'<section><h2>Friends</h2><a href="http://friend.example/c">Friend</a></section>'
    )
    routes = {
        "clinic.example/": Reply(200, {"Content-Type": "text/html"}, home),
        "go.example/b": Reply(302, {"Location": "http://link.clinic.example/b"}),
        **{place: Reply(404) for place in ("link.clinic.example/a", "link.clinic.example/b", "friend.example/c")},
    }
    hosts = ("clinic.example", "go.example", "link.clinic.example", "friend.example")
    (tmp_path / "site").mkdir()
    with SiteServer(tmp_path / "site", routes=routes, hosts=hosts) as site:
        run = Run(tmp_path, site)
        done = run(server=answers(CLEAN + OTHERS + "link.clinic.example. CNAME brand.ludicrous.cloud.\n"))
    assert done.returncode == 1, done.stderr
    assert [(one["signature"], one["url"]) for one in run.scan["findings"]] == [
        ("highlevel/page", "http://go.example/b"),
        ("highlevel/page", "http://link.clinic.example/a"),
        ("highlevel/dns-brand", ""),
    ]
    assert [one["url"] for one in run.scan["links"]["broken"]] == ["http://friend.example/c"]


def test_a_page_of_the_crm_where_a_link_ends_is_the_second_sign_for_a_shared_address(
    tmp_path: Path, answers: Callable[..., NameServer]
) -> None:
    html = (
        b'<html data-capo=""><body><div id="__nuxt"></div><script id="__NUXT_DATA__" type="application/json">'
        b'[{"funnelId":1,"locationId":2,"pageId":3,"stepId":4}]</script>'
        b'<script type="module" src="https://stcdn.leadconnectorhq.com/_preview/0a1b2c3d.js"></script></body></html>'
    )
    routes = {
        "clinic.example/": Reply(200, {"Content-Type": "text/html"}, b'<a href="http://go.example/b">Book</a>'),
        "go.example/b": Reply(302, {"Location": "http://spring-visit.clinic.example/"}),
        "spring-visit.clinic.example/": Reply(200, {"Content-Type": "text/html"}, html),
    }
    (tmp_path / "site").mkdir()
    hosts = ("clinic.example", "go.example", "spring-visit.clinic.example")
    with SiteServer(tmp_path / "site", routes=routes, hosts=hosts) as site:
        run = Run(tmp_path, site)
        run(server=answers(CLEAN + OTHERS + "spring-visit.clinic.example. A 162.159.140.166\n"))
    assert [(one["signature"], one["placement"]["container"]) for one in run.scan["findings"]][1:] == [
        ("highlevel/dns-address", "A record of spring-visit.clinic.example"),
    ]
    assert run.scan["coverage"]["dns"]["shared"] == []


def test_the_same_is_found_in_a_zone_file_without_asking_anybody(run: Run) -> None:
    zone = run.folder / "clinic.zone"
    zone.write_text(f"{OWN}{CRM}", encoding="utf-8")
    assert run("--zone", str(zone), "--no-dns").returncode == 1
    scan = run.scan
    assert [one for one in found(scan) if "offers" not in one[2]] == [LINK, RECORDS[0], *RECORDS[2:]]
    assert scan["coverage"]["complete"]


def test_a_scan_over_the_same_names_has_the_same_fingerprints(run: Run, answers: Callable[..., NameServer]) -> None:
    server = answers(OWN + OTHERS + CRM)
    run(server=server)
    first = [one["fingerprint"] for one in run.scan["findings"]]
    assert len(set(first)) == len(first)
    run("--resume", server=server)
    assert [one["fingerprint"] for one in run.scan["findings"]] == first


def test_a_link_to_a_name_that_only_a_wildcard_answers_for_is_a_trace_and_the_wildcard_is_the_record(
    run: Run, answers: Callable[..., NameServer]
) -> None:
    assert run(server=answers(f"{CLEAN}{OTHERS}*.clinic.example. CNAME brand.ludicrous.cloud.\n")).returncode == 1
    wild = ("highlevel/dns-brand", "brand.ludicrous.cloud", "CNAME record of *.clinic.example")
    assert found(run.scan) == [LINK, wild]
    zone = run.folder / "clinic.zone"
    zone.write_text(f"{CLEAN}*.clinic.example. CNAME brand.ludicrous.cloud.\n", encoding="utf-8")
    run("--zone", str(zone), "--no-dns", "-o", "out")
    assert found(run.scan) == [LINK, wild]


def test_names_that_lead_elsewhere_are_clear(run: Run, answers: Callable[..., NameServer]) -> None:
    done = run(
        server=answers(
            CLEAN + OTHERS + "link.clinic.example. A 203.0.113.9\nmg.clinic.example. MX 5 mxa.mailgun.org.\n"
        )
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("Clear: no trace of the CRM at the one address of this site.")
    assert "35 names of its domain were looked up, too." in done.stdout


def test_a_shared_address_alone_is_no_trace_unless_the_user_says_so(
    run: Run, answers: Callable[..., NameServer]
) -> None:
    server = answers(f"{CLEAN}{OTHERS}promo.clinic.example. A 162.159.140.166\n")
    done = run(server=server)
    assert done.returncode == 0
    assert run.scan["coverage"]["dns"]["shared"] == ["promo.clinic.example"]
    assert "nothing else shows whose they are: promo.clinic.example." in " ".join(done.stdout.split())
    known = run("--crm-host", "promo.clinic.example", "-o", "again", server=server)
    assert known.returncode == 1
    assert "nothing else shows whose they are" not in " ".join(known.stdout.split())


def test_names_that_are_not_answered_are_no_clear(run: Run, answers: Callable[..., NameServer]) -> None:
    done = run(server=answers(CLEAN + OTHERS, silent=frozenset({"*"})))
    assert done.returncode == 3, done.stdout
    said = " ".join(done.stdout.split())
    assert said.startswith("Not proven clear: where 4 names of the domain point could not be looked up.")
    scan = run.scan
    assert (scan["verdict"], scan["coverage"]["complete"], scan["coverage"]["checked"]) == ("incomplete", False, 1)
    assert [one["url"] for one in scan["coverage"]["dns"]["unanswered"]] == [
        "clinic.example",
        "www.clinic.example",
        "link.clinic.example",
        "shop.clinic.example",
    ]


@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_while_names_are_looked_up_keeps_what_was_read(
    run: Run, answers: Callable[..., NameServer], asking: signal.Signals
) -> None:
    server = answers(CLEAN + OTHERS, silent=frozenset({"*"}))
    with run.started(server=server) as process:
        while not server.asked:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(asking)
        _, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (130, "interrupted\n  try: the same command with --resume\n")
    scan = run.scan
    assert (scan["verdict"], scan["coverage"]["checked"], scan["coverage"]["dns"]["left"]) == (
        "incomplete",
        1,
        "interrupted",
    )
    assert run("--resume", server=answers(CLEAN + OTHERS)).returncode == 0


def test_a_guessed_name_that_is_not_answered_is_a_note(run: Run, answers: Callable[..., NameServer]) -> None:
    done = run(server=answers(CLEAN + OTHERS, servfail=frozenset({"promo.clinic.example"})))
    assert done.returncode == 0, done.stdout
    assert "Of names that were only tried these were not answered: promo.clinic.example." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "variables", "left"),
    [((), {}, "private"), (("--no-dns",), {}, "off"), ((), {"UNEMBED_DNS": "0"}, "off")],
)
def test_a_scan_without_names_says_so_and_may_be_clear(
    run: Run, arguments: tuple[str, ...], variables: dict[str, str], left: str
) -> None:
    assert run(*arguments, server=None, **variables).returncode == 0
    assert run.scan["coverage"]["dns"]["left"] == left


def test_the_settings_file_knows_the_options(run: Run) -> None:
    (run.folder / "unembed.toml").write_text("dns = false\n", encoding="utf-8")
    assert run().returncode == 0
    assert run.scan["coverage"]["dns"]["left"] == "off"


@pytest.mark.parametrize(("fail_on", "code"), [("any", 1), ("embed", 0), ("phone", 0), ("never", 0)])
def test_records_fail_a_run_for_any_trace_only(
    run: Run, answers: Callable[..., NameServer], fail_on: str, code: int
) -> None:
    assert run("--fail-on", fail_on, server=answers(OWN + OTHERS)).returncode == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--dns-server", "ns.clinic.example"), "error: cannot use this --dns-server: ns.clinic.example\n  try: "),
        (("--zone", "none.zone"), "error: cannot read the zone file: none.zone: No such file or directory\n  try: "),
        (("--zone", "bad.zone"), "error: cannot read the zone file: bad.zone: line 2, or the one before: "),
    ],
)
def test_bad_input_is_one_clear_error_before_anything_is_read(run: Run, arguments: tuple[str, ...], said: str) -> None:
    (run.folder / "bad.zone").write_text("@ 300 IN A 203.0.113.5\nwww 300 IN URL shop.example.\n", encoding="utf-8")
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert not (run.folder / "out").exists()
