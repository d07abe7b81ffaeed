"""Who publishes, and at which addresses?"""

from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from urllib.parse import quote, urlsplit
from uuid import UUID

from syndicate.domain.feeds import document_path


class PublicHistory(StrEnum):
    """What readers may see of an article's past: its words and what changed, or notes alone."""

    FULL = "full"
    NOTES = "notes"


def note_name(number: int) -> str:
    """Return the name of a revision's note on its article's page, behind the address's "#"."""
    return f"note-{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The publication; the one place that spells its public addresses.

    `base_url` has no trailing slash; `zone` is the publication's time zone.
    """

    title: str
    base_url: str
    language: str
    zone: tzinfo
    publisher: str
    postal_address: str = ""
    imprint_url: str = ""
    hubs: tuple[str, ...] = ()
    public_history: PublicHistory = PublicHistory.FULL

    @property
    def prefix(self) -> str:
        """Return the path below which the site stands; "" at the root of its host."""
        return urlsplit(self.base_url).path

    def url(self, path: str = "/") -> str:
        """Return the absolute address of a path; letters of other scripts are percent-encoded."""
        return self.base_url + quote(path, safe="/?&=:@!$'()*+,;~%")

    def article_url(self, name: str | UUID) -> str:
        """Return where people read an article, named by its slug or, for good, by its id.

        A slug tells words of the headline, which may have been wrong; an id tells none.
        """
        folder = "id" if isinstance(name, UUID) else "articles"
        return self.url(f"/{folder}/{name}")

    def note_url(self, slug: str, number: int) -> str:
        """Return where an article's page shows the note of one revision."""
        return f"{self.article_url(slug)}#{note_name(number)}"

    def history_url(self, name: str | UUID) -> str:
        """Return where an article's revisions are listed."""
        return f"{self.article_url(name)}/history"

    def history_json_url(self, slug: str) -> str:
        """Return where programs find what is told of an article's revisions."""
        return self.url(f"/articles/{slug}/history.json")

    def revision_url(self, name: str | UUID, number: int) -> str:
        """Return where one revision can be read, or is at least told of."""
        if self.public_history is PublicHistory.NOTES:
            return f"{self.history_url(name)}#revision-{number}"
        return f"{self.article_url(name)}/revisions/{number}"

    def diff_url(self, name: str | UUID, older: int, newer: int) -> str:
        """Return where two revisions are compared, or the newer one is at least told of."""
        if self.public_history is PublicHistory.NOTES:
            return self.revision_url(name, newer)
        return f"{self.article_url(name)}/diff/{older}...{newer}"

    def feed_url(self, name: str, suffix: str) -> str:
        """Return a feed's address.

        `name` is "all", "sections/…", "articles/<slug>/revisions", "newsletters/…".
        """
        return self.url(f"/{document_path(name, suffix)}")
