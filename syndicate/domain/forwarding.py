"""Who asks, when a proxy asked for them? Only proxies that the operator lists are believed."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from syndicate.domain.reach import Network


def is_one_of(address: str, networks: Sequence[Network]) -> bool:
    """Tell whether an address is in one of these networks; what is no address is in none."""
    known = _known(address)
    return known is not None and any(known in network for network in networks)


def asker(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> str:
    """Return the address that a request came from, as far as it can be believed.

    `forwarded` are the addresses of X-Forwarded-For in their order: each proxy puts behind
    them whom it was asked by. So they are read from the end, as long as listed proxies wrote
    them. Where one of those wrote what is no address, nobody knows: "".
    """
    asked_by = peer
    for address in reversed(forwarded):
        if not is_one_of(asked_by, proxies):
            break
        known = _known(address)
        if known is None:
            return ""
        asked_by = str(known)
    return asked_by


def _known(address: str) -> IPv4Address | IPv6Address | None:
    """Read an address, with a port or in brackets as some proxies write it."""
    text = address.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        known = ip_address(text)
    except ValueError:
        return None
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return mapped or known
