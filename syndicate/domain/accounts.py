"""How are an article and its revisions told to another program?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from syndicate.domain.articles import Article, Content, Draft, Revision
from syndicate.domain.changes import DigestAs
from syndicate.domain.drafting import state_of
from syndicate.domain.foretelling import Foretold, Telling
from syndicate.domain.notices import Notice
from syndicate.domain.stories import Line

Account = Mapping[str, object]


def article_account(
    article: Article, drafts: Sequence[Draft], revisions: Sequence[Revision]
) -> Account:
    """Return everything of an article: standing, words, clocks, revisions and what is saved."""
    draft = next((draft for draft in drafts if not draft.aside), None)
    content = _words(draft, revisions) or Content(headline="")
    summary = summary_account(article, draft, revisions)
    return {
        **summary,
        "body_html": content.body_html,
        "revisions": [
            {**revision_account(revision), "editor": revision.editor} for revision in revisions
        ],
        "drafts": [draft_account(draft) for draft in drafts],
    }


def draft_account(draft: Draft) -> Account:
    """Return what is told of a draft; `based_on` is None where its revision is not known."""
    return {
        "draft": str(state_of(draft)),
        "editor": draft.editor,
        "saved": instant(draft.saved),
        "based_on": draft.based_on or None,
        "aside": draft.aside,
        "headline": draft.content.headline,
    }


def summary_account(
    article: Article, draft: Draft | None, revisions: Sequence[Revision]
) -> Account:
    """Return what a list of articles tells of one: all but body and revisions."""
    content = _words(draft, revisions) or Content(headline="")
    return {
        "id": str(article.id),
        "slug": article.slug,
        "section": content.section,
        "language": content.language,
        "status": article.status.value,
        "headline": content.headline,
        "summary": content.summary,
        "authors": [asdict(person) for person in content.authors],
        "contributors": [asdict(person) for person in content.contributors],
        "images": [asdict(image) for image in content.images],
        "related": [asdict(link) for link in content.related],
        "tags": list(content.tags),
        "first_published": instant(article.first_published),
        "updated": instant(article.updated),
        "edited": instant(article.edited),
        "recorded": instant(article.recorded),
        "publish_at": instant(article.publish_at),
        "embargo": None if article.head else instant(article.embargo),
        "unknown": list(draft.unknown if draft else article.unknown),
    }


def revision_account(revision: Revision) -> Account:
    """Return what is told of a revision; one that was never supplied has no hash."""
    hashed = revision.content_hash if revision.held else None
    return {
        "number": revision.number,
        "kind": revision.kind.value,
        "note": revision.note,
        "severity": revision.severity.value if revision.severity else None,
        "published": instant(revision.published),
        "recorded": instant(revision.recorded),
        "content_hash": hashed.hex() if hashed else None,
        "held": revision.held,
        "redacted": instant(revision.redacted),
    }


def foretold_account(foretold: Foretold) -> Account:
    """Return what a change would do."""
    article, revision = foretold.article, foretold.revision
    return {
        "slug": article.slug,
        "status": article.status.value,
        "change": foretold.change.value,
        "revision": revision_account(revision) if revision else None,
        "first_published": instant(article.first_published),
        "updated": instant(article.updated),
        "edited": instant(article.edited),
        "moves_updated": foretold.moves_updated,
        "note_place": foretold.note.value,
        "feeds": list(foretold.feeds),
        "notice_entry": foretold.notice_entry,
        "push": foretold.push.value if foretold.push else None,
        "digest": foretold.digest.value,
        "editions": [telling_account(telling) for telling in foretold.tellings],
        "notice": notice_account(foretold.notice) if foretold.notice else None,
        "unsent_notices": _unsent(foretold.unsent),
    }


def telling_account(telling: Telling) -> Account:
    """Return what a newsletter's digests make of a change; mails left as they are, "unchanged"."""
    return {
        "newsletter": telling.newsletter,
        "due": instant(telling.due),
        "readers": {status.value: count for status, count in telling.readers.items()},
        "unsent": _unsent(telling.unsent),
    }


def _unsent(mails: Mapping[DigestAs, int]) -> Account:
    return {
        "unchanged" if status is DigestAs.NOTHING else status.value: count
        for status, count in mails.items()
    }


def notice_account(notice: Notice) -> Account:
    """Return whom a mail outside the schedule tells, and how many it does not, by reason."""
    return {
        "id": notice.id,
        "revision": notice.revision,
        "status": notice.status.value,
        "due": instant(notice.due),
        "told": notice.told,
        "untold": {reason.value: count for reason, count in notice.untold.items()},
    }


def line_account(line: Line) -> Account:
    """Return where a line of a source went, and why."""
    return {
        "line": line.line,
        "text": line.text,
        "field": line.field.value,
        "sure": line.sure,
        "why": line.why,
    }


def import_account(
    file: str, slug: str, status: str, unknown: Sequence[str], lines: Sequence[Line]
) -> Account:
    """Return what became of an imported file."""
    return {
        "file": file,
        "slug": slug,
        "status": status,
        "unknown": list(unknown),
        "lines": [line_account(line) for line in lines],
    }


def instant(moment: datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC: 2016-10-18T20:35:00Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _words(draft: Draft | None, revisions: Sequence[Revision]) -> Content | None:
    if draft is not None:
        return draft.content
    held = [r.content for r in revisions if r.content is not None]
    return held[-1] if held else None
