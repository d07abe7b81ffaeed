"""What was lost is listed before anything is done again."""

from dataclasses import replace
from typing import cast
from uuid import UUID

import pytest

from syndicate.domain.changes import DigestAs
from syndicate.domain.chronicle import Loss, Mail, Remembered, Told
from syndicate.domain.deliveries import Uncertain
from syndicate.domain.digests import ItemKey
from syndicate.domain.facts import Fact, What
from syndicate.domain.handovers import Stage
from syndicate.errors import Temporary
from syndicate.services.catch_up import CatchUp
from syndicate.services.learn import Learn
from syndicate.services.losses import KeepLosses
from syndicate.services.redo import Redo
from tests.services.press import Press


def mail_of(article: UUID, revision: int) -> Mail:
    """Return a mail that told a revision of an article."""
    item = ItemKey(article_id=article, revision=revision, status=DigestAs.UPDATED, since=1)
    return Mail(Told(items=(item,), digests=("ab",)), 1, Stage.ACCEPTED)


class Stopping:
    """Does nothing again: something is in its way."""

    def articles(self, *_: object) -> None:
        """Fail."""
        raise Temporary("the disk is full")


@pytest.fixture
def bridge(press: Press) -> UUID:
    """Publish an article; return its id."""
    slug = press.publish("Bridge")
    with press.store.read() as tx:
        return tx.articles.by_slug(slug).id


def learn(press: Press) -> Learn:
    """Return what learns, and can do nothing again."""
    return Learn(
        catch_up=CatchUp(transactions=press.store, clock=press.clock, uncertain=Uncertain.HOLD),
        redo=cast("Redo", Stopping()),
        keep_losses=KeepLosses(transactions=press.store),
        notices=lambda: None,
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_lost_is_kept_whatever_fails_afterwards(press: Press, bridge: UUID) -> None:
    with pytest.raises(Temporary):
        learn(press)(Remembered(mails={5: mail_of(bridge, 2)}))
    with press.store.read() as tx:
        assert tx.losses.of(bridge) == {2: 1}


def test_what_is_going_to_be_withdrawn_again_is_no_loss_but_what_was_unpublished_is(
    press: Press, bridge: UUID
) -> None:
    catch_up = CatchUp(transactions=press.store, clock=press.clock, uncertain=Uncertain.HOLD)
    numbering = catch_up.numbering(Remembered(mails={5: mail_of(bridge, 2)}))
    found = Remembered(mails={5: mail_of(bridge, 2), 6: mail_of(bridge, 3)})
    lost = KeepLosses(transactions=press.store)
    retracted = Fact(What.WITHDRAWN, (str(bridge), "retracted", "3"))
    unpublished = Fact(What.WITHDRAWN, (str(bridge), "unpublished", "3"))
    two, three = (Loss(article_id=bridge, number=n, mails=1, slug="bridge") for n in (2, 3))
    assert lost(replace(found, facts=[retracted]), numbering) == [two]
    assert lost(replace(found, facts=[unpublished]), numbering) == [two, three]
