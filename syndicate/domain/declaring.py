"""May a change be declared as an editor declares it?"""

from dataclasses import replace

from syndicate.domain.articles import Article, Content, Kind
from syndicate.domain.changes import EDITABLE
from syndicate.domain.minor import reasons_against_minor
from syndicate.domain.publication import Declared
from syndicate.errors import Refused


def with_reason(declared: Declared, force: str) -> Declared:
    """Put the reason for calling a change minor where the history shows it: into its note."""
    if declared.kind is not Kind.MINOR or not force:
        return declared
    return replace(declared, note=f"{declared.note} ({force})" if declared.note else force)


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
