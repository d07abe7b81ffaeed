"""What does each state of a story's past make of its article?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from syndicate.domain.articles import Article, Content, Kind, Revision, Status
from syndicate.domain.changes import Change, Policy
from syndicate.domain.histories import PastState, Told
from syndicate.domain.minor import is_minor
from syndicate.domain.publication import Declared, Publication, append


class Move(StrEnum):
    """What a state does to its article."""

    PUBLISHED = "published"
    REVISED = "revised"
    REINSTATED = "reinstated"
    UNPUBLISHED = "unpublished"
    DRAFTED = "drafted"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One state, what it does, and the kind of revision that it makes, if it makes one."""

    move: Move
    state: PastState
    kind: Kind | None = None
    told: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a story stands between two states; without a status it is not here yet."""

    status: Status | None = None
    content: Content | None = None
    text: str | None = None

    def shows(self, state: PastState) -> bool:
        """Tell whether a state says nothing that does not stand already."""
        there = self.status in {Status.PUBLISHED, Status.DRAFT}
        return there and state.text is not None and state.text == self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a story.

    `waiting` counts states that were not imported since the article was changed here,
    `late` ones that are older than what was imported before.
    """

    key: str
    slug: str = ""
    status: Status | None = None
    moves: tuple[Move, ...] = ()
    kinds: tuple[Kind, ...] = ()
    faults: tuple[str, ...] = ()
    waiting: int = 0
    late: int = 0


def next_step(stand: Stand, state: PastState, told: Told | None) -> Step:
    """Decide what a state does. `told` is not asked for where the text stands already."""
    if state.text is None or (told and told.content and not told.public):
        return _withdrawal(stand, state, told)
    if told is None or told.content is None:
        return Step(move=Move.UNCHANGED, state=state, told=told)
    if stand.status is Status.PUBLISHED:
        kind = Kind.MINOR if state.site_wide else kind_of_change(stand.content, told.content)
        return Step(move=Move.REVISED, state=state, kind=kind, told=told)
    if stand.status is Status.UNPUBLISHED:
        return Step(move=Move.REINSTATED, state=state, kind=Kind.UPDATE, told=told)
    return Step(move=Move.PUBLISHED, state=state, kind=Kind.ORIGINAL, told=told)


def _withdrawal(stand: Stand, state: PastState, told: Told | None) -> Step:
    """Decide what a deletion, or being called a draft, does."""
    if stand.status is Status.PUBLISHED:
        return Step(move=Move.UNPUBLISHED, state=state, told=told)
    drafted = told is not None and stand.status in {None, Status.DRAFT}
    return Step(move=Move.DRAFTED if drafted else Move.UNCHANGED, state=state, told=told)


_STATUS = {
    Move.PUBLISHED: Status.PUBLISHED,
    Move.REVISED: Status.PUBLISHED,
    Move.REINSTATED: Status.PUBLISHED,
    Move.UNPUBLISHED: Status.UNPUBLISHED,
    Move.DRAFTED: Status.DRAFT,
}


def stand_after(stand: Stand, step: Step) -> Stand:
    """Return how a story stands after a step.

    Only words that a revision or a draft keeps go on to stand: an import that is
    taken up again later finds no others.
    """
    kept = step.kind is not None or step.move is Move.DRAFTED
    said = step.told.content if step.told and kept else None
    return Stand(
        status=_STATUS.get(step.move, stand.status),
        content=said or stand.content,
        text=step.state.text if said else stand.text,
    )


def kind_of_change(before: Content | None, after: Content) -> Kind:
    """Return the kind by rule: changes of whitespace, and beside title and text, are minor.

    Whatever else is minor or an update by the policy's rule on words.
    """
    if before is None:
        return Kind.UPDATE
    if (before.headline, before.body_html.split()) == (after.headline, after.body_html.split()):
        return Kind.MINOR
    return Kind.MINOR if is_minor(before, after) else Kind.UPDATE


def publication_of(
    article: Article,
    steps: Iterable[Step],
    policy: Policy,
    *,
    now: datetime,
    salt: Callable[[], bytes],
    notes: bool,
) -> Publication:
    """Return the article after all steps, and the revisions that they make, all of them quiet.

    Each has its state's own instant, or now if that lies ahead; `notes` makes notes of
    the messages.
    """
    revisions: list[Revision] = []
    for step in steps:
        if step.kind and step.told:
            declared = _declared(step.state, step.kind, now, notes=notes)
            public = replace(article, status=Status.PUBLISHED, unknown=step.told.unknown)
            content = step.told.content
            done = append(public, content, declared, policy, now=now, recorded=now, salt=salt())
            article = done.article
            revisions.extend(done.revisions)
        elif step.move is Move.UNPUBLISHED:
            article = replace(article, status=Status.UNPUBLISHED, recorded=now)
    return Publication(article=article, revisions=tuple(revisions))


def _declared(state: PastState, kind: Kind, now: datetime, *, notes: bool) -> Declared:
    note = state.message if notes and kind is not Kind.ORIGINAL else ""
    return Declared(kind=kind, note=note, published=min(state.at, now), quiet=True)


def change_of(steps: Sequence[Step], status: Status) -> Change:
    """Return as what all the steps together are told to whatever follows from them."""
    if status is Status.UNPUBLISHED:
        return Change.UNPUBLISH
    kinds = {step.kind for step in steps}
    ranked = (Kind.ORIGINAL, Kind.UPDATE, Kind.MINOR)
    return next((Change(kind) for kind in ranked if kind in kinds), Change.RENAME)
