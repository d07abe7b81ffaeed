"""What do feeds take from the settings, and from the program, so that others write other bytes?"""

import hashlib
from dataclasses import dataclass

from syndicate.domain.changes import Policy
from syndicate.domain.site import Site

WRITTEN = 2
"""Raised whenever the program writes entries or documents otherwise than it did, of the same
articles: what an older one kept is written anew then, instead of standing until it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Fingerprints of the site, as this program writes it, and of the policy of its feeds."""

    site: str
    policy: str


def settled(site: Site, policy: Policy, written: int = WRITTEN) -> Settled:
    """Return the fingerprints of settings; the same settings have the same in every process."""
    return Settled(
        site=_fingerprint((written, site)), policy=_fingerprint(sorted(policy.table.items()))
    )


def _fingerprint(settings: object) -> str:
    return hashlib.sha256(repr(settings).encode()).hexdigest()
