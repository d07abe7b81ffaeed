"""May a change be declared as an editor declares it?"""

from collections.abc import Sequence
from dataclasses import replace

from syndicate.domain.articles import Article, Content, Kind, Revision, Status
from syndicate.domain.changes import EDITABLE
from syndicate.domain.minor import reasons_against_minor
from syndicate.domain.publication import Declared
from syndicate.errors import Refused


def with_reason(declared: Declared, force: str) -> Declared:
    """Put the reason for calling a change minor where the history shows it: into its note."""
    if declared.kind is not Kind.MINOR or not force:
        return declared
    return replace(declared, note=f"{declared.note} ({force})" if declared.note else force)


def as_prominent(before: Content | None, content: Content, declared: Declared) -> Declared:
    """Give a correction the prominence of its error: above the text where that stood there."""
    if declared.kind is not Kind.CORRECTION or before is None:
        return declared
    above = (before.headline, before.summary) != (content.headline, content.summary)
    return replace(declared, premise=declared.premise or above)


def refuse_kind(kind: Kind) -> None:
    """Refuse a kind that is declared of no revision."""
    if kind not in EDITABLE:
        kinds = ", ".join(sorted(EDITABLE))
        raise Refused(f"no revision is declared as {kind}: the kinds are {kinds}")


def in_its_section(content: Content, before: Content | None) -> Content:
    """Keep the section as it was where the source of the words tells none."""
    return replace(content, section=content.section or (before.section if before else ""))


def refuse_nothing(
    article: Article, before: Content | None, content: Content, declared: Declared
) -> None:
    """Refuse a change that neither changes nor tells anything."""
    if before == content and not declared.note:
        raise Refused(
            f"nothing changed in {article.slug!r}; give a --note to tell readers something, "
            f"or render it again: syndicate article republish {article.slug}"
        )


def refuse_minor(
    article: Article, before: Content | None, content: Content, declared: Declared, force: str
) -> None:
    """Refuse to call a change minor that is more, unless a reason to is given."""
    if declared.kind is not Kind.MINOR or force or before is None:
        return
    reasons = reasons_against_minor(before, content)
    if reasons:
        raise Refused(
            f"this change of {article.slug!r} is not minor: {'; '.join(reasons)}; declare "
            '--kind update, correction or clarification with --note "…", or --force "REASON"'
        )


def redactable(
    article: Article, revisions: Sequence[Revision], number: int | None
) -> tuple[Revision, ...]:
    """Return the revisions whose words are to be deleted: one, or all that still have any.

    Raises Refused where there are none, and for all of an article that is public.
    """
    chosen = [r for r in revisions if number in {None, r.number}]
    if not chosen:
        raise Refused(f"{article.slug!r} has no revision {number or 1}, only 1 to {article.head}")
    if number is None and article.status is Status.PUBLISHED:
        raise Refused(
            f"{article.slug!r} is published: withdraw it before all of its words go, as in "
            f'syndicate article takedown {article.slug} --note "…"'
        )
    left = tuple(revision for revision in chosen if revision.redacted is None)
    if not left:
        which = "every revision" if number is None else f"revision {number}"
        raise Refused(f"{which} of {article.slug!r} was redacted already")
    return left
