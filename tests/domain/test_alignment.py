"""Will receivers believe that mail is from whom it says it is?"""

from dataclasses import replace
from ipaddress import ip_network

import pytest

from syndicate.domain.alignment import (
    Seen,
    Sending,
    Spf,
    aligned,
    ancestors,
    dmarc_records,
    judge,
    tags,
)
from syndicate.domain.findings import Order

KEY = "s1._domainkey.example.org"
RECORD = "v=DKIM1; k=rsa; p=QUJD"
SENDING = Sending(
    from_domain="news.example.org",
    bounce_domain="bounce.example.org",
    dkim_domain="example.org",
    keys={KEY: RECORD},
    server="mail.example.net",
)
SPF = Spf(records=["v=spf1 ip4:192.0.2.0/24 -all"], networks=[ip_network("192.0.2.0/24")], rest="-")
SEEN = Seen(
    spf=SPF,
    keys={KEY: [RECORD]},
    organisation="example.org",
    dmarc="v=DMARC1; p=none",
    dmarc_at="example.org",
    server_addresses=["192.0.2.7"],
)
FOREIGN = replace(SENDING, dkim_domain="sender.example.com", bounce_domain="b.example.com")


def orders(sending: Sending, seen: Seen) -> list[Order]:
    return [finding.order for finding in judge(sending, seen)[0]]


def test_where_all_is_well_nothing_is_to_be_written() -> None:
    findings, fault = judge(SENDING, SEEN)
    assert {finding.order for finding in findings} == {Order.OK}
    assert [finding.write for finding in findings] == [""] * 4
    assert fault == ""


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([], "there is no key"),
        (["v=DKIM1; k=rsa; p="], "withdrawn"),
        (["v=DKIM1; k=rsa; p=WFla"], "another key"),
        ([RECORD, RECORD], "several records"),
    ],
)
def test_a_key_that_dns_does_not_have_is_named_with_what_to_write(
    texts: list[str], told: str
) -> None:
    findings, fault = judge(SENDING, replace(SEEN, keys={KEY: texts}))
    assert (findings[1].order, told in findings[1].told) == (Order.FAULT, True)
    assert findings[1].write == f'{KEY}. IN TXT ( "{RECORD}" )'
    assert fault == ""  # SPF still stands for the same organisation


def test_a_key_may_be_written_with_spaces_and_without_a_version() -> None:
    assert set(orders(SENDING, replace(SEEN, keys={KEY: ["k=rsa; p=QU JD"]}))) == {Order.OK}


def test_mail_of_others_names_cannot_be_believed() -> None:
    _, fault = judge(FOREIGN, SEEN)
    assert "neither SPF nor DKIM holds for news.example.org" in fault


def test_one_that_holds_is_enough_and_one_that_holds_for_others_is_not() -> None:
    lost = replace(SEEN, spf=Spf(fault="there is no record"))
    assert judge(SENDING, lost)[1] == ""
    assert judge(replace(SENDING, dkim_domain="example.com"), lost)[1] != ""
    assert judge(replace(SENDING, keys={}), replace(SEEN, keys={}))[1] == ""
    assert judge(replace(SENDING, keys={}), replace(lost, keys={}))[1] != ""


def test_strict_alignment_wants_the_very_same_domain() -> None:
    strict = replace(SEEN, dmarc="v=DMARC1; p=reject; adkim=s; aspf=s")
    assert judge(SENDING, strict)[1] != ""
    assert judge(replace(SENDING, dkim_domain="news.example.org"), strict)[1] == ""


@pytest.mark.parametrize(
    ("domain", "seen", "organisation", "relaxed"),
    [
        ("example.org", "example.org", "", True),
        ("bounce.example.org", "example.org", "", True),
        ("example.org", "news.example.org", "", True),
        ("bounce.example.org", "news.example.org", "example.org", True),
        ("example.org", "news.example.org", "news.example.org", True),
        ("bounce.news.example.org", "news.example.org", "example.org", True),
        ("bounce.example.org", "news.example.org", "", False),
        ("bounce.example.org", "news.example.org", "news.example.org", False),
        ("badexample.org", "example.org", "", False),
        ("example.org.evil.test", "example.org", "example.org", False),
    ],
)
def test_domains_of_one_organisation_align(
    domain: str, seen: str, organisation: str, *, relaxed: bool
) -> None:
    assert aligned(domain, seen, organisation, strict=False) is relaxed


def test_an_organisation_is_looked_for_above_but_not_at_the_top() -> None:
    assert ancestors("a.b.example.org") == ["a.b.example.org", "b.example.org", "example.org"]
    assert ancestors("localhost") == ["localhost"]


def test_a_server_that_spf_does_not_name_is_a_warning_for_others_may_send() -> None:
    findings, fault = judge(SENDING, replace(SEEN, server_addresses=["198.51.100.1"]))
    assert (findings[0].order, fault) == (Order.WARNING, "")
    assert "198.51.100.1" in findings[0].told


def test_spf_that_lets_everybody_send_holds_for_nobody() -> None:
    assert orders(SENDING, replace(SEEN, spf=replace(SPF, rest="+")))[0] is Order.FAULT


def test_without_records_it_is_said_what_to_write() -> None:
    findings, _ = judge(SENDING, replace(SEEN, spf=Spf(fault="none"), dmarc="", organisation=""))
    spf, _, dmarc, _ = findings
    assert spf.write == 'bounce.example.org. IN TXT ( "v=spf1 a:mail.example.net ~all" )'
    assert dmarc.write == '_dmarc.news.example.org. IN TXT ( "v=DMARC1; p=none" )'


def test_dmarc_without_a_policy_is_a_fault() -> None:
    assert (
        orders(SENDING, replace(SEEN, dmarc="v=DMARC1; rua=mailto:a@b.example"))[2] is Order.FAULT
    )


@pytest.mark.parametrize("record", ["v=DMARC1; p=Reject", "V = DMARC1;p=none"])
def test_dmarc_is_read_however_it_is_written(record: str) -> None:
    assert dmarc_records([record]) == [record]
    assert orders(SENDING, replace(SEEN, dmarc=record))[2] is Order.OK


def test_another_version_is_no_record_of_dmarc() -> None:
    assert dmarc_records(["v=dmarc1; p=none", "p=none; v=DMARC1", ""]) == []


def test_both_keys_of_a_rotation_are_looked_at() -> None:
    second = "s2._domainkey.example.org"
    turning = replace(SENDING, keys={KEY: RECORD, second: "v=DKIM1; k=rsa; p=WFla"})
    findings, fault = judge(turning, replace(SEEN, keys={KEY: [RECORD], second: []}))
    assert [finding.order for finding in findings[1:3]] == [Order.OK, Order.FAULT]
    assert fault == ""


def test_tags_are_read_however_they_are_spaced() -> None:
    assert tags(" v = DMARC1 ;P=none; ; sp=") == {"v": "DMARC1", "p": "none", "sp": ""}
