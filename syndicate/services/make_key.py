"""How does a site come by a key to sign its mail with?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from syndicate.clock import Clock
from syndicate.domain.alignment import dmarc_line, spf_line
from syndicate.domain.dkim import KeyKind, KeyPair, key_name, labels


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key that was made and kept, and what DNS and the settings are to say of it."""

    domain: str
    selector: str
    key_file: Path
    record: str
    bounce_domain: str
    server: str

    @property
    def name(self) -> str:
        """Return the DNS name of its record."""
        return key_name(self.selector, self.domain)

    @property
    def spf(self) -> str:
        """Return the SPF record that the bounce domain needs, as a zone file has it."""
        return spf_line(self.bounce_domain, self.server)

    @property
    def dmarc(self) -> str:
        """Return the mildest DMARC record, as a zone file has it."""
        return dmarc_line(self.domain)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeKey:
    """Makes a key and keeps it; `keep` refuses to write over another one."""

    make: Callable[[KeyKind], KeyPair]
    keep: Callable[[Path, KeyPair], None]
    domain: str
    folder: Path
    clock: Clock
    bounce_domain: str = ""
    server: str = ""

    def __call__(
        self, kind: KeyKind, selector: str = "", domain: str = "", out: Path | None = None
    ) -> NewKey:
        """Return the new key. Without a selector, its name tells kind and day.

        Raises AskedWrongly for a name that DNS could not hold, Refused where the file exists.
        """
        selector = labels("the selector", selector or self._usual(kind))
        domain = labels("the domain", domain or self.domain)
        path = out or self.folder / f"dkim-{selector}.pem"
        pair = self.make(kind)
        self.keep(path, pair)
        return NewKey(
            domain=domain,
            selector=selector,
            key_file=path,
            record=pair.record,
            bounce_domain=self.bounce_domain or domain,
            server=self.server,
        )

    def _usual(self, kind: KeyKind) -> str:
        letter = "e" if kind is KeyKind.ED25519 else "s"
        return f"{letter}{self.clock.now():%Y%m%d}"
