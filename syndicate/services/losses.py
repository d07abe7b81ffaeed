"""What did a restored store lose that readers were mailed, and who must not be mailed it again?"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Status
from syndicate.domain.chronicle import Loss, Remembered
from syndicate.domain.facts import What
from syndicate.domain.numbering import Numbering, RevisionKey
from syndicate.errors import NotFound, Refused
from syndicate.services.transactions import Transactions


class Articles(Protocol):
    """What is asked of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...
    def by_slug(self, slug: str) -> Article: ...


class Losses(Protocol):
    """Where losses are kept."""

    def keep(self, article_id: UUID, number: int, mails: int) -> None: ...
    def of(self, article_id: UUID) -> Mapping[int, int]: ...


class Transaction(Protocol):
    """What is seen of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def losses(self) -> Losses: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepLosses:
    """Keeps which revisions were lost; a repeat keeps the same."""

    transactions: Transactions[Transaction]

    def __call__(self, found: Remembered, numbering: Numbering) -> Sequence[Loss]:
        """Return what was lost, but for what is going to be withdrawn again under another number.

        Listed before anything is done again: by then numbers and slugs are as the backup has
        them, and whatever fails afterwards, it is known what is missing.
        """
        mails = Counter(
            (item.article_id, item.revision)
            for mail in found.mails.values()
            for item, digest in zip(mail.told.items, mail.told.digests, strict=True)
            if numbering.told(item, digest) is None
        )
        again = self._again(found, numbering)
        gone = sorted(mails.keys() - again)
        with self.transactions.write() as tx:
            return [self._keep(tx, key, mails[key]) for key in gone]

    def _again(self, found: Remembered, numbering: Numbering) -> Collection[RevisionKey]:
        """Return the revisions that withdrew an article which is here; unpublishing makes none."""
        facts = (fact.about for fact in found.latest(What.WITHDRAWN))
        keys = (
            (UUID(article), int(number))
            for article, status, number in facts
            if Status(status) is not Status.UNPUBLISHED
        )
        return {key for key in keys if numbering.heads.get(key[0], 0)}

    def _keep(self, tx: Transaction, key: RevisionKey, mails: int) -> Loss:
        try:
            article = tx.articles.by_id(key[0])
        except NotFound:  # it was published after the backup
            return Loss(article_id=key[0], number=key[1], mails=mails)
        tx.losses.keep(*key, mails)
        return Loss(article_id=key[0], number=key[1], mails=mails, slug=article.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLoss:
    """Lets a revision be published again without telling readers, where it is known to be lost."""

    transactions: Transactions[Transaction]

    def __call__(self, slug: str, number: int) -> None:
        """Raise Refused unless a restored store lost that revision of an article."""
        with self.transactions.read() as tx:
            lost = tx.losses.of(tx.articles.by_slug(slug).id)
        if number not in lost:
            known = ", ".join(map(str, lost)) or "none"
            raise Refused(
                f"no restored store is known to have lost revision {number} of {slug} (lost: "
                f"{known}): readers are told of a change that they were not mailed; leave out "
                "--again"
            )
