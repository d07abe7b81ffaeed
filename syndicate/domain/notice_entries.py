"""Which changes do the main feeds announce by an entry of its own, and in which words?"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from syndicate.domain.articles import Article, Kind, Revision, Severity, Status
from syndicate.domain.changes import NotePlace, NoticeEntry, Policy
from syndicate.domain.readings import Reading, note_place, read_revision
from syndicate.domain.wrong_words import elided


def notice_urn(article_id: UUID, number: int) -> str:
    """Return the id of a notice entry: stable, never the article's nor the revision's."""
    return f"urn:uuid:{uuid5(article_id, f'notice/{number}')}"


def announced(
    article: Article, revisions: Sequence[Revision], policy: Policy
) -> tuple[Revision, ...]:
    """Return the revisions of a public article that have notice entries, oldest first.

    A retraction that was taken back is announced no more.
    """
    retracted = article.status is Status.RETRACTED
    told = (r for r in revisions if retracted or r.kind is not Kind.RETRACTION)
    return tuple(revision for revision in told if _announced(revision, policy))


def _announced(revision: Revision, policy: Policy) -> bool:
    effects = policy.of(revision.kind)
    major = revision.severity is Severity.MAJOR
    wanted = effects.notice_entry is NoticeEntry.ALWAYS or (
        effects.notice_entry is NoticeEntry.IF_MAJOR and major
    )
    told = note_place(revision, policy) is not NotePlace.NONE
    return wanted and told and not revision.quiet


def read_notice(
    article: Article,
    revisions: Sequence[Revision],
    policy: Policy,
    number: int,
    *,
    words: bool,
    unsaid: Sequence[str],
) -> Reading:
    """Return a revision as its notice entry tells it: its note alone, the error unrepeated.

    `words` tells whether the words of older revisions are public, `unsaid` which are wrong.
    """
    reading = read_revision(article, revisions, policy, number, words=words)
    own = (note for note in reading.notes if note.number == number)
    notes = tuple(replace(note, text=elided(note.text, unsaid)) for note in own)
    content = reading.content
    if content is not None:
        content = replace(content, headline=elided(content.headline, unsaid))
    return replace(reading, content=content, notes=notes)
