"""What does a notice say to readers who had the same words before? Rendered once, and kept."""

from dataclasses import dataclass
from typing import Protocol

from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Newsletter
from syndicate.domain.notices import Notice, NoticeMail, told_with
from syndicate.services import compose
from syndicate.services.compose import Compose
from syndicate.services.compose import Transaction as DigestTransaction


class Notices(compose.Notices, Protocol):
    """What composing asks of the notices."""

    def by_id(self, notice_id: int) -> Notice: ...


class Transaction(DigestTransaction, Protocol):
    """What composing sees of the store."""

    @property
    def notices(self) -> Notices: ...


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
        self, tx: Transaction, cohort_id: int, notice_id: int, newsletter: Newsletter
    ) -> RenderedDigest:
        """Return a cohort's body, rendered now if it was not yet.

        Raises SettingsFault, naming file and line, when its template is broken.
        """
        tx.cohorts.lock(cohort_id)
        kept = tx.cohorts.body(cohort_id)
        if kept is None:
            mail = self._mail(tx, cohort_id, tx.notices.by_id(notice_id), newsletter)
            kept = self.renderer.render(mail, self.template, token=self.compose.placeholder)
            tx.cohorts.keep(cohort_id, kept)
        return kept

    def _mail(
        self, tx: Transaction, cohort_id: int, notice: Notice, newsletter: Newsletter
    ) -> NoticeMail:
        (key,) = tx.cohorts.items(cohort_id)
        item = told_with(self.compose.item(tx, key), notice, key.revision)
        return NoticeMail(
            title=newsletter.title,
            kind=next(
                r.kind for r in tx.revisions.of(notice.article_id) if r.number == notice.revision
            ),
            item=item,
            wrong=notice.wrong if notice.repeat_error else (),
        )
