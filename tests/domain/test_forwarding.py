"""Who asked is believed of listed proxies alone."""

from ipaddress import ip_network

import pytest

from syndicate.domain.forwarding import asker, is_one_of

PROXIES = (ip_network("127.0.0.1"), ip_network("10.0.0.0/24"), ip_network("::1"))
READER, STRANGER = "203.0.113.7", "198.51.100.9"


def test_a_stranger_is_not_believed_to_ask_for_others() -> None:
    assert asker(STRANGER, [READER], PROXIES) == STRANGER


def test_a_listed_proxy_tells_who_asked() -> None:
    assert asker("127.0.0.1", [READER], PROXIES) == READER
    assert asker("::1", [READER], PROXIES) == READER


def test_what_a_reader_wrote_before_it_reached_the_first_proxy_counts_for_nothing() -> None:
    assert asker("127.0.0.1", ["192.0.2.1", READER], PROXIES) == READER


def test_several_listed_proxies_are_followed_to_the_first_stranger() -> None:
    assert asker("127.0.0.1", ["192.0.2.1", READER, "10.0.0.8"], PROXIES) == READER
    assert asker("127.0.0.1", [READER, STRANGER, "10.0.0.8"], PROXIES) == STRANGER


def test_a_chain_of_proxies_alone_ends_at_the_first() -> None:
    assert asker("127.0.0.1", ["10.0.0.9", "10.0.0.8"], PROXIES) == "10.0.0.9"


@pytest.mark.parametrize("said", ["unknown", "", "_hidden", "203.0.113.7/8", "gmail.com"])
def test_of_what_is_no_address_nobody_knows_who_asked(said: str) -> None:
    assert asker("127.0.0.1", [said], PROXIES) == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 203.0.113.7 ", READER),
        ("203.0.113.7:4711", READER),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.7", READER),
    ],
)
def test_addresses_are_read_as_proxies_write_them(written: str, read: str) -> None:
    assert asker("127.0.0.1", [written], PROXIES) == read


def test_a_peer_that_speaks_ipv6_for_ipv4_is_the_listed_one() -> None:
    assert is_one_of("::ffff:127.0.0.1", PROXIES)
    assert not is_one_of("", PROXIES)
