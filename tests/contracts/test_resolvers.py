"""What every resolver does alike: the one that asks DNS, and the shipped fake."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from syndicate.errors import Temporary
from syndicate.services.read_spf import Resolver
from syndicate.transports.memory import MemoryDns
from syndicate.transports.resolving import Dns
from tests.transports.dns_server import serving

LONG = "v=DKIM1; k=rsa; p=" + "A" * 600
ZONE: Mapping[tuple[str, str], Sequence[str]] = {
    ("example.org", "TXT"): ["v=spf1 mx -all", "another text"],
    ("long._domainkey.example.org", "TXT"): [LONG],
    ("example.org", "MX"): ["mail.example.org"],
    ("mail.example.org", "A"): ["192.0.2.1", "192.0.2.2"],
    ("mail.example.org", "AAAA"): ["2001:db8::1"],
    ("xn--bcher-kva.example", "TXT"): ["v=spf1 -all"],
}
SILENT = "nobody.example.org"


def as_written(zone: Mapping[tuple[str, str], Sequence[str]]) -> dict[tuple[str, str], list[str]]:
    """Return the records as zone files have them."""
    return {
        (name, kind): [_written(kind, row) for row in rows] for (name, kind), rows in zone.items()
    }


def _written(kind: str, row: str) -> str:
    if kind == "MX":
        return f"10 {row}."
    if kind != "TXT":
        return row
    return " ".join(f'"{row[start : start + 255]}"' for start in range(0, len(row), 255))


@pytest.fixture(scope="module")
def asking() -> Iterator[Dns]:
    """Ask a real server on loopback."""
    with serving(as_written(ZONE), silent=[SILENT]) as server:
        yield Dns(server, seconds=0.3)


@pytest.fixture(params=["dns", "memory"])
def resolver(request: pytest.FixtureRequest, asking: Dns) -> Resolver:
    """Give each resolver."""
    if request.param == "dns":
        return asking
    known = MemoryDns(ZONE)
    known.silent.add(SILENT)
    return known


def test_texts_come_whole_however_many_strings_they_are_cut_into(resolver: Resolver) -> None:
    assert sorted(resolver.texts("Example.ORG")) == ["another text", "v=spf1 mx -all"]
    assert list(resolver.texts("long._domainkey.example.org")) == [LONG]


def test_addresses_of_both_kinds_and_mail_hosts_are_told(resolver: Resolver) -> None:
    addresses = ["192.0.2.1", "192.0.2.2", "2001:db8::1"]
    assert sorted(resolver.addresses("mail.example.org")) == addresses
    assert list(resolver.mail_hosts("example.org")) == ["mail.example.org"]


@pytest.mark.parametrize("name", ["no.example.org", "mail.example.org"])
def test_what_is_not_there_is_empty(resolver: Resolver, name: str) -> None:
    assert list(resolver.texts(name)) == []


def test_who_gets_no_answer_is_told_to_try_later(resolver: Resolver) -> None:
    with pytest.raises(Temporary, match=rf"TXT records of {SILENT}.*try again later"):
        resolver.texts(SILENT)


def test_names_are_asked_for_in_their_ascii_form(asking: Dns) -> None:
    assert list(asking.texts("bücher.example")) == ["v=spf1 -all"]


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "a..example", "ü" * 300])
def test_what_is_no_name_is_an_error_of_ours(asking: Dns, name: str) -> None:
    with pytest.raises(Temporary):
        asking.texts(name)
