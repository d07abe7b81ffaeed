"""Which addresses may the program connect to, when somebody outside said where?

Only what the whole Internet can reach: a subscriber, or a name in DNS, must not have us talk
to our own machine, its network, or the service that tells a cloud machine its secrets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

from syndicate.errors import AskedWrongly

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL = 2048
_PORTS = {"http": 80, "https": 443}
_LOWEST_FREE_PORT = 1024
# Ports above 1023 that browsers do not speak HTTP to, either (fetch standard, "bad port").
_OTHER_SERVICES = frozenset(
    (*(1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080),)
) | frozenset(range(6665, 6670))
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
# IANA's special-purpose registries, where Python 3.11.2 calls an address global that is none.
_NOT_GLOBAL = [
    ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23"),
        *("2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
]
_NAT64 = ip_network("64:ff9b::/96")
_COMPATIBLE = ip_network("::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes; `path` has the query."""

    secure: bool
    host: str
    port: int
    path: str


def read_target(url: str) -> Target:
    """Take an address apart. Raises AskedWrongly for what is none that a stranger may name."""
    parts = _split(url)
    port = parts.port or _PORTS[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname or ""
    return Target(secure=parts.scheme == "https", host=host, port=port, path=path)


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_URL:
        raise AskedWrongly(f"the address is longer than {LONGEST_URL} characters: {url[:60]}…")
    if not re.fullmatch(r"[!-~]+", url):
        raise AskedWrongly(f"{url!r} must be plain ASCII, without blanks")
    try:
        parts = urlsplit(url)
        named = parts.hostname or ""
        whole = parts.scheme in _PORTS and _HOST.fullmatch(named) and parts.port != 0
    except ValueError:
        whole = None
    if not whole or parts.username is not None or parts.fragment:
        raise AskedWrongly(
            f"{url!r} is no address to send to; write it as in https://reader.example.org/push"
        )
    return parts


def usual_port(target: Target) -> bool:
    """Tell whether web servers listen there: the two ports of the web, and the free ones."""
    free = target.port >= _LOWEST_FREE_PORT and target.port not in _OTHER_SERVICES
    return free or target.port in _PORTS.values()


def is_allowed(address: str, allowed: Sequence[Network]) -> bool:
    """Tell whether an address, or what it wraps, is in one of these networks."""
    return any(one in network for one in _meanings(ip_address(address)) for network in allowed)


def is_public(address: str) -> bool:
    """Tell whether an address, and what it wraps, can be reached by everybody."""
    return all(map(_public, _meanings(ip_address(address))))


def _public(address: Address) -> bool:
    special = any(address in network for network in _NOT_GLOBAL)
    return address.is_global and not address.is_multicast and not special


def _meanings(address: Address) -> Iterator[Address]:
    """Yield an address as it counts: an IPv4 address in IPv6 clothes counts as what it is.

    Mapped addresses, and those that NAT64 translates, have no other meaning than the one
    they wrap; 6to4 and Teredo have both.
    """
    if isinstance(address, IPv4Address):
        yield address
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address
        yield from (address.teredo or ())
        if address.sixtofour:
            yield address.sixtofour
