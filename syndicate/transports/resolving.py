"""What does DNS say at a name?"""

from collections.abc import Sequence
from typing import Any

import dns.exception
import dns.resolver
import idna

from syndicate.errors import SettingsFault, Temporary

_SECONDS = 5.0


class Dns:
    """Asks the system's resolver, or one at an address: "9.9.9.9" or "127.0.0.1:5353".

    What is not there is empty. Raises Temporary where nobody answers.
    """

    def __init__(self, server: str = "", *, seconds: float = _SECONDS) -> None:
        self._server = server
        self._seconds = seconds

    def texts(self, name: str) -> Sequence[str]:
        """Return the TXT records, each with its strings joined (RFC 7208 §3.3)."""
        records = self._ask(name, "TXT")
        return [b"".join(record.strings).decode("utf-8", "replace") for record in records]

    def addresses(self, name: str) -> Sequence[str]:
        """Return the addresses of both kinds."""
        both = (*self._ask(name, "A"), *self._ask(name, "AAAA"))
        return [record.address for record in both]

    def mail_hosts(self, name: str) -> Sequence[str]:
        """Return the names of the hosts that take its mail."""
        return [record.exchange.to_text(omit_final_dot=True) for record in self._ask(name, "MX")]

    def _ask(self, name: str, kind: str) -> Sequence[Any]:
        try:
            return list(self._resolver().resolve(_ascii(name), kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.resolver.NoResolverConfiguration as error:
            raise SettingsFault(
                "the system names no DNS server; set one as resolver in [mail]"
            ) from error
        except (dns.exception.DNSException, OSError) as error:
            raise Temporary(
                f"DNS does not tell the {kind} records of {name}: {_told(error)}; try again later"
            ) from error

    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=not self._server)
        if self._server:
            host, colon, port = self._server.rpartition(":")
            plain = not colon or ":" in host
            resolver.nameservers = [self._server if plain else host]
            resolver.port = 53 if plain else int(port)
        resolver.lifetime = self._seconds
        return resolver


def _ascii(name: str) -> str:
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode()
    except idna.IDNAError as error:
        raise Temporary(f"{name!r} is no name that DNS can hold: {error}; correct it") from error


def _told(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
