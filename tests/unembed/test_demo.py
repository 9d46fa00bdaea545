"""The demo clinic, scanned by the real command line: it finds what expected.toml lists, and nothing else."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it ships no types

from demo.build import on_disk, outputs
from demo.expected import HOST, Outcome, Trace, differences, expected, found, look_alikes
from demo.server import SiteServer
from unembed.cli import cli

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "demo" / "site" / HOST


@dataclass(frozen=True, slots=True)
class Demo:
    """One run of `python -m demo`: how it ended, where its results lie, and what reached its server."""

    done: subprocess.CompletedProcess[str]
    folder: Path
    requests: tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    log = folder / "requests.txt"
    done = subprocess.run(
        [sys.executable, "-m", "demo", "--requests", str(log)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    requests = tuple((method, host) for method, host, _ in map(str.split, log.read_text().splitlines()))
    return Demo(done, folder / "demo-out", requests)


@pytest.mark.browser
def test_the_scan_finds_every_trace_of_the_demo_and_nothing_else(demo: Demo) -> None:
    assert (differences(expected(), found(demo.folder / "scan.json")), demo.done.returncode) == ((), 0), (
        demo.done.stderr
    )
    assert demo.done.stdout.splitlines()[-1] == f"Open {demo.folder / 'report.html'}"


@pytest.mark.browser
def test_the_scan_keeps_to_the_schema_that_the_command_prints(demo: Demo) -> None:
    printed = CliRunner().invoke(cli, ["schema", "scan"])
    data = json.loads((demo.folder / "scan.json").read_text())
    assert list(Draft202012Validator(json.loads(printed.output)).iter_errors(data)) == []
    assert len(data["findings"]) == len(expected().traces)
    assert data["coverage"]["served"] != {}


@pytest.mark.browser
def test_requests_of_the_tracker_are_evidence_of_the_tracker_alone(demo: Demo) -> None:
    told = {
        finding["signature"]
        for finding in json.loads((demo.folder / "scan.json").read_text())["findings"]
        for piece in finding["evidence"]
        if "external-tracking" in piece["excerpt"]
    }
    assert told == {"highlevel/external-tracking"}


@pytest.mark.browser
def test_what_a_visitor_of_the_demo_sees_has_a_picture_in_the_report(demo: Demo) -> None:
    findings = json.loads((demo.folder / "scan.json").read_text())["findings"]
    bare = [one for one in findings if not any(piece["screenshot"] for piece in one["evidence"])]
    kept = {piece["screenshot"] for one in findings for piece in one["evidence"]} - {None}
    shut = {piece["outlined"] for one in findings for piece in one["evidence"] if one["state"] == "waiting"}
    assert Counter(one["kind"] for one in bare if one["state"] != "inert") == Counter(
        {"tracking": 3, "plugin": 1, "webhook": 1, "calendar": 1}
    )
    assert {f"pictures/{file.name}" for file in (demo.folder / "pictures").iterdir()} == kept
    assert "opener" in shut
    assert (demo.folder / "report.html").read_text().count("data:image/jpeg;base64,") == len(kept) + 1


@pytest.mark.browser
def test_the_owner_of_the_clinic_reads_no_technical_word(demo: Demo) -> None:
    owners, tasks, _ = (demo.folder / "report.html").read_text().partition('id="tasks"')
    words = re.sub(r"<[^>]*>", " ", owners.partition('<div class="hero">')[2])
    assert tasks
    assert words.split()
    assert re.findall(r"(?i)\b(?:i?frames?|scripts?|DOM|HTML|CSS|URLs?|embed\w*|widgets?|selectors?)\b", words) == []


@pytest.mark.browser
def test_the_scan_only_reads_and_stays_on_the_machine(demo: Demo) -> None:
    with SiteServer(*(ROOT / "demo" / name for name in ("site", "crm", "others"))) as server:
        hosts = set(server.hosts)
    assert "GET" in {method for method, _ in demo.requests} <= {"GET", "HEAD"}
    assert {host for _, host in demo.requests} <= hosts


def test_the_pages_of_the_demo_are_what_its_templates_say() -> None:
    wanted = outputs()
    assert on_disk() == wanted.keys()
    assert [file.name for file, text in wanted.items() if file.read_text(encoding="utf-8") != text] == []


def test_every_look_alike_stands_on_its_page() -> None:
    sources = {each: (SITE / each.page.strip("/") / "index.html").read_text(encoding="utf-8") for each in look_alikes()}
    assert [each for each, source in sources.items() if each.text not in source] == []


def test_a_scan_that_differs_is_told_trace_by_trace() -> None:
    form = Trace("form", "embed", "live", "AbCdEfGhIjKlMnOpQrSt", "page", 1, ("/contact/",))
    chat = Trace("chat", "embed", "live", "0123456789abcdef01234567", "shared", 2)
    wanted = Outcome((form, chat), (("/members/", "login"),))
    same = Outcome((replace(chat, pages=("/", "/contact/")), form), (("/members/", "login"),))
    other = Outcome(
        (replace(form, state="waiting"), replace(form, value="ZyXwVuTsRqPoNmLkJiHg")), (("/x/", "timeout"),)
    )
    assert differences(wanted, same) == ()
    assert differences(wanted, other) == (
        "different: expected form AbCdEfGhIjKlMnOpQrSt: embed, live, page, /contact/; "
        "found form AbCdEfGhIjKlMnOpQrSt: embed, waiting, page, /contact/",
        "missing: chat 0123456789abcdef01234567: embed, live, shared, 2 pages",
        "unexpected: form ZyXwVuTsRqPoNmLkJiHg: embed, live, page, /contact/",
        "should not have been read: /members/ (login)",
        "not read: /x/ (timeout)",
    )


def test_several_folders_are_served_as_one_set_of_hosts(tmp_path: Path) -> None:
    for name in ("clinic", "crm"):
        (tmp_path / name / f"{name}.example").mkdir(parents=True)
        (tmp_path / name / f"{name}.example" / "index.html").write_text(name)
    routes = '["api.example/x"]\nfile = "crm.example/index.html"\n'
    routes += '["api.example/y"]\nfile = ["crm.example/index.html", "../clinic/clinic.example/index.html"]\n'
    (tmp_path / "crm" / "_routes.toml").write_text(routes)
    with SiteServer(tmp_path / "clinic", tmp_path / "crm") as server:

        def body(host: str, path: str) -> bytes:
            with urlopen(Request(f"http://127.0.0.1:{server.port}{path}", headers={"Host": host})) as reply:
                return bytes(reply.read())

        assert server.hosts == ("api.example", "clinic.example", "crm.example")
        assert [body("clinic.example", "/"), body("crm.example", "/")] == [b"clinic", b"crm"]
        assert [body("api.example", "/x"), body("api.example", "/y")] == [b"crm", b"crmclinic"]
