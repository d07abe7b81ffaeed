"""How does a reader come to follow something, and stop?"""

import uuid

import pytest

from syndicate.domain.articles import Article, Content, Kind, Revision, Status
from syndicate.domain.audience import ConsentAction, SubscriptionStatus
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.followings import Following, article_subject
from syndicate.errors import NotFound, Refused, Unreadable
from syndicate.importers.addresses import read_address
from syndicate.services.follow import Follow
from syndicate.services.lapse_followings import LapseFollowings
from syndicate.services.letters import MOST_LETTERS
from tests.services.readers import ADA, NOW, SITE, Letters, World

PENDING, ACTIVE, LAPSED, ENDED = SubscriptionStatus
NUMBER = uuid.UUID(int=7)
BRIDGE = article_subject(NUMBER)


@pytest.fixture
def town(world: World) -> World:
    """Publish an article."""
    with world.store.write() as tx:
        article = Article(id=NUMBER, slug="bridge", status=Status.PUBLISHED, head=1, recorded=NOW)
        tx.articles.add(article)
        tx.revisions.append(
            Revision(
                article_id=NUMBER,
                number=1,
                kind=Kind.ORIGINAL,
                content=Content(headline="Bridge"),
                salt=b"salt",
                content_hash=b"content",
                chain_hash=b"chain",
                published=NOW,
                recorded=NOW,
            )
        )
    world.later(seconds=1)
    return world


def follow(world: World) -> Follow:
    """Return the use case."""
    return Follow(
        transactions=world.store,
        clock=world.clock,
        site=SITE,
        tokens=world.tokens,
        letters=Letters(),
        read_address=read_address,
    )


def lapse(world: World, at_once: int = 9) -> int:
    """Let lapse what is quiet."""
    return LapseFollowings(
        transactions=world.store,
        policy=DEFAULT_POLICY,
        clock=world.clock,
        site=SITE,
        letters=Letters(),
        at_once=at_once,
    )()


def withdraw(world: World, status: Status) -> None:
    """Withdraw the article."""
    with world.store.write() as tx:
        article = tx.articles.lock("bridge")
        tx.articles.save(
            Article(id=article.id, slug="bridge", status=status, head=1, recorded=world.clock.now())
        )


def standing(world: World) -> Following | None:
    """Return how Ada stands towards the article."""
    with world.store.write() as tx:
        reader = tx.subscribers.find(ADA)
        return tx.followings.standing(reader.id, BRIDGE) if reader else None


def status(world: World) -> SubscriptionStatus | None:
    """Return whether Ada follows."""
    known = standing(world)
    return known.status if known else None


@pytest.fixture
def asked(town: World) -> World:
    """Have Ada ask to follow the article."""
    follow(town).ask(" Ada@Example.ORG", BRIDGE, how="page")
    return town


@pytest.fixture
def active(asked: World) -> World:
    """Have Ada confirm, too."""
    asked.later(minutes=2)
    follow(asked).confirm(asked.last_token())
    return asked


def stop_token(world: World) -> str:
    """Return what every mail of Ada's following carries."""
    known = standing(world)
    assert known is not None
    return world.tokens.unfollow(known.subscriber_id, known.id)


def test_asking_queues_one_mail_with_a_link_and_keeps_the_consent(asked: World) -> None:
    ((email, subject, link),) = asked.mails()
    assert (email, subject) == (ADA, "Bridge")
    assert link.startswith("https://harbour.example/follow/")
    assert status(asked) is PENDING
    (consent,) = asked.consents()
    known = standing(asked)
    assert known is not None
    assert (consent.action, consent.how, consent.words) == (ConsentAction.ASKED, "page", BRIDGE)
    assert (consent.following_id, consent.newsletter_id) == (known.id, None)


def test_confirming_begins_it_and_twice_is_once(active: World) -> None:
    assert status(active) is ACTIVE
    assert follow(active).confirm(active.last_token()).label == "Bridge"
    actions = [consent.action for consent in active.consents()]
    assert actions == [ConsentAction.ASKED, ConsentAction.CONFIRMED]


def test_looking_at_links_changes_nothing(asked: World) -> None:
    assert follow(asked).confirming(asked.last_token()).label == "Bridge"
    assert follow(asked).stopping(stop_token(asked)).label == "Bridge"
    assert status(asked) is PENDING


def test_a_link_is_good_for_a_week(asked: World) -> None:
    asked.later(days=8)
    with pytest.raises(Refused, match="good until"):
        follow(asked).confirm(asked.last_token())


def test_stopping_ends_it_at_once_and_an_old_link_does_not_bring_it_back(active: World) -> None:
    follow(active).stop(stop_token(active))
    follow(active).stop(stop_token(active))
    assert status(active) is ENDED
    assert [c.action for c in active.consents()].count(ConsentAction.ENDED) == 1
    with pytest.raises(Refused, match="has ended"):
        follow(active).confirm(active.last_token())


def test_stopping_cancels_what_waits(asked: World) -> None:
    follow(asked).stop(stop_token(asked))
    with asked.store.read() as tx:
        assert [d.status for d in tx.deliveries.page()] == [DeliveryStatus.CANCELLED]


@pytest.mark.parametrize("token", ["", "x" * 43, "confirm"])
def test_a_token_of_another_kind_opens_nothing(active: World, token: str) -> None:
    made = active.last_token() if token == "confirm" else token
    with pytest.raises(NotFound):
        follow(active).stop(made)
    assert status(active) is ACTIVE


