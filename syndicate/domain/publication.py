"""What becomes of an article when a draft is published or a change is declared?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from syndicate.domain.articles import (
    Article,
    Content,
    Draft,
    Kind,
    PastRevision,
    Revision,
    Severity,
    Status,
    chain_hash,
    content_hash,
)
from syndicate.domain.changes import Policy
from syndicate.domain.clocks import clocks_after
from syndicate.domain.stories import told
from syndicate.errors import Refused, Stale

Salt = Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What an editor says of a change."""

    kind: Kind
    note: str = ""
    severity: Severity | None = None
    premise: bool = False
    published: datetime | None = None
    quiet: bool = False
    editor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The article as it stands afterwards and the revisions to append."""

    article: Article
    revisions: tuple[Revision, ...]


def append(
    article: Article,
    content: Content | None,
    declared: Declared,
    policy: Policy,
    *,
    now: datetime,
    recorded: datetime,
    salt: bytes,
) -> Publication:
    """Return the article with one more revision, hashed and linked to the one before.

    It has the date that is declared, or now's; `recorded` is what digests go by.
    """
    hashed = content_hash(content, declared.note, salt) if content or declared.note else None
    revision = Revision(
        article_id=article.id,
        number=article.head + 1,
        kind=declared.kind,
        note=declared.note,
        severity=declared.severity,
        premise=declared.premise,
        content=content,
        salt=None if hashed is None else salt,
        content_hash=hashed,
        chain_hash=b"",
        published=declared.published or now,
        recorded=recorded,
        quiet=declared.quiet,
        editor=declared.editor,
    )
    revision = replace(revision, chain_hash=chain_hash(article.head_hash, revision))
    return Publication(article=clocks_after(article, revision, policy), revisions=(revision,))


def publish_draft(
    article: Article,
    draft: Draft,
    policy: Policy,
    *,
    now: datetime,
    recorded: datetime,
    salt: Salt,
) -> Publication:
    """Publish a draft for the first time, with the past its source speaks of.

    Of a past of several changes only the last holds the words: what earlier
    ones said was never supplied. Raises Refused without a headline, and when an instant
    is unknown or still to come.
    """
    past = told(draft.past) or (PastRevision(kind=Kind.ORIGINAL, at=now),)
    _refuse_headless(article, draft.content)
    _refuse_unknown_times(article, past)
    _refuse_future_times(article, past, now)
    unknown = tuple(name for name in draft.unknown if name != "first_published")
    published = replace(article, status=Status.PUBLISHED, publish_at=None, unknown=unknown)
    revisions: list[Revision] = []
    for change in past:
        content = draft.content if change is past[-1] else None
        declared = Declared(
            kind=change.kind,
            note=change.note,
            published=change.at,
            quiet=draft.quiet,
            editor=draft.editor,
        )
        step = append(published, content, declared, policy, now=now, recorded=recorded, salt=salt())
        published = step.article
        revisions.extend(step.revisions)
    return Publication(article=published, revisions=tuple(revisions))


def _refuse_headless(article: Article, content: Content) -> None:
    if not content.headline.strip():
        raise Refused(
            f"{article.slug!r} has no headline: give its file one (a first line of its own, "
            "or a title in the front matter) and bring it in again"
        )


def _refuse_unknown_times(article: Article, past: Sequence[PastRevision]) -> None:
    for change in past:
        if change.at is None:
            raise Refused(
                f"when {article.slug!r} was published is not known: its source says only "
                f"{change.stated!r}; import it again with the date and zone, as in: "
                "syndicate article import FILE --date 2016-10-18 --timezone America/Los_Angeles"
            )


def _refuse_future_times(article: Article, past: Sequence[PastRevision], now: datetime) -> None:
    latest = max(change.at for change in past if change.at is not None)
    if latest > now:
        raise Refused(
            f"the source of {article.slug!r} says {latest.isoformat()}, which is still to come; "
            "to publish it then: "
            f"syndicate article publish {article.slug} --at {latest.isoformat()}"
        )


def expect_head(article: Article, expected: int | None) -> None:
    """Refuse a change that was made on an older state than the newest.

    Raises Stale naming both numbers.
    """
    if expected is not None and expected != article.head:
        raise Stale(
            f"{article.slug!r} is at revision {article.head}, not {expected}: somebody "
            f"published in the meantime; see syndicate article diff {article.slug} "
            f"{expected} {article.head}, then revise again with --expect {article.head}"
        )


_AFTER = {
    Kind.RETRACTION: Status.RETRACTED,
    Kind.TAKEDOWN: Status.TAKEN_DOWN,
}

_TOLD = frozenset({Kind.CORRECTION, Kind.CLARIFICATION, Kind.EDITORS_NOTE, Kind.RETRACTION})

_CHANGEABLE = {
    Kind.TAKEDOWN: {Status.PUBLISHED, Status.RETRACTED, Status.UNPUBLISHED},
}


WITHDRAWN = frozenset({Status.RETRACTED, Status.TAKEN_DOWN, Status.UNPUBLISHED})
"""How an article stands that `reinstate` brings back."""


def declare(
    article: Article,
    content: Content | None,
    declared: Declared,
    policy: Policy,
    *,
    now: datetime,
    recorded: datetime,
    salt: bytes,
) -> Publication:
    """Apply a declared change to a published article. Raises Refused where it makes no sense."""
    if article.status not in _CHANGEABLE.get(declared.kind, {Status.PUBLISHED}):
        raise Refused(
            f"{article.slug!r} is {article.status}: only a published article can be changed"
            + _way_round(article)
        )
    if content and declared.kind not in _AFTER:
        _refuse_headless(article, content)
    if declared.kind in _TOLD:
        _refuse_silence(article, declared.kind, declared.note)
    changed = replace(article, status=_AFTER.get(declared.kind, Status.PUBLISHED))
    return append(changed, content, declared, policy, now=now, recorded=recorded, salt=salt)


def _refuse_silence(article: Article, change: str, note: str) -> None:
    if not note.strip():
        raise Refused(
            f"{change} of {article.slug!r} tells readers nothing without a note: "
            'say what is the matter, as in --note "…"'
        )


def _way_round(article: Article) -> str:
    if article.status in {Status.DRAFT, Status.SCHEDULED}:
        return f"; publish it first: syndicate article publish {article.slug}"
    return f'; bring it back first: syndicate article reinstate {article.slug} --note "…"'


def reinstate(
    article: Article,
    content: Content,
    note: str,
    policy: Policy,
    *,
    now: datetime,
    recorded: datetime,
    salt: bytes,
) -> Publication:
    """Bring a withdrawn article back as a new revision with a note."""
    if article.status not in WITHDRAWN:
        raise Refused(f"{article.slug!r} is {article.status}: there is nothing to reinstate")
    _refuse_silence(article, "the return", note)
    back = replace(article, status=Status.PUBLISHED)
    declared = Declared(kind=Kind.UPDATE, note=note)
    return append(back, content, declared, policy, now=now, recorded=recorded, salt=salt)
