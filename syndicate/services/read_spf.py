"""Who may send for a domain, as its SPF record says? (RFC 7208)"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Protocol

from syndicate.domain.alignment import MOST_LOOKUPS, Network, Spf, spf_records
from syndicate.errors import Unreadable


class Resolver(Protocol):
    """Asks DNS. What is not there is empty; Temporary where nobody answers."""

    def texts(self, name: str) -> Sequence[str]: ...
    def addresses(self, name: str) -> Sequence[str]: ...
    def mail_hosts(self, name: str) -> Sequence[str]: ...


@dataclass(slots=True, kw_only=True)
class ReadSpf:
    """Reads one domain's record, with those that it includes, as receivers do."""

    resolver: Resolver
    _lookups: int = field(default=0, init=False)
    _macro: bool = field(default=False, init=False)

    def __call__(self, domain: str) -> Spf:
        """Return who may send; its `fault` says why receivers cannot use the record.

        Raises Temporary where DNS does not answer.
        """
        records = spf_records(self.resolver.texts(domain))
        if not records:
            return Spf(fault="there is no record; who may send for it is not known")
        try:
            networks, rest = self._read(domain, records)
        except Unreadable as error:
            return Spf(records=records, fault=str(error))
        return Spf(records=records, networks=networks, rest=rest, macro=self._macro)

    def _read(self, domain: str, records: Sequence[str]) -> tuple[list[Network], str]:
        if len(records) > 1:
            raise Unreadable(f"{domain} has several records, of which receivers use none; keep one")
        if not records:
            raise Unreadable(f"{domain}, which it refers to, has no record; take the term out")
        networks: list[Network] = []
        elsewhere = ""  # holds where no term matches, wherever it stands (RFC 7208 §6.1)
        for term in records[0].split()[1:]:
            if term.lower().startswith("redirect="):
                elsewhere = term.partition("=")[2]
                continue
            sign = term[0] if term[0] in "+-~?" else "+"
            mechanism = term.lstrip("+-~?")
            if mechanism.lower() == "all":
                return networks, sign
            found = list(self._networks(mechanism, domain))
            networks += found if sign == "+" else []
        if not elsewhere:
            return networks, "?"
        found, rest = self._follow(elsewhere)
        return [*networks, *found], rest

    def _networks(self, mechanism: str, domain: str) -> Iterator[Network]:
        kind, _, rest = mechanism.partition(":")
        name, slash, length = (rest or kind).partition("/")
        if "%" in mechanism or kind.partition("/")[0].lower() in {"exists", "ptr"}:
            self._look()
            self._macro = True
        elif kind.lower() in {"ip4", "ip6"}:
            yield _network(rest)
        elif kind.lower() == "include":
            yield from self._follow(rest)[0]
        elif ask := self._asking(kind.partition("/")[0].lower()):
            self._look()
            bits = slash + length.partition("/")[0]
            for address in ask(name if rest else domain):
                yield _network(address + (bits if "." in address else ""))
        elif "=" not in kind:
            raise Unreadable(f"{mechanism!r} is no term of SPF; take it out")

    def _asking(self, kind: str) -> Callable[[str], Sequence[str]] | None:
        return {"a": self.resolver.addresses, "mx": self._of_mail_hosts}.get(kind)

    def _of_mail_hosts(self, name: str) -> Sequence[str]:
        hosts = self.resolver.mail_hosts(name)
        return [address for host in hosts for address in self.resolver.addresses(host)]

    def _follow(self, domain: str) -> tuple[list[Network], str]:
        self._look()
        return self._read(domain, spf_records(self.resolver.texts(domain)))

    def _look(self) -> None:
        self._lookups += 1
        if self._lookups > MOST_LOOKUPS:
            raise Unreadable(
                f"the record needs more than {MOST_LOOKUPS} look-ups, of which receivers do no "
                "more; name addresses (ip4, ip6) in the place of names"
            )


def _network(text: str) -> Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        raise Unreadable(f"{text!r} is no network; write it as in ip4:192.0.2.0/24") from error
