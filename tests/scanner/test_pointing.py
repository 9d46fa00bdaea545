"""Names held against the signatures, and what becomes of those that lead to the CRM."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scanner.findings import FailOn, fails, findings
from scanner.mentions import Mention, MentionType, Where
from scanner.model import PlacementType, SeenIn, Severity, State
from scanner.names import name_findings
from scanner.pointing import Pointer, pointers, seen, served_by_crm, sets, taught
from scanner.recognise import Learned, Recogniser
from scanner.signatures import load
from scanner.traces import Match, PageTraces
from scanner.zone import Name, Record, Reply, Why

SIGNATURES = load()
SPF = "v=spf1 include:spf.leadconnectorhq.com ~all"


def name(host: str, *records: tuple[str, str], end: Reply = Reply.RECORDS, wildcard: str = "") -> Name:
    """A name of clinic.example with records of its own."""
    made = tuple(Record(host, kind, value) for kind, value in records)
    return Name(host, "clinic.example", Why.USUAL, made, end, wildcard=wildcard)


def ids(found: Sequence[Pointer]) -> list[tuple[str, str]]:
    return [(one.name.name, one.signature.id.removeprefix("highlevel/")) for one in found]


APEX = name("clinic.example", ("A", "162.159.140.166"))
HOSTED = frozenset({"highlevel/hosted-page"})


@pytest.mark.parametrize(
    ("names", "shown", "known", "found"),
    [
        ([APEX], {}, (), []),
        ([APEX], {"clinic.example": HOSTED}, (), [("clinic.example", "dns-address")]),
        ([APEX], {"www.clinic.example": HOSTED}, (), [("clinic.example", "dns-address")]),
        ([APEX], {"offer.clinic.example": HOSTED}, (), []),
        ([APEX], {"clinic.example": frozenset({"highlevel/form"})}, (), []),
        ([APEX], {}, ("clinic.example",), [("clinic.example", "dns-address")]),
        ([APEX, name("www.clinic.example", ("CNAME", "sites.ludicrous.cloud"))], {}, (),
         [("clinic.example", "dns-address"), ("www.clinic.example", "dns-site")]),
        ([APEX, name("offer.clinic.example", ("CNAME", "sites.ludicrous.cloud"))], {}, (),
         [("offer.clinic.example", "dns-site")]),
        ([name("mg.clinic.example", ("MX", "mxa.mailgun.org"))], {}, ("mg.clinic.example",),
         [("mg.clinic.example", "dns-mail")]),
    ],
)  # fmt: skip
def test_what_proves_little_needs_a_second_sign_at_the_same_name(
    names: Sequence[Name], shown: dict[str, frozenset[str]], known: tuple[str, ...], found: list[tuple[str, str]]
) -> None:
    assert ids(pointers(names, SIGNATURES, shown, frozenset(known))) == found


def test_what_is_named_exactly_goes_before_the_host_in_general() -> None:
    targets = ("brand.ludicrous.cloud", "new.ludicrous.cloud", "ludicrous.cloud", "brand.ludicrous.cloud.other.example")
    names = [name(f"n{number}.clinic.example", ("CNAME", target)) for number, target in enumerate(targets)]
    assert ids(pointers(names, SIGNATURES)) == [("n0.clinic.example", "dns-brand"), ("n1.clinic.example", "dns-vendor")]


def test_the_domain_itself_is_never_a_mail_name() -> None:
    records = (("MX", "mxa.mailgun.org"), ("TXT", SPF))
    assert ids(pointers([name("clinic.example", *records)], SIGNATURES)) == [("clinic.example", "dns-spf")]
    assert ids(pointers([name("lc.clinic.example", *records)], SIGNATURES)) == [("lc.clinic.example", "dns-mail")]


def test_an_alias_to_elsewhere_below_a_mail_name_is_not_of_its_set() -> None:
    own = Record("_dmarc.lc.clinic.example", "TXT", "v=DMARC1; p=none")
    for target, below in (("mailgun.org", 2), ("shop.store.example", 1)):
        alias = Record("email.lc.clinic.example", "CNAME", target)
        made = name("lc.clinic.example", ("MX", "mxa.mailgun.org"), ("TXT", SPF))
        (found,) = pointers([replace(made, below=(own, alias))], SIGNATURES)
        assert found.below == (own, alias)[:below]


def test_only_what_may_be_a_mail_name_has_a_set_to_ask_for() -> None:
    assert sets((Record("mg.clinic.example", "MX", "mxb.mailgun.org"),), SIGNATURES) == (
        "TXT pic._domainkey",
        "TXT mx._domainkey",
        "TXT smtp._domainkey",
        "TXT _dmarc",
        "CNAME email mailgun.org",
    )
    assert sets((Record("mg.clinic.example", "MX", "mx.other.example"),), SIGNATURES) == ()
    assert sets((), SIGNATURES) == ()


def test_a_wildcard_stands_for_the_names_that_it_answers_for() -> None:
    star = name("*.clinic.example", ("CNAME", "sites.ludicrous.cloud"))
    seen_name = name("offer.clinic.example", ("CNAME", "sites.ludicrous.cloud"), wildcard="*.clinic.example")
    found = pointers([star, seen_name], SIGNATURES)
    assert ids(found) == [("*.clinic.example", "dns-site")]
    assert "offer.clinic.example" in taught(Learned(), found, frozenset()).hosts


def test_a_record_is_a_finding_without_pages_at_the_dns_provider() -> None:
    found = pointers([name("link.clinic.example", ("CNAME", "brand.ludicrous.cloud"), end=Reply.NO_NAME)], SIGNATURES)
    (finding,) = name_findings(found)
    where = finding.placement
    assert (where.type, where.pages, where.container, where.edit) == (
        PlacementType.DNS,
        (),
        "CNAME record of link.clinic.example",
        "the DNS records of clinic.example",
    )
    assert (finding.value, finding.severity, finding.evidence[0].excerpt, finding.evidence[0].locator) == (
        "brand.ludicrous.cloud",
        Severity.BREAKS,
        "link.clinic.example. IN CNAME brand.ludicrous.cloud.",
        "leads nowhere any more: the target does not exist",
    )
    steps = " ".join(finding.remedy.steps)
    assert "set the TTL of the record to 300" in steps
    assert "Before the account closes" in steps
    assert "takeover risk unknown" in steps
    assert [fails([finding], one) for one in FailOn] == [True, False, False, False, False]


def test_an_spf_record_is_edited_and_never_deleted() -> None:
    (finding,) = name_findings(pointers([name("clinic.example", ("TXT", SPF))], SIGNATURES))
    steps = " ".join(finding.remedy.steps)
    assert "Edit the record, do not delete it" in steps
    assert "or delete it if nothing does" not in steps


def test_hostile_text_in_a_record_stays_harmless() -> None:
    text = f"{SPF} \x1b[31m\u202e exp=owner@clinic.example {'x' * 4000}"
    (finding,) = name_findings(pointers([name("clinic.example", ("TXT", text))], SIGNATURES))
    excerpt = finding.evidence[0].excerpt
    assert len(excerpt) == 300
    assert excerpt.isprintable()
    assert "owner@" not in excerpt


def test_the_fingerprint_of_a_record_does_not_depend_on_its_chain_or_kind_of_sighting() -> None:
    straight = name("go.clinic.example", ("CNAME", "brand.ludicrous.cloud"))
    gone = name("go.clinic.example", ("CNAME", "brand.ludicrous.cloud"), ("A", "203.0.113.5"), end=Reply.NO_DATA)
    prints = [one.fingerprint for each in (straight, gone) for one in name_findings(pointers([each], SIGNATURES))]
    assert len(set(prints)) == 1


def traces() -> PageTraces:
    def link(url: str) -> Mention:
        return Mention(MentionType.LINK, url, Where(SeenIn.HTML, "a", f'<a href="{url}">', label="Offer"))

    hosted = Mention(MentionType.ELEMENT, "https://clinic.example/offer", Where(SeenIn.HTML))
    note = Mention(MentionType.ELEMENT, "https://clinic.example/", Where(SeenIn.HTML), state=State.INERT)
    matches = (Match("highlevel/hosted-page", "clinic.example", hosted), Match("highlevel/form", "x", note))
    return PageTraces(
        "https://clinic.example/offer",
        "",
        "",
        matches,
        (link("https://go.clinic.example/l"), link("https://x.example/")),
    )


def test_pages_say_which_hosts_they_name_and_what_they_show() -> None:
    told = seen([traces()])
    assert told.hosts == {"clinic.example", "go.clinic.example", "x.example"}
    assert told.shown == {"clinic.example": frozenset({"highlevel/hosted-page"})}


def test_a_link_to_a_name_that_the_dns_proves_is_a_trace() -> None:
    page = PageTraces("https://clinic.example/", "", "", (), traces().leads)
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}))
    found = pointers([name("go.clinic.example", ("CNAME", "brand.ludicrous.cloud"))], SIGNATURES)
    assert served_by_crm(found) == {"go.clinic.example"}
    assert findings([page], recogniser) == ()
    told = [(one.ref, one.signature, one.url) for one in findings([page], recogniser, pointers=found)]
    assert told == [
        ("R-01", "highlevel/page", "https://go.clinic.example/l"),
        ("R-02", "highlevel/dns-brand", ""),
    ]


def test_a_mail_record_proves_no_host() -> None:
    assert served_by_crm(pointers([name("clinic.example", ("TXT", SPF))], SIGNATURES)) == frozenset()
