"""Which changes does the machine of foretelling declare, and how are they told to either face?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from syndicate.app import App
from syndicate.domain.articles import Article, Content, Kind, Person, Severity, Status
from syndicate.domain.foretelling import Foretold
from syndicate.domain.notices import Asked
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.services.revise import Revise

Proposing = Revise[Foretold] | Revise[Article]
Doing = Callable[[Proposing], "Foretold | Article"]
FORCED = "told in the test"
SECTIONS = ("Town", "Sport")
TAG, AUTHOR = "Sea", "Ada"


@dataclass
class Desk:
    """A story on the newsdesk: its slug, its words, and those it had before."""

    slug: str
    content: Content
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that was drawn. `what` is a kind of revision, or a verb.

    `wrong` is how many headlines ago the wrong words stood, `since` how many revisions ago
    the first faulty one; `moved` tells that the story changes its section.
    """

    what: str
    note: str = "It is so."
    major: bool = False
    retitled: bool = False
    moved: bool = False
    wrong: int | None = None
    since: int | None = None
    notify: bool = False
    repeat: bool = False
    number: int | None = None


@dataclass
class Newsdesk:
    """Keeps the words of every story, so that each state of one can be told from the others."""

    desks: list[Desk] = field(default_factory=list)
    states: int = 0

    def publish(self, app: App, section: str, *, tagged: bool) -> Desk:
        """Publish a story that nobody knows yet."""
        self.states += 1
        words = f"w{self.states}"
        content = Content(
            headline=f"Story {words}",
            section=section,
            body_html=f"<p>State {self.states}.</p>",
            tags=(TAG,) if tagged else (),
            authors=(Person(name=AUTHOR),),
        )
        slug = app.ingest(Story(content=content), announce=True)
        app.publish(slug)
        desk = Desk(slug=slug, content=content, words=[words])
        self.desks.append(desk)
        return desk

    def article(self, app: App, desk: Desk) -> Article:
        """Return the article of a story as it stands."""
        with app.store.read() as tx:
            return tx.articles.by_slug(desk.slug)

    def asked(self, article: Article, desk: Desk, change: Change) -> Asked:
        """Return what the change says about telling readers at once."""
        wrong = () if change.wrong is None else (desk.words[-1 - change.wrong % len(desk.words)],)
        since = None
        if change.since is not None:
            since = max(1, article.head - change.since)
        return Asked(
            wrong=wrong,
            since=since,
            notify=change.notify,
            repeat_error=change.repeat and bool(wrong),
        )

    def propose(self, article: Article, desk: Desk, change: Change) -> Doing:
        """Return the change as either face takes it."""
        asked = self.asked(article, desk, change)
        if change.what in _VERBS:
            return self._verb(desk, change, asked)
        content = self._next(desk, change)
        kind = Kind(change.what)
        severity = None
        if kind is Kind.CORRECTION:
            severity = Severity.MAJOR if change.major else Severity.MINOR
        declared = Declared(
            kind=kind, note="" if kind is Kind.MINOR else change.note, severity=severity
        )
        return lambda face: face(desk.slug, content, declared, force=FORCED, asked=asked)

    def _verb(self, desk: Desk, change: Change, asked: Asked) -> Doing:
        renamed = f"{desk.slug.partition('-w')[0]}-w{self.states + 1}"
        doing: dict[str, Doing] = {
            "retract": lambda face: face.withdraw(desk.slug, Kind.RETRACTION, change.note),
            "takedown": lambda face: face.withdraw(desk.slug, Kind.TAKEDOWN, change.note, asked),
            "unpublish": lambda face: face.unpublish(desk.slug),
            "reinstate": lambda face: face.reinstate(desk.slug, change.note),
            "rename": lambda face: face.rename(desk.slug, renamed),
            "redact": lambda face: face.redact(desk.slug, change.number, "privacy"),
        }
        return doing[change.what]

    def _next(self, desk: Desk, change: Change) -> Content:
        other = SECTIONS[1 - SECTIONS.index(desk.content.section)]
        return replace(
            desk.content,
            headline=f"Story w{self.states + 1}" if change.retitled else desk.content.headline,
            section=other if change.moved else desk.content.section,
            body_html=f"<p>State {self.states + 1}.</p>",
        )

    def done(self, desk: Desk, change: Change, article: Article) -> None:
        """Remember what a change that was made has made of a story."""
        desk.slug = article.slug
        if change.what not in _VERBS:
            desk.content = self._next(desk, change)
            if change.retitled:
                desk.words.append(f"w{self.states + 1}")
        self.states += 1


_VERBS = frozenset({"retract", "takedown", "unpublish", "reinstate", "rename", "redact"})


def fitting(article: Article, changes: Sequence[Change]) -> list[Change]:
    """Return the changes that may happen to an article as it stands."""
    return [change for change in changes if change.what in _FITTING[article.status]]


_EDITS = frozenset({"minor", "update", "correction", "clarification", "editors-note"})
_FITTING = {
    Status.PUBLISHED: _EDITS | {"retract", "takedown", "unpublish", "rename", "redact"},
    Status.RETRACTED: {"takedown", "unpublish", "reinstate", "rename", "redact"},
    Status.TAKEN_DOWN: {"reinstate", "rename", "redact"},
    Status.UNPUBLISHED: {"reinstate", "rename", "redact", "takedown"},
}
