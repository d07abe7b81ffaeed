"""What do mails say that are written a while after they were planned?"""

from syndicate.domain.articles import Kind
from tests.services.press import DAY, MONDAY, Press


def test_a_note_that_came_after_an_edition_was_planned_is_told_once_by_the_next(
    press: Press,
) -> None:
    press.newsletter()
    press.reader("ada@example.org")
    slug = press.publish("Ferry")
    press.at(MONDAY)
    press.tick()
    press.change(slug, Kind.CLARIFICATION, "One way.")
    press.send()
    press.run(MONDAY + DAY)
    first, second = press.mailed("ada@example.org")
    assert first == ["new Ferry r1"]
    assert second == ["clarified Ferry r2 [One way.]"]
