"""A number of before the loss names the revision it named then, or none."""

from dataclasses import replace
from uuid import UUID

import pytest

from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import ItemKey
from syndicate.domain.numbering import Numbering

HERE, LOST = UUID(int=1), UUID(int=2)
NUMBERING = Numbering(heads={HERE: 3})
ANY = ""


def item(revision: int, status: DigestAs = DigestAs.UPDATED, since: int = 1) -> ItemKey:
    return ItemKey(article_id=HERE, revision=revision, status=status, since=since)


def test_a_number_that_the_backup_has_stands() -> None:
    assert NUMBERING.here((HERE, 3)) == (HERE, 3)


@pytest.mark.parametrize("key", [(HERE, 4), (LOST, 1)])
def test_a_later_number_and_that_of_a_later_article_are_lost(key: tuple[UUID, int]) -> None:
    assert NUMBERING.here(key) is None


def test_what_was_made_again_has_the_number_it_was_given_and_the_one_there_was_stays_lost() -> None:
    redone = NUMBERING.renamed((HERE, 5), (HERE, 4))
    assert redone.here((HERE, 5)) == (HERE, 4)
    assert redone.here((HERE, 4)) is None
    assert NUMBERING.here((HERE, 5)) is None


def test_readers_of_a_lost_revision_have_at_least_what_the_backup_has() -> None:
    assert NUMBERING.had(item(5, since=4), ANY) == item(3, since=3)
    assert NUMBERING.had(item(5, DigestAs.NEW, since=0), ANY) == item(3, DigestAs.NEW, since=0)
    assert NUMBERING.had(item(2), ANY) == item(2)


def test_a_lost_article_or_a_mail_without_its_words_gives_them_nothing() -> None:
    assert NUMBERING.had(replace(item(1), article_id=LOST), ANY) is None
    assert Numbering(heads={LOST: 0}).had(replace(item(1), article_id=LOST), ANY) is None
    assert NUMBERING.had(item(4, DigestAs.RETRACTED), ANY) is None


def test_a_number_that_another_revision_has_by_now_is_lost() -> None:
    numbering = replace(NUMBERING, digests={(HERE, 1): "aa", (HERE, 2): "bb", (HERE, 3): "cc"})
    assert numbering.told(item(2), "bb") == (HERE, 2)
    assert numbering.had(item(2), "bb") == item(2)
    assert numbering.told(item(2), "xx") is None
    assert numbering.had(item(2, since=1), "xx") == item(1, since=1)
    assert numbering.had(item(2, DigestAs.NEW, since=0), "xx") == item(1, DigestAs.NEW, since=0)
