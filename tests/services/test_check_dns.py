"""Is DNS asked, is what it told kept, and does no campaign start that nobody would believe?"""

from datetime import timedelta

import pytest

from syndicate.clock import FixedClock
from syndicate.domain.alignment import Sending, Spf
from syndicate.domain.editions import EditionStatus
from syndicate.domain.findings import Order
from syndicate.services.check_dns import Believed, CheckDns
from syndicate.services.read_spf import ReadSpf
from syndicate.store.unit_of_work import Store
from syndicate.transports.memory import MemoryDns
from tests.contracts.ledger import NOW
from tests.services.press import MONDAY, Press

KEY = "s1._domainkey.example.org"
SENDING = Sending(
    from_domain="example.org",
    bounce_domain="bounce.example.org",
    dkim_domain="example.org",
    keys={KEY: "v=DKIM1; k=rsa; p=QUJD"},
)
WELL = {
    ("bounce.example.org", "TXT"): ["v=spf1 ip4:192.0.2.1 -all"],
    (KEY, "TXT"): ["v=DKIM1; k=rsa; p=QUJD"],
    ("_dmarc.example.org", "TXT"): ["v=DMARC1; p=reject"],
}


def check(store: Store, dns: MemoryDns, clock: FixedClock | None = None) -> CheckDns:
    return CheckDns(
        transactions=store,
        resolver=dns,
        clock=clock or FixedClock(NOW),
        sendings=lambda: [SENDING],
        under="these",
    )


def believed(store: Store, under: str = "these") -> str:
    return Believed(transactions=store, under=under)("example.org")


def test_what_is_well_is_found_so_and_nothing_is_held(store: Store) -> None:
    assert {finding.order for finding in check(store, MemoryDns(WELL))()} == {Order.OK}
    assert believed(store) == ""


def test_a_domain_that_was_never_looked_at_is_not_held(store: Store) -> None:
    assert believed(store) == ""


def test_a_fault_is_kept_with_its_instant_until_it_is_mended(store: Store) -> None:
    dns, clock = MemoryDns({}), FixedClock(NOW)
    check(store, dns, clock)()
    assert f"found {NOW:%Y-%m-%d %H:%M} UTC by `syndicate check --dns`" in believed(store)
    dns.zone.update(WELL)
    clock.set(NOW + timedelta(hours=1))
    check(store, dns, clock)()
    assert believed(store) == ""


def test_what_was_found_under_other_settings_does_not_count(store: Store) -> None:
    check(store, MemoryDns({}))()
    assert believed(store, "others") == ""


def test_without_an_answer_nothing_new_is_kept(store: Store) -> None:
    dns = MemoryDns(WELL)
    check(store, dns)()
    dns.silent.add("bounce.example.org")
    (finding,) = check(store, dns)()
    assert (finding.order, "try again later" in finding.told) == (Order.WARNING, True)
    assert believed(store) == ""


def told_below(store: Store, dns: MemoryDns) -> list[str]:
    """Return what is found of a sender below an organisation, whose mail is not signed."""
    below = Sending(
        from_domain="news.example.org", bounce_domain="bounce.example.org", dkim_domain="", keys={}
    )
    checking = CheckDns(
        transactions=store,
        resolver=dns,
        clock=FixedClock(NOW),
        sendings=lambda: [below],
        under="",
    )
    return [finding.told for finding in checking()]


def test_dmarc_of_the_organisation_holds_below_it(store: Store) -> None:
    assert told_below(store, MemoryDns(WELL))[-1] == "by SPF of bounce.example.org"


def test_a_record_of_its_own_is_in_force_and_parts_nobody_from_the_organisation(
    store: Store,
) -> None:
    own = {("_dmarc.news.example.org", "TXT"): ["v=DMARC1; p=none"]}
    *_, dmarc, agreed = told_below(store, MemoryDns(WELL | own))
    assert dmarc == "v=DMARC1; p=none (at news.example.org)"
    assert agreed == "by SPF of bounce.example.org"


def spf(*record: str, **others: str) -> Spf:
    zone = {("example.org", "TXT"): list(record)}
    zone |= {(f"{name}.example.net", "TXT"): [text] for name, text in others.items()}
    hosts = {("mx.example.org", "A"): ["192.0.2.9"], ("example.org", "MX"): ["mx.example.org"]}
    return ReadSpf(resolver=MemoryDns(zone | hosts))("example.org")


@pytest.mark.parametrize(
    ("record", "address"),
    [
        ("v=spf1 ip4:192.0.2.0/28 -all", "192.0.2.9"),
        ("v=spf1 ip6:2001:db8::/32 -all", "2001:db8::5"),
        ("v=spf1 mx -all", "192.0.2.9"),
        ("v=spf1 a:mx.example.org/24 ~all", "192.0.2.200"),
        ("v=spf1 include:a.example.net -all", "198.51.100.1"),
        ("v=spf1 redirect=a.example.net", "198.51.100.1"),
        ("v=spf1 Redirect=a.example.net ip4:192.0.2.1", "192.0.2.1"),
        ("v=spf1 redirect=none.example.net ip4:192.0.2.1 -all", "192.0.2.1"),
        ("V=SPF1 IP4:192.0.2.1 -ALL", "192.0.2.1"),
    ],
)
def test_who_may_send_is_read_as_receivers_do(record: str, address: str) -> None:
    found = spf(record, a="v=spf1 ip4:198.51.100.1 -all")
    assert (found.fault, found.names(address), found.names("203.0.113.1")) == ("", True, False)
    assert found.rest in {"-", "~"}


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ([], "there is no record"),
        (["v=spf10 -all"], "there is no record"),
        (["v=spf1 -all", "v=spf1 mx -all"], "several records"),
        (["v=spf1 ip4:1.2.3 -all"], "'1.2.3' is no network"),
        (["v=spf1 everything -all"], "'everything' is no term"),
        (["v=spf1 include:none.example.net -all"], "has no record"),
        (["v=spf1 include:a.example.net -all"], "more than 10 look-ups"),
    ],
)
def test_a_record_that_receivers_cannot_use_is_told_why(records: list[str], told: str) -> None:
    assert told in spf(*records, a="v=spf1 include:a.example.net -all").fault


def test_a_record_with_a_macro_cannot_be_known_beforehand() -> None:
    assert spf("v=spf1 exists:%{i}.example.org -all").macro


def test_an_edition_from_a_domain_that_nobody_would_believe_is_held_and_letters_are_not(
    press: Press,
) -> None:
    press.newsletter()
    press.reader("ada@example.org")
    press.post.disbelieved["harbour.example"] = "neither SPF nor DKIM holds"
    press.letter("bob@example.org")
    press.publish("Bridge")
    press.run(MONDAY)
    assert [out.envelope.recipient for out in press.post.mail.sent] == ["bob@example.org"]
    assert (press.edition().status, press.edition().fault) == (
        EditionStatus.HELD,
        "neither SPF nor DKIM holds",
    )
    press.post.disbelieved.clear()
    press.editions.resume(press.edition().id)
    press.run(MONDAY)
    assert press.mailed("ada@example.org") == [["new Bridge r1"]]
