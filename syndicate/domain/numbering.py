"""Which revision of a restored store is it that the chronicle names by the number of then?

What was published since the backup is lost, and its numbers are given anew: a retraction that
was the third revision may be the second now. So no number of then is looked up as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import ItemKey

RevisionKey = tuple[UUID, int]

_DIGEST = 8
_WITHOUT_WORDS = frozenset({DigestAs.RETRACTED, DigestAs.DROPPED})


def digest_of(link: bytes) -> str:
    """Return by what the chronicle knows a revision: the first bytes of its link, in hex digits."""
    return link[:_DIGEST].hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Up to where the backup has each article, and which revisions were made again since.

    `heads` are the newest numbers as the backup has them, before anything is done again,
    `digests` those of its revisions that mails told. A revision is the one it was then by its
    digest: a number may have been given anew by a store that was restored before.
    """

    heads: Mapping[UUID, int]
    digests: Mapping[RevisionKey, str] = field(default_factory=dict)
    anew: Mapping[RevisionKey, RevisionKey] = field(default_factory=dict)

    def renamed(self, then: RevisionKey, now: RevisionKey) -> "Numbering":
        """Return it with a revision that was made again under another number."""
        return replace(self, anew={**self.anew, then: now})

    def here(self, then: RevisionKey) -> RevisionKey | None:
        """Return which revision a number of then names; None where that is lost."""
        article, number = then
        return then if number <= self.heads.get(article, 0) else self.anew.get(then)

    def told(self, item: ItemKey, digest: str) -> RevisionKey | None:
        """Return which revision the line of a mail told; None where that is lost."""
        then = item.article_id, item.revision
        other = then in self.digests and self.digests[then] != digest
        return None if other else self.here(then)

    def had(self, item: ItemKey, digest: str) -> ItemKey | None:
        """Return what readers of a mail have at least, of what the backup has.

        Whoever was mailed a lost revision has the article, and is told if it is withdrawn;
        None where the article is lost, or the mail told of its end and held no words of it.
        """
        head = self.heads.get(item.article_id, 0)
        if item.revision <= head and self.told(item, digest):
            return item
        if not head or item.status in _WITHOUT_WORDS:
            return None
        return replace(item, revision=self._had(item, head), since=min(item.since, head))

    def _had(self, item: ItemKey, head: int) -> int:
        """Return what a reader of a lost revision has at least."""
        return min(head, max(item.since, 1)) if item.revision <= head else head
