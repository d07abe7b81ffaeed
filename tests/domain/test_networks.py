"""From which network did somebody ask?"""

import pytest

from syndicate.domain.networks import MOST_A_DAY, MOST_AN_HOUR, fits, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff:aa::1", "2001:db8:1:200::/56"),
    ],
)
def test_an_address_counts_for_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.2.3.4", "192.168.0.9", "fd00::1", "", "testclient"]
)
def test_our_own_proxies_and_what_is_no_address_count_for_nobody(address: str) -> None:
    assert network_of(address) == ""


def test_some_are_heeded_in_an_hour_and_in_a_day_and_no_more() -> None:
    assert fits(MOST_AN_HOUR, MOST_A_DAY)
    assert not fits(MOST_AN_HOUR + 1, MOST_A_DAY)
    assert not fits(1, MOST_A_DAY + 1)
