"""What will a declared change do, told before it happens?"""

from collections.abc import Sequence
from dataclasses import dataclass

from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import DigestAs, NotePlace, Policy
from syndicate.domain.memberships import membership
from syndicate.domain.notices import Notice
from syndicate.domain.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """The article as it will stand, its newest revision, and where that shows.

    `feeds` are those rendered again, by name. `digest` is how readers are told who were
    mailed an older revision; NOTHING also where the change is quiet. `notice` is the mail
    outside the schedule, its readers counted; None where nobody is told at once.
    """

    article: Article
    revision: Revision
    moves_updated: bool
    note: NotePlace
    feeds: tuple[str, ...]
    digest: DigestAs
    notice: Notice | None = None


def foretell(
    before: Article, history: Sequence[Revision], publication: Publication, policy: Policy
) -> Foretold:
    """Tell what a decided publication will do to a published article."""
    revision = publication.revisions[-1]
    effects = policy.of(revision.kind)
    after = membership(publication.article, (*history, *publication.revisions), policy)
    members = (*membership(before, history, policy).members, *after.members)
    return Foretold(
        article=publication.article,
        revision=revision,
        moves_updated=effects.moves_updated,
        note=effects.note if revision.note else NotePlace.NONE,
        feeds=tuple(sorted({member.feed for member in members})),
        digest=DigestAs.NOTHING if revision.quiet else effects.digest,
    )
