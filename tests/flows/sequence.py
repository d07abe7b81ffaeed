"""What happens between two polls of a feed reader? One change of one article, served for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from syndicate.domain.articles import Article, Kind, Severity
from syndicate.domain.publication import Declared
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in, with_body
from tests.web.serving import serving

SLUG, RENAMED = "ferry-stops-at-noon", "the-ferry"
HEADLINE, OTHER = FERRY.headline, BRIDGE.headline
DEAD = "stops at noon on Sunday"  # words of the first revision
MINOR = "stops, at noon, on Sunday"
UPDATED = "stops at noon on Monday too"
RIGHT = "stops at one on Sunday"
REMOVED = "This article has been removed."


@dataclass
class Sequence:
    """A site with two articles, one of which changes; each step happens some minutes later."""

    newsroom: Newsroom
    url: str
    article: Article = field(init=False)

    def __post_init__(self) -> None:
        """Publish both."""
        self.article = self.newsroom.publish(FERRY)
        self.newsroom.later(minutes=10)
        self.newsroom.publish(BRIDGE)

    @property
    def id(self) -> str:
        """Return the id of the article that changes, as feeds tell it."""
        return self.article.id.urn

    def minor(self) -> None:
        """Change nothing that matters."""
        self._revise(Kind.MINOR, MINOR, "")

    def update(self) -> None:
        """Tell more."""
        self._revise(Kind.UPDATE, UPDATED, "Monday is new.")

    def correct(self) -> None:
        """Put an error right, which some were misled by."""
        self._revise(Kind.CORRECTION, RIGHT, "It stops at one.", Severity.MAJOR)

    def retract(self) -> None:
        """Take the article back."""
        self._later()
        self.newsroom.app.revise.withdraw(SLUG, Kind.RETRACTION, "There is no ferry.")

    def take_down(self) -> None:
        """Remove the article, as a court had it."""
        self._later()
        self.newsroom.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order of a court.")

    def rename(self) -> None:
        """Give the article another address."""
        self._later()
        self.newsroom.app.revise.rename(SLUG, RENAMED)

    def _revise(self, kind: Kind, words: str, note: str, severity: Severity | None = None) -> None:
        self._later()
        content = with_body(FERRY, f"The ferry to the island {words}.")
        self.newsroom.app.revise(SLUG, content, Declared(kind=kind, note=note, severity=severity))

    def _later(self) -> None:
        self.newsroom.later(minutes=10)


@contextmanager
def sequence_in(folder: Path, url: str) -> Iterator[Sequence]:
    """Open the site, and serve it."""
    with newsroom_of(settings_in(folder, url)) as newsroom, serving(newsroom) as address:
        yield Sequence(newsroom, address)
