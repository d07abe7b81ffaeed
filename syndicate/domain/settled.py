"""What do feeds take from the settings, so that other settings call for other bytes?"""

import hashlib
from dataclasses import dataclass

from syndicate.domain.changes import Policy
from syndicate.domain.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Fingerprints of the site and of the policy that feeds are rendered under."""

    site: str
    policy: str


def settled(site: Site, policy: Policy) -> Settled:
    """Return the fingerprints of settings; the same settings have the same in every process."""
    return Settled(site=_fingerprint(site), policy=_fingerprint(sorted(policy.table.items())))


def _fingerprint(settings: object) -> str:
    return hashlib.sha256(repr(settings).encode()).hexdigest()
