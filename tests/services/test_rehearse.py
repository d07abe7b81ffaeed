"""What a rehearsal foretells of digests and readers is what then happens to them."""

from collections.abc import Callable, Mapping

import pytest

from syndicate.domain.articles import Article, Content, Kind, Severity
from syndicate.domain.changes import DigestAs
from syndicate.domain.foretelling import Foretold, Telling
from syndicate.domain.publication import Declared
from syndicate.services.revise import Revise
from tests.services.press import DAY, HOUR, MONDAY, Press

ADA, BOB, CLEO = "ada@example.org", "bob@example.org", "cleo@example.org"
OTHER = Content(headline="Bridge", section="Town", body_html="<p>Other words.</p>")
Proposing = Revise[Foretold] | Revise[Article]


@pytest.fixture
def mailed(press: Press) -> Press:
    """Mail Ada and Bob an article on Monday; Cleo joins afterwards, Bob's address fails."""
    press.newsletter()
    press.reader(ADA)
    press.reader(BOB)
    press.publish("Bridge", "Town")
    press.run(MONDAY)
    press.reader(CLEO)
    press.suppress(BOB)
    press.later(HOUR)
    return press


def readers(foretold: Foretold) -> Mapping[DigestAs, int]:
    """Return as what the one newsletter's next edition tells the article."""
    (telling,) = foretold.tellings
    return telling.readers


def declare(kind: Kind, note: str = "It spans.") -> Declared:
    """Declare a change that is told in digests alone."""
    severity = Severity.MINOR if kind is Kind.CORRECTION else None
    return Declared(kind=kind, note=note, severity=severity)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Kind.UPDATE, DigestAs.UPDATED),
        (Kind.CORRECTION, DigestAs.CORRECTED),
        (Kind.CLARIFICATION, DigestAs.CLARIFIED),
        (Kind.EDITORS_NOTE, DigestAs.UPDATED),
    ],
)
def test_the_next_edition_tells_those_who_have_it_as_what_it_is_and_others_as_new(
    mailed: Press, kind: Kind, told: DigestAs
) -> None:
    foretold = mailed.rehearse("bridge", OTHER, declare(kind))
    assert foretold.tellings == (
        Telling(
            newsletter="morning",
            due=MONDAY + DAY,
            readers={told: 1, DigestAs.NEW: 1},
            unsent={},
        ),
    )
    mailed.revise("bridge", OTHER, declare(kind))
    mailed.run(MONDAY + DAY)
    assert mailed.mailed(ADA)[1:] == [[f"{told} Bridge r2 [It spans.]"]]
    assert mailed.mailed(CLEO) == [["new Bridge r2 [It spans.]"]]
    assert len(mailed.mailed(BOB)) == 1


def test_a_minor_change_is_carried_by_no_edition_unless_the_article_is_still_to_be_told(
    mailed: Press,
) -> None:
    words = mailed.rehearse("bridge", OTHER, declare(Kind.MINOR), force="told in the test")
    assert words.tellings == ()
    mailed.publish("Tunnel", "Town")
    minor = declare(Kind.MINOR, "")
    assert readers(mailed.rehearse("tunnel", OTHER, minor, force="told in the test")) == {
        DigestAs.NEW: 2
    }


def test_whom_a_notice_tells_the_next_edition_does_not(mailed: Press) -> None:
    major = Declared(kind=Kind.CORRECTION, note="Eleven.", severity=Severity.MAJOR)
    foretold = mailed.rehearse("bridge", OTHER, major)
    assert foretold.notice is not None
    assert foretold.notice.told == 1
    assert readers(foretold) == {DigestAs.NEW: 1}


WITHDRAWALS: Mapping[str, Callable[[Proposing], object]] = {
    "retraction": lambda revise: revise.withdraw("tunnel", Kind.RETRACTION, "It is not so."),
    "takedown": lambda revise: revise.withdraw("tunnel", Kind.TAKEDOWN, "By order."),
    "unpublish": lambda revise: revise.unpublish("tunnel"),
}


@pytest.mark.parametrize("change", WITHDRAWALS)
def test_what_is_withdrawn_is_dropped_from_digests_planned_and_to_come(
    mailed: Press, change: str
) -> None:
    mailed.publish("Tunnel", "Town")
    foretold = WITHDRAWALS[change](mailed.rehearse)
    assert isinstance(foretold, Foretold)
    assert readers(foretold) == {DigestAs.DROPPED: 2}
    mailed.at(MONDAY + DAY)
    mailed.tick()
    foretold = WITHDRAWALS[change](mailed.rehearse)
    assert isinstance(foretold, Foretold)
    (telling,) = foretold.tellings
    assert (telling.readers, telling.unsent) == ({}, {DigestAs.DROPPED: 2})
    WITHDRAWALS[change](mailed.revise)
    mailed.send()
    assert (mailed.mailed(ADA)[1:], mailed.mailed(CLEO)) == ([], [])


def test_mails_going_out_stay_as_planned_unless_the_change_is_grave(mailed: Press) -> None:
    mailed.publish("Tunnel", "Town")
    mailed.at(MONDAY + DAY)
    mailed.tick()
    mild = mailed.rehearse("tunnel", OTHER, declare(Kind.CORRECTION))
    (telling,) = mild.tellings
    assert telling.readers == {DigestAs.CORRECTED: 2}
    assert telling.unsent == {DigestAs.NOTHING: 2}
    major = Declared(kind=Kind.CORRECTION, note="Eleven.", severity=Severity.MAJOR)
    (telling,) = mailed.rehearse("tunnel", OTHER, major).tellings
    assert telling.unsent == {DigestAs.NEW: 2}


def test_a_paused_newsletter_has_no_next_edition_but_its_readers_are_counted(
    mailed: Press,
) -> None:
    mailed.newsletters.pause("morning")
    (telling,) = mailed.rehearse("bridge", OTHER, declare(Kind.UPDATE)).tellings
    assert telling.due is None


def test_a_newsletter_of_other_sections_tells_nothing(mailed: Press) -> None:
    mailed.newsletter("sport", sections=("Sport",))
    mailed.reader(CLEO, newsletter="sport")
    foretold = mailed.rehearse("bridge", OTHER, declare(Kind.UPDATE))
    assert [telling.newsletter for telling in foretold.tellings] == ["morning"]


def test_a_rename_and_a_return_are_rehearsed_too_and_nothing_is_changed(mailed: Press) -> None:
    renamed = mailed.rehearse.rename("bridge", "span")
    assert (renamed.article.slug, renamed.revision, renamed.tellings) == ("span", None, ())
    assert {"articles/bridge/revisions", "articles/span/revisions"} <= set(renamed.feeds)
    mailed.revise.unpublish("bridge")
    back = mailed.rehearse.reinstate("bridge", "It is back.")
    assert readers(back) == {DigestAs.UPDATED: 1}
    with mailed.store.read() as tx:
        assert tx.articles.by_slug("bridge").head == 1
