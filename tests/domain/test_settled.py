"""Do other settings have other fingerprints, and the same settings the same ones?"""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.changes import DEFAULT_POLICY, Change, NotePlace, Policy
from syndicate.domain.settled import settled
from syndicate.domain.site import Site

SITE = Site(
    title="The Harbour Post",
    base_url="https://harbour.example",
    language="en",
    zone=ZoneInfo("Europe/Berlin"),
    publisher="Harbour",
)


def test_the_same_settings_read_again_have_the_same_fingerprints() -> None:
    again = replace(SITE, zone=ZoneInfo.no_cache("Europe/Berlin"))
    backwards = Policy(dict(sorted(DEFAULT_POLICY.table.items(), reverse=True)))
    assert settled(again, backwards) == settled(SITE, DEFAULT_POLICY)


@pytest.mark.parametrize(
    "other",
    [
        replace(SITE, title="The Quay"),
        replace(SITE, base_url="https://quay.example"),
        replace(SITE, language="de"),
        replace(SITE, zone=ZoneInfo("Asia/Tokyo")),
        replace(SITE, publisher="Quay"),
        replace(SITE, hubs=("https://hub.example",)),
    ],
)
def test_another_site_has_another_fingerprint(other: Site) -> None:
    before, after = (settled(site, DEFAULT_POLICY) for site in (SITE, other))
    assert after.site != before.site
    assert after.policy == before.policy


def test_another_policy_has_another_fingerprint() -> None:
    row = replace(DEFAULT_POLICY.of(Change.UPDATE), note=NotePlace.TOP)
    other = Policy({**DEFAULT_POLICY.table, Change.UPDATE: row})
    assert settled(SITE, other).policy != settled(SITE, DEFAULT_POLICY).policy
