"""From which network did somebody ask, and may more be asked from there?"""

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

MOST_AN_HOUR = 30
MOST_A_DAY = 100
TRACES_KEPT = timedelta(days=30)
_COUNTED = {4: 24, 6: 56}  # what one customer, or a small office, is usually given
_OUR_OWN = [
    ip_network(own)
    for own in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
]


def network_of(address: str) -> str:
    """Return the network that is counted, /24 or /56; "" for what is none of the world's.

    A proxy of ours that tells nothing of its clients stands for everybody: it is not counted.
    """
    known = _known(address)
    if known is None or any(known in own for own in _OUR_OWN):
        return ""
    return str(ip_network((known, _COUNTED[known.version]), strict=False))


def fits(
    this_hour: int,
    this_day: int,
    *,
    most_an_hour: int = MOST_AN_HOUR,
    most_a_day: int = MOST_A_DAY,
) -> bool:
    """Tell whether what was asked from a network, this one included, is still heeded."""
    return this_hour <= most_an_hour and this_day <= most_a_day


def _known(address: str) -> IPv4Address | IPv6Address | None:
    try:
        known = ip_address(address)
    except ValueError:
        return None
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return mapped or known
