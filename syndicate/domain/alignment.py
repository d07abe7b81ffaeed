"""Will receivers believe that mail is from whom it says it is? (SPF, DKIM, DMARC)

RFC 7208, 6376 and 7489. Mail passes where the bounce domain's SPF or a signature holds,
and stands for the same organisation as the address that readers see.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_address

from syndicate.domain.dkim import zone_line
from syndicate.domain.findings import Finding, Order

MOST_LOOKUPS = 10  # RFC 7208 §4.6.4
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Under which names mail goes out; `keys` has the record of each signing key by its name.

    `bounce_domain` is that of the envelope's sender, `server` what mail is handed to.
    """

    from_domain: str
    bounce_domain: str
    dkim_domain: str = ""
    keys: Mapping[str, str]
    server: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spf:
    """What a domain's SPF says: `fault` where it says nothing that receivers can use.

    `rest` is how it takes all other senders. With a `macro` in it, it cannot be known
    beforehand who may send.
    """

    records: Sequence[str] = ()
    networks: Sequence[Network] = ()
    rest: str = ""
    macro: bool = False
    fault: str = ""

    def names(self, address: str) -> bool:
        """Tell whether an address may send."""
        return any(ip_address(address) in network for network in self.networks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What DNS told: `keys` the texts at each key's name, `dmarc` the record in force.

    That stands at `dmarc_at`, the nearest; the top-most one at `organisation`, which may
    be the same. Both are "" where there is none.
    """

    spf: Spf
    keys: Mapping[str, Sequence[str]]
    organisation: str = ""
    dmarc: str = ""
    dmarc_at: str = ""
    server_addresses: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """What was last found of a sender's domain; `fault` is why its mail cannot be believed.

    `under` names the settings that it was found under.
    """

    domain: str
    under: str
    at: datetime
    fault: str = ""


def tags(record: str) -> Mapping[str, str]:
    """Read a list of tags, of a key's or DMARC's record (RFC 6376 §3.2)."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}


def spf_records(texts: Iterable[str]) -> Sequence[str]:
    """Return the texts that are records of SPF, however they are written (RFC 7208 §4.5)."""
    return [text for text in texts if text.lower().split()[:1] == ["v=spf1"]]


def dmarc_records(texts: Iterable[str]) -> Sequence[str]:
    """Return the texts that are records of DMARC: the version alone has a case (RFC 7489 §6.4)."""
    version = ("v", "DMARC1")
    return [text for text in texts if next(iter(tags(text).items()), None) == version]


def ancestors(domain: str) -> Sequence[str]:
    """Return a domain and those above it that an organisation can have, the domain first."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]


def aligned(domain: str, seen: str, organisation: str, *, strict: bool) -> bool:
    """Tell whether a domain stands for the one that readers see (RFC 7489 §3.1).

    One of them above the other is of the same organisation, whatever stands below it; for
    two beside each other, one has to be known above both.
    """
    if strict:
        return domain == seen
    if _below(domain, seen) or _below(seen, domain):
        return True
    return bool(organisation) and _below(domain, organisation) and _below(seen, organisation)


def _below(domain: str, above: str) -> bool:
    return domain == above or domain.endswith(f".{above}")


def judge(sending: Sending, seen: Seen) -> tuple[tuple[Finding, ...], str]:
    """Return what is found, and why mail cannot be believed; "" where it can be."""
    spf, signed = _spf(sending, seen), _signatures(sending, seen)
    agreed = _agreed(sending, seen, spf=_holds(spf), signed=any(map(_holds, signed)))
    findings = (spf, *signed, _dmarc(sending, seen), agreed)
    return findings, "" if _holds(agreed) else agreed.told


def spf_line(domain: str, server: str) -> str:
    """Return the record to write that lets a server send, as a zone file has it."""
    return zone_line(domain, f"v=spf1 {f'a:{server}' if server else 'mx'} ~all")


def dmarc_line(domain: str) -> str:
    """Return the mildest record of DMARC, as a zone file has it."""
    return zone_line(f"_dmarc.{domain}", "v=DMARC1; p=none")


def _holds(finding: Finding) -> bool:
    return finding.order is not Order.FAULT


def _spf(sending: Sending, seen: Seen) -> Finding:
    domain, spf = sending.bounce_domain, seen.spf
    what = f"SPF of {domain}"
    if spf.fault:
        write = spf_line(domain, sending.server) if not spf.records else ""
        return Finding(what=what, order=Order.FAULT, told=spf.fault, write=write)
    if spf.rest == "+":
        told = "lets everybody send; end the record with ~all or -all"
        return Finding(what=what, order=Order.FAULT, told=told)
    missing = [address for address in seen.server_addresses if not spf.names(address)]
    if missing and not spf.macro:
        told = (
            f"does not name {sending.server} ({', '.join(missing)}); if mail leaves from there, "
            f"add a:{sending.server} to the record"
        )
        return Finding(what=what, order=Order.WARNING, told=told)
    return Finding(what=what, order=Order.OK, told=spf.records[0])


def _signatures(sending: Sending, seen: Seen) -> list[Finding]:
    if not sending.keys:
        told = "mail is not signed; make a key with `syndicate mail keygen`"
        return [Finding(what="DKIM", order=Order.FAULT, told=told)]
    return judge_keys(sending.keys, seen.keys)


def judge_keys(records: Mapping[str, str], seen: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return how the keys that mail is signed with, by their names, were found in DNS."""
    return [_signature(name, record, seen[name]) for name, record in records.items()]


def _signature(name: str, record: str, texts: Sequence[str]) -> Finding:
    what, write = f"DKIM key {name}", zone_line(name, record)
    found = [tags(text) for text in texts if "p" in tags(text)]
    if not found:
        told = "there is no key; mail signed with it is not believed"
    elif len(found) > 1:
        told = "there are several records; leave the one below"
    elif not found[0]["p"]:
        told = "the key was withdrawn; sign with another one, or write it again"
    elif "".join(found[0]["p"].split()) != tags(record)["p"]:
        told = "another key stands there than mail is signed with"
    else:
        return Finding(what=what, order=Order.OK, told="is the key that mail is signed with")
    return Finding(what=what, order=Order.FAULT, told=told, write=write)


def _dmarc(sending: Sending, seen: Seen) -> Finding:
    what = f"DMARC of {sending.from_domain}"
    if not seen.dmarc:
        told = "there is no record; large receivers ask senders of newsletters for one"
        write = dmarc_line(sending.from_domain)
        return Finding(what=what, order=Order.FAULT, told=told, write=write)
    if tags(seen.dmarc).get("p", "").lower() not in {"none", "quarantine", "reject"}:
        told = f"{seen.dmarc!r} has no policy: write p=none, p=quarantine or p=reject"
        return Finding(what=what, order=Order.FAULT, told=told)
    return Finding(what=what, order=Order.OK, told=f"{seen.dmarc} (at {seen.dmarc_at})")


def _agreed(sending: Sending, seen: Seen, *, spf: bool, signed: bool) -> Finding:
    """Tell whether what holds stands for the domain that readers see."""
    rules, what = tags(seen.dmarc), f"alignment of {sending.from_domain}"
    proofs = {
        f"SPF of {sending.bounce_domain}": (spf, sending.bounce_domain, rules.get("aspf")),
        f"DKIM of {sending.dkim_domain}": (signed, sending.dkim_domain, rules.get("adkim")),
    }
    stand = [
        name
        for name, (holds, domain, mode) in proofs.items()
        if holds and _same(domain, sending, seen, mode)
    ]
    if stand:
        return Finding(what=what, order=Order.OK, told=f"by {' and '.join(stand)}")
    told = (
        f"neither SPF nor DKIM holds for {sending.from_domain}, which readers see: sign with a key "
        "of that domain ([mail.dkim] domain), or let bounce_domain be one below it"
    )
    return Finding(what=what, order=Order.FAULT, told=told)


def _same(domain: str, sending: Sending, seen: Seen, mode: str | None) -> bool:
    strict = (mode or "r").lower() == "s"
    return aligned(domain, sending.from_domain, seen.organisation, strict=strict)
