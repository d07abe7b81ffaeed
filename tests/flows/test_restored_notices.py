"""Notices of a restored site reach whom they have not reached, and nobody a second time."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from tests.flows.restored_site import HOUR, MONDAY, READERS, Site, site_with_readers

EVERYBODY = Counter(dict.fromkeys(READERS, 1))


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Iterator[Site]:
    """Give a site whose readers were mailed two articles."""
    with site_with_readers(tmp_path, sqlite_url) as made:
        made.publish("Ferry")
        made.run(MONDAY)
        yield made


def test_a_notice_opened_while_restoring_reaches_those_who_had_another_since(site: Site) -> None:
    site.back_up()
    site.correct("Bridge")
    site.run(MONDAY + HOUR)
    site.app.revise.withdraw("ferry", Kind.RETRACTION, "It never ran.")
    site.restore()
    site.app.rest_mail.resume()
    site.run(MONDAY + 2 * HOUR)
    assert site.mailed("Subject: Retracted: Ferry") == EVERYBODY
    assert len(set(site.ids())) == len(site.ids()) == 3 * len(READERS)


def test_a_notice_after_a_second_restore_has_an_id_of_its_own(site: Site) -> None:
    site.back_up()
    site.restore()
    site.app.rest_mail.resume()
    site.correct("Bridge")
    site.run(MONDAY + HOUR)
    site.restore()
    site.app.rest_mail.resume()
    site.correct("Ferry")
    site.run(MONDAY + 2 * HOUR)
    assert len(set(site.ids())) == len(site.ids()) == 3 * len(READERS)
