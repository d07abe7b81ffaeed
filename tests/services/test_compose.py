"""What do mails say that are written a while after they were planned, or by several at once?"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import text

from syndicate.domain.articles import Kind
from syndicate.domain.digests import Digest, RenderedDigest
from tests.services.post import PlainRenderer
from tests.services.press import DAY, MONDAY, Press

ADA = "ada@example.org"


@dataclass
class Interrupted(PlainRenderer):
    """A renderer while whose first work something happens."""

    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def render(self, digest: Digest, template: str, *, token: str) -> RenderedDigest:
        """Render a digest; tell in the subject which work that was, in the order of their ends."""
        if self.meanwhile:
            self.meanwhile.pop()()
        rendered = super().render(digest, template, token=token)
        return replace(rendered, subject=f"{rendered.subject} ({len(self.rendered)})")


@pytest.fixture
def told(press: Press) -> Press:
    """Have a note and a newer revision wait for a reader who was mailed the first one."""
    press.newsletter()
    press.reader(ADA)
    slug = press.publish("Ferry")
    press.run(MONDAY)
    press.change(slug, Kind.CLARIFICATION, "One way.")
    press.change(slug, Kind.UPDATE)
    press.at(MONDAY + DAY)
    press.tick()
    return press


def interrupted(press: Press, meanwhile: Callable[[], object]) -> Interrupted:
    """Have something happen while the next body is rendered."""
    press.post.forget_forms()
    press.post.renderer = Interrupted(meanwhile=[meanwhile])
    return press.post.renderer


def subjects(press: Press) -> list[str]:
    """Return the kept subjects of editions, as they were planned."""
    with press.store.read() as tx:
        numbers = [cohort for n in (1, 2) for cohort in tx.cohorts.of_edition(n)]
        return [body.subject for n in numbers if (body := tx.cohorts.body(n))]


def test_a_note_that_came_after_an_edition_was_planned_is_told_once_by_the_next(
    press: Press,
) -> None:
    press.newsletter()
    press.reader(ADA)
    slug = press.publish("Ferry")
    press.at(MONDAY)
    press.tick()
    press.change(slug, Kind.CLARIFICATION, "One way.")
    press.send()
    press.run(MONDAY + DAY)
    first, second = press.mailed(ADA)
    assert first == ["new Ferry r1"]
    assert second == ["clarified Ferry r2 [One way.]"]


def test_nobody_waits_for_a_body_that_is_being_rendered(told: Press) -> None:
    def write() -> None:
        with told.store.write() as tx:
            if tx.connection.dialect.name == "postgresql":
                tx.connection.execute(text("SET LOCAL lock_timeout = 100"))
            for number in tx.cohorts.of_edition(2):
                tx.cohorts.lock(number)

    interrupted(told, write)
    told.send()
    assert len(told.mailed(ADA)) == 2


def test_of_two_who_render_a_body_at_once_the_first_is_kept_and_both_mail_it(
    told: Press,
) -> None:
    told.reader("bob@example.org")
    with told.store.write() as tx:
        batch = tx.batches.open("worker", told.clock.now())
        (claim,) = tx.deliveries.claim(batch, 1, told.clock.now())
    messages = []

    def another() -> None:
        told.post.forget_forms()
        messages.append(told.post.postmaster.message(claim).data)

    renderer = interrupted(told, another)
    messages.append(told.post.postmaster.message(claim).data)
    assert len(renderer.rendered) == 2
    assert messages[0] == messages[1]
    assert subjects(told)[-1].endswith("(1)")


def test_what_is_redacted_while_it_is_rendered_is_not_kept(told: Press) -> None:
    renderer = interrupted(told, lambda: told.revise.redact("ferry", 2, "privacy"))
    told.send()
    told.tick()
    told.send()
    (mail,) = told.mailed(ADA)[1:]
    assert "One way." not in "\n".join(mail)
    assert "One way." in str(renderer.rendered[0])
    with told.store.read() as tx:
        bodies = [tx.cohorts.body(number) for number in tx.cohorts.of_edition(2)]
    assert "One way." not in str(bodies)