def test_who_follows_already_is_not_asked_again(active: World) -> None:
    follow(active).ask(ADA, BRIDGE, how="page")
    assert len(active.mails()) == 1


def test_nobody_is_asked_twice_in_ten_minutes(asked: World) -> None:
    follow(asked).ask(ADA, BRIDGE, how="page")
    assert len(asked.mails()) == 1
    asked.later(minutes=11)
    follow(asked).ask(ADA, BRIDGE, how="page")
    assert len(asked.mails()) == 2


def test_no_mailbox_can_be_filled_by_following(town: World) -> None:
    for _ in range(MOST_LETTERS + 2):
        follow(town).ask(ADA, BRIDGE, how="page")
        follow(town).stop(stop_token(town))
    assert len(town.mails()) == MOST_LETTERS


@pytest.mark.parametrize("forgotten", [True, False])
def test_who_must_not_be_mailed_is_not_asked_and_not_told_so(
    town: World, *, forgotten: bool
) -> None:
    town.suppress(town.tokens.fingerprint(ADA) if forgotten else ADA)
    follow(town).ask(ADA, BRIDGE, how="page")
    assert town.mails() == []
    with pytest.raises(Refused, match="must not be mailed"):
        follow(town).add(ADA, BRIDGE, confirmed=True)


@pytest.mark.parametrize("name", ["", "tags/none", "sections/town", "articles/x", f"{BRIDGE}0"])
def test_what_is_not_there_cannot_be_followed(town: World, name: str) -> None:
    with pytest.raises(NotFound):
        follow(town).ask(ADA, name, how="page")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SCHEDULED, Status.UNPUBLISHED])
def test_what_is_not_public_cannot_be_followed_or_named(town: World, status: Status) -> None:
    withdraw(town, status)
    with pytest.raises(NotFound):
        follow(town).ask(ADA, BRIDGE, how="page")


def test_what_is_no_address_is_told(town: World) -> None:
    with pytest.raises(Unreadable):
        follow(town).ask("ada", BRIDGE, how="page")


def test_the_page_of_a_stopped_following_does_not_name_what_was_taken_down(active: World) -> None:
    withdraw(active, Status.TAKEN_DOWN)
    assert follow(active).stopping(stop_token(active)).label == ""
    assert follow(active).stop(stop_token(active)).label == ""


def test_an_operator_adds_and_removes(town: World) -> None:
    follow(town).add(ADA, BRIDGE, confirmed=True)
    assert status(town) is ACTIVE
    ((email, following),) = follow(town).list()
    assert (email, following) == (ADA, standing(town))
    follow(town).remove(ADA, BRIDGE)
    assert status(town) is ENDED
    with pytest.raises(NotFound, match="does not follow"):
        follow(town).remove(ADA, BRIDGE)


def test_an_operator_does_not_bring_back_who_stopped(active: World) -> None:
    follow(active).stop(stop_token(active))
    active.later(minutes=20)
    follow(active).ask(ADA, BRIDGE, how="page")
    with pytest.raises(Refused, match="only the reader"):
        follow(active).add(ADA, BRIDGE, confirmed=True)
    assert status(active) is PENDING


def test_after_quiet_days_it_ends_and_a_last_mail_says_so(active: World) -> None:
    active.later(days=13)
    assert lapse(active) == 0
    active.later(days=2)
    assert lapse(active) == 1
    assert lapse(active) == 0
    assert status(active) is LAPSED
    assert active.mails()[1:] == [
        (ADA, "Bridge after 14", "https://harbour.example/articles/bridge")
    ]


@pytest.mark.parametrize("gone", [Status.TAKEN_DOWN, Status.UNPUBLISHED, Status.RETRACTED])
def test_nothing_is_said_at_the_end_of_a_withdrawn_article(active: World, gone: Status) -> None:
    withdraw(active, gone)
    active.later(days=20)
    assert lapse(active) == 1
    assert len(active.mails()) == 1


def test_of_any_number_of_followings_every_one_lapses_and_is_told_once(active: World) -> None:
    readers = [ADA, *(f"reader{number}@example.org" for number in range(4))]
    for reader in readers[1:]:
        follow(active).add(reader, BRIDGE, confirmed=True)
    active.later(days=15)
    assert lapse(active, at_once=2) == 5
    assert sorted(to for to, *_ in active.mails()[1:]) == sorted(readers)


def test_what_lapsed_can_be_followed_again(active: World) -> None:
    active.later(days=20)
    lapse(active)
    follow(active).ask(ADA, BRIDGE, how="page")
    follow(active).confirm(active.last_token())
    assert status(active) is ACTIVE


def test_the_preferences_show_what_is_followed_and_end_what_is_not_chosen(active: World) -> None:
    active.ask_for_preferences(ADA)
    token = active.last_token()
    (choice,) = active.preferences.show(token).followings
    assert (choice.value, choice.label, choice.chosen) == (BRIDGE, "Bridge", True)
    active.preferences.save(token, (), "UTC", (BRIDGE,))
    assert status(active) is ACTIVE
    active.preferences.save(token, (), "UTC")
    assert status(active) is ENDED


def test_who_is_forgotten_follows_nothing(active: World) -> None:
    with active.store.write() as tx:
        tx.forgetting.erase_consents(tx.subscribers.by_email(ADA).id, active.clock.now())
    assert status(active) is ENDED
    assert active.consents() == []
