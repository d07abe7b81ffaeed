"""Does a list from elsewhere bring readers in, and nobody back?"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from syndicate.domain.audience import SubscriptionStatus, SuppressionReason
from syndicate.domain.intake import Applicant, Outcome, RefusedLine, Told
from syndicate.errors import NotFound
from syndicate.services.export_subscribers import ExportSubscribers
from syndicate.services.take_in import TakeIn, Taken, Wish
from tests.services.readers import ADA, NOW, SITE, Letters, World

BOB = "bob@example.org"
PENDING, ACTIVE = SubscriptionStatus.PENDING, SubscriptionStatus.ACTIVE
ENDED = SubscriptionStatus.ENDED


@pytest.fixture(autouse=True)
def morning(world: World) -> None:
    """Add the newsletter that all of this is about."""
    world.newsletter()


def take(
    world: World,
    *lines: Applicant | RefusedLine,
    newsletters: Sequence[str] = ("morning",),
    confirmed: bool = True,
    at_once: int = 500,
) -> Taken:
    """Take a list in; return all of what became of it."""
    service = TakeIn(
        transactions=world.store,
        clock=world.clock,
        site=SITE,
        tokens=world.tokens,
        letters=Letters(),
        at_once=at_once,
    )
    wish = Wish(newsletters=tuple(newsletters), confirmed=confirmed, source="old.csv")
    outcomes: Counter[Outcome] = Counter()
    zones, refused = 0, list[RefusedLine]()
    for taken in service(lines, wish):
        outcomes.update(+taken.outcomes)
        zones += taken.zones_unknown
        refused += taken.refused
    return Taken(outcomes=outcomes, zones_unknown=zones, refused=tuple(refused))


def told(
    email: str = ADA, line: int = 2, what: Told = Told.SUBSCRIBED, **more: object
) -> Applicant:
    return Applicant(line=line, email=email, told=what, **more)  # type: ignore[arg-type]


def test_readers_come_in_with_the_list_as_their_record(world: World) -> None:
    taken = take(world, told(timezone="Asia/Tokyo"), told(BOB, 3, zone_unknown="Mars/Base"))
    assert taken == Taken(outcomes=Counter({Outcome.ADDED: 2}), zones_unknown=1)
    assert world.standing() is ACTIVE
    assert (world.zone(), world.zone(BOB)) == ("Asia/Tokyo", "Europe/Berlin")
    (consent,) = world.consents(BOB)
    assert (consent.how, consent.words, consent.at) == ("import", "old.csv, line 3", NOW)
    assert world.mails() == []


def test_who_has_not_agreed_yet_is_asked_by_mail_once(world: World) -> None:
    for expected in (Outcome.ASKED, Outcome.KNOWN):
        taken = take(world, told(), confirmed=False)
        assert taken.outcomes == {expected: 1}
    assert [email for email, _, _ in world.mails()] == [ADA]
    assert world.standing() is PENDING
    world.subscribe.confirm(world.last_token())
    assert world.standing() is ACTIVE


def test_who_was_never_confirmed_there_is_asked_though_the_others_agreed(world: World) -> None:
    taken = take(world, told(what=Told.UNCONFIRMED), told(BOB, 3))
    assert taken.outcomes == {Outcome.ASKED: 1, Outcome.ADDED: 1}
    assert [email for email, _, _ in world.mails()] == [ADA]


def test_a_second_time_changes_nothing(world: World) -> None:
    lines = (told(), told(BOB, 3, Told.UNSUBSCRIBED))
    take(world, *lines)
    before = (world.consents(), world.consents(BOB))
    world.later(days=1)
    assert take(world, *lines).outcomes == {Outcome.KNOWN: 1, Outcome.LEFT: 1}
    assert (world.consents(), world.consents(BOB)) == before


def test_no_list_lifts_an_unsubscribe(world: World) -> None:
    take(world, told())
    world.subscribe.unsubscribe(world.unsubscribe_token())
    assert take(world, told()).outcomes == {Outcome.LEFT: 1}
    assert take(world, told(), confirmed=False).outcomes == {Outcome.LEFT: 1}
    assert world.standing() is ENDED


def test_an_end_that_a_list_tells_bars_later_lists_too(world: World) -> None:
    assert take(world, told(what=Told.UNSUBSCRIBED)).outcomes == {Outcome.ENDED: 1}
    assert take(world, told()).outcomes == {Outcome.LEFT: 1}
    assert world.standing() is ENDED


def test_of_two_lines_on_one_reader_the_end_holds(world: World) -> None:
    taken = take(world, told(what=Told.UNSUBSCRIBED), told(line=3))
    assert taken.outcomes == {Outcome.ENDED: 1, Outcome.LEFT: 1}
    taken = take(world, told(BOB, 4), told(BOB, 5, Told.UNSUBSCRIBED))
    assert taken.outcomes == {Outcome.ADDED: 1, Outcome.ENDED: 1}
    assert world.standing(email=BOB) is ENDED


def test_who_came_here_after_leaving_there_stays(world: World) -> None:
    take(world, told(), confirmed=False)
    world.subscribe.confirm(world.last_token())
    old = told(what=Told.UNSUBSCRIBED, at=NOW - timedelta(days=9))
    assert take(world, old).outcomes == {Outcome.KNOWN: 1}
    new = told(what=Told.UNSUBSCRIBED, at=NOW + timedelta(seconds=1))
    assert take(world, new).outcomes == {Outcome.ENDED: 1}


def test_who_left_there_before_the_list_was_taken_in_did_not_come_here_by_it(world: World) -> None:
    take(world, told())
    left = told(what=Told.UNSUBSCRIBED, at=NOW - timedelta(days=1))
    assert take(world, left).outcomes == {Outcome.ENDED: 1}
    assert world.standing() is ENDED


def test_an_end_cancels_what_waits_to_be_sent(world: World) -> None:
    take(world, told())
    waiting = world.queue_digest()
    take(world, told(what=Told.UNSUBSCRIBED))
    assert not world.waits(waiting)


def test_who_must_not_be_mailed_is_left_alone(world: World) -> None:
    world.suppress()
    assert take(world, told()).outcomes == {Outcome.SUPPRESSED: 1}
    assert world.standing() is None


@pytest.mark.parametrize("what", [Told.BOUNCED, Told.COMPLAINED, Told.BARRED])
def test_who_bounced_or_complained_there_is_never_mailed_here(world: World, what: Told) -> None:
    take(world, told())
    assert take(world, told(what=what)).outcomes == {Outcome.SUPPRESSED: 1}
    assert take(world, told()).outcomes == {Outcome.SUPPRESSED: 1}


def test_a_line_names_newsletters_of_its_own(world: World) -> None:
    world.newsletter("weekly")
    take(world, told(newsletters=("weekly",)), told(BOB, 3))
    assert (world.standing("weekly"), world.standing()) == (ACTIVE, None)
    assert world.standing(email=BOB) is ACTIVE


def test_a_line_without_a_newsletter_or_with_an_unknown_one_is_refused_alone(world: World) -> None:
    unknown = told(BOB, 3, newsletters=("nightly",))
    whole = told("eve@example.org", 5, newsletters=("morning",))
    no_line = RefusedLine(line=4, why="no address")
    taken = take(world, told(), unknown, no_line, whole, newsletters=())
    assert taken.outcomes == {Outcome.ADDED: 1}
    assert [(line.line, line.why.split(";")[0]) for line in taken.refused] == [
        (2, "names no newsletter"),
        (3, "no newsletter is named 'nightly'"),
        (4, "no address"),
    ]


def test_a_wish_for_a_newsletter_that_is_none_takes_nobody_in(world: World) -> None:
    with pytest.raises(NotFound, match="nightly"):
        take(world, told(newsletters=("morning",)), newsletters=("nightly",))
    assert world.standing() is None


def test_a_long_list_comes_in_some_lines_at_a_time(world: World) -> None:
    lines = [told(f"reader{number}@example.org", number) for number in range(2, 25)]
    assert take(world, *lines, at_once=5).outcomes == {Outcome.ADDED: 23}
    exported = ExportSubscribers(transactions=world.store)(page=7)
    found = sorted(dossier.subscriber.email for dossier in exported)
    assert found == sorted(line.email for line in lines)


def test_what_is_exported_tells_how_everybody_stands(world: World) -> None:
    world.newsletter("weekly")
    take(world, told(), told(BOB, 3, newsletters=("weekly",)), told("eve@example.org", 4))
    world.suppress("eve@example.org")
    export = ExportSubscribers(transactions=world.store)
    found = {d.subscriber.email: ([n for n, _ in d.standings], d.suppressed) for d in export()}
    expected = {ADA: (["morning"], False), BOB: (["weekly"], False)}
    assert found == expected | {"eve@example.org": (["morning"], True)}
    assert [d.subscriber.email for d in export("weekly")] == [BOB]
    with pytest.raises(NotFound):
        list(export("nightly"))


def test_barred_addresses_that_no_reader_has_are_exported_page_by_page(world: World) -> None:
    take(world, *(told(f"gone{n}@example.org", n, Told.BARRED) for n in range(2, 7)), told())
    world.suppress(ADA)
    world.suppress(world.tokens.fingerprint("eve@example.org"))
    barred = dict(ExportSubscribers(transactions=world.store).barred(page=2))
    assert list(barred) == [f"gone{n}@example.org" for n in range(2, 7)]
    assert {each.reason for each in barred.values()} == {SuppressionReason.OPERATOR}
