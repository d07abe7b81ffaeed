"""A preview tells what would be sent, and keeps nothing."""

import pytest

from syndicate.domain.articles import Kind
from syndicate.errors import NotFound, SettingsFault
from tests.services.press import DAY, MONDAY, Press

ADA = "ada@example.org"


@pytest.fixture
def changed(press: Press) -> Press:
    """Give a reader who has an article that was changed since."""
    press.newsletter()
    press.reader(ADA)
    slug = press.publish("Bridge")
    press.run(MONDAY)
    press.change(slug, Kind.UPDATE, "It opened.")
    return press


def test_it_tells_what_a_new_reader_would_get(changed: Press) -> None:
    shown = changed.preview("morning", at=MONDAY + DAY)
    assert shown.subject == "Morning 2026-03-03T07:00"
    assert shown.item_words == ("new Bridge r2 [It opened.]",)


def test_it_tells_what_a_certain_reader_would_get(changed: Press) -> None:
    shown = changed.preview("morning", at=MONDAY + DAY, email=ADA)
    assert shown.item_words == ("updated Bridge r2 [It opened.]",)


def test_what_it_shows_is_what_is_sent_then(changed: Press) -> None:
    shown = changed.preview("morning", at=MONDAY + DAY, email=ADA)
    changed.run(MONDAY + DAY)
    assert changed.mailed(ADA)[-1] == list(shown.item_words)


def test_it_keeps_and_sends_nothing(changed: Press) -> None:
    before = changed.store.generation
    changed.preview("morning", at=MONDAY + DAY, email=ADA)
    assert changed.store.generation == before


def test_an_unknown_newsletter_or_reader_is_told_to_be_so(changed: Press) -> None:
    with pytest.raises(NotFound, match="evening"):
        changed.preview("evening", at=MONDAY)
    with pytest.raises(NotFound, match=r"nobody@example\.org"):
        changed.preview("morning", at=MONDAY + DAY, email="nobody@example.org")


def test_a_broken_template_is_told_with_file_and_line(changed: Press) -> None:
    changed.post.renderer.fault = SettingsFault("body.html:7: no")
    with pytest.raises(SettingsFault, match=r"body\.html:7"):
        changed.preview("morning", at=MONDAY + DAY)
