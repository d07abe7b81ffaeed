"""What does a notice say to readers who had the same words before? Kept as it is rendered first."""

from dataclasses import dataclass, replace
from typing import Protocol

from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Newsletter
from syndicate.domain.feeds import Feed
from syndicate.domain.notices import Notice, NoticeMail, told_as, told_with
from syndicate.services import compose
from syndicate.services.compose import Compose, keep_first
from syndicate.services.compose import Transaction as DigestTransaction
from syndicate.services.transactions import Transactions


class Notices(compose.Notices, Protocol):
    """What composing asks of the notices."""

    def by_id(self, notice_id: int) -> Notice: ...


class Members(Protocol):
    """What names tags and authors."""

    def feed(self, name: str) -> Feed | None: ...


class Transaction(DigestTransaction, Protocol):
    """What composing sees of the store."""

    @property
    def notices(self) -> Notices: ...
    @property
    def members(self) -> Members: ...


class Renderer(Protocol):
    """Makes a notice's texts."""

    def render(self, mail: NoticeMail, template: str, *, token: str) -> RenderedDigest: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeNotice:
    """Renders notices' bodies."""

    renderer: Renderer
    compose: Compose
    template: str = "default"

    def __call__(
        self,
        transactions: Transactions[Transaction],
        cohort_id: int,
        notice_id: int,
        newsletter: Newsletter | None,
        subject: str | None,
    ) -> RenderedDigest:
        """Return a cohort's body, rendered now if it was not yet.

        It goes under a newsletter, or to those who follow `subject`. Raises SettingsFault,
        naming file and line, when its template is broken.
        """

        def contents(tx: Transaction) -> NoticeMail:
            mail = self._mail(tx, cohort_id, tx.notices.by_id(notice_id))
            return replace(mail, title=_title(tx, newsletter, subject), subject=subject or "")

        return keep_first(transactions, cohort_id, contents, self._rendered)

    def _rendered(self, mail: NoticeMail) -> RenderedDigest:
        return self.renderer.render(mail, self.template, token=self.compose.placeholder)

    def _mail(self, tx: Transaction, cohort_id: int, notice: Notice) -> NoticeMail:
        (key,) = tx.cohorts.items(cohort_id)
        item = told_with(self.compose.item(tx, key), notice, key.revision)
        kinds = {r.number: r.kind for r in tx.revisions.of(notice.article_id)}
        return NoticeMail(
            title="",
            kind=told_as(kinds[notice.revision], key, notice),
            item=item,
            wrong=notice.wrong if notice.repeat_error else (),
        )


def _title(tx: Transaction, newsletter: Newsletter | None, subject: str | None) -> str:
    if newsletter is not None:
        return newsletter.title
    feed = tx.members.feed(subject) if subject else None
    return feed.label if feed else ""
