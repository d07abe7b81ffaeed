"""Where does a saved text go, when others may have saved or published meanwhile?

No text is ever lost: one that comes too late is kept beside what it cannot replace.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from syndicate.domain.articles import Article, Draft, Revision
from syndicate.errors import AskedWrongly, Conflict, NotFound, Refused

UNKNOWN = 0
"""On which revision an edit of a published article is based, where nobody can tell any more."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of an article as people name it: 4 is a revision, draft-17 a draft."""

    number: int
    draft: bool = False

    def __str__(self) -> str:
        """Return the name that `read_state` reads."""
        return f"draft-{self.number}" if self.draft else str(self.number)


def read_state(text: str) -> State:
    """Read the name of a state. Raises AskedWrongly."""
    found = re.fullmatch(r"(draft-)?([1-9][0-9]{0,9})", text, re.ASCII)
    if found is None:
        raise AskedWrongly(
            f"{text!r} is no state of an article: name a revision, as in 4, or a draft, "
            "as in draft-17; syndicate article show lists them"
        )
    return State(int(found[2]), draft=bool(found[1]))


def read_draft(text: str) -> State:
    """Read the name of a draft. Raises AskedWrongly for anything else, a revision's too."""
    state = read_state(text)
    if not state.draft:
        raise AskedWrongly(
            f"{text!r} names a revision; name a draft, as in draft-17: "
            "syndicate article show lists them"
        )
    return state


def state_of(draft: Draft) -> State:
    """Return a draft's name."""
    return State(draft.id, draft=True)


def draft_named(article: Article, drafts: Sequence[Draft], number: int) -> Draft:
    """Return one of an article's drafts. Raises NotFound, naming those that there are."""
    for draft in drafts:
        if draft.id == number:
            return draft
    there = ", ".join(str(state_of(draft)) for draft in drafts) or "no draft"
    raise NotFound(f"{article.slug!r} has no {State(number, draft=True)}; it has {there}")


def refuse_gone(article: Article, drafts: Sequence[Draft], number: int) -> None:
    """Refuse to publish a draft that others replaced, published or discarded: raise Conflict."""
    if any(draft.id == number for draft in drafts):
        return
    slug, gone = article.slug, State(number, draft=True)
    newer = next((draft for draft in drafts if draft.replaces == number), None)
    if newer is None:
        raise Conflict(
            f"{slug!r} has no {gone} any more: it was published or discarded; "
            f"see syndicate article show {slug}"
        )
    raise Conflict(
        f"{slug!r}: {gone} was replaced by {_told_of(newer)}; see syndicate article diff {slug} "
        f"{state_of(newer)}, then publish that: "
        f"syndicate article revise {slug} --draft {state_of(newer)}"
    )


def known(drafts: Sequence[Draft], other: Draft) -> Draft | None:
    """Return the draft that holds a text already, which its editor then saved twice."""
    return next((draft for draft in drafts if _alike(draft) == _alike(other)), None)


def _alike(draft: Draft) -> tuple[object, ...]:
    told = (draft.content, draft.unknown, draft.past)
    return draft.aside, draft.editor, draft.based_on, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """A draft as it is to be kept; `meanwhile` is what came in between, "" where nothing did.

    `newer` is the state that stands instead of the one that was edited.
    """

    draft: Draft
    meanwhile: str = ""
    newer: State | None = None


def saving(
    article: Article,
    revisions: Sequence[Revision],
    drafts: Sequence[Draft],
    new: Draft,
    expected: State | None,
) -> Saving:
    """Decide where a text goes that was edited from the state `expected`.

    Edits of a published article stand side by side until one is published; of any other
    article one draft is there to be published, and only its own editor replaces it unasked.
    Raises Refused for a revision that never was.
    """
    if expected is not None and expected.draft:
        return _over(article, drafts, new, expected)
    if article.head:
        return _beside(article, revisions, new, expected)
    if expected is not None:
        raise Refused(f"{article.slug!r} has no revision {expected}: it is {article.status}")
    return _unasked(drafts, new)


def _over(article: Article, drafts: Sequence[Draft], new: Draft, expected: State) -> Saving:
    """Save over the draft that was edited, if it still is there."""
    before = next((draft for draft in drafts if draft.id == expected.number), None)
    if before is not None:
        return Saving(draft=_in_place_of(before, new))
    replaced = next((draft for draft in drafts if draft.replaces == expected.number), None)
    there = replaced or next((draft for draft in drafts if not draft.aside), None)
    late = replace(new, aside=True, based_on=there.based_on if there else UNKNOWN)
    meanwhile = f"{expected} was replaced by {_told_of(there)}" if replaced and there else ""
    return Saving(
        draft=late,
        meanwhile=meanwhile or _not_there(article, expected, there),
        newer=state_of(there) if there else None,
    )


def _in_place_of(before: Draft, new: Draft) -> Draft:
    return replace(
        new,
        aside=before.aside,
        based_on=before.based_on,
        past=new.past or before.past,
        quiet=before.quiet,
        replaces=before.id,
    )


def _not_there(article: Article, expected: State, to_publish: Draft | None) -> str:
    if to_publish is not None:
        return f"it has no {expected}; {_told_of(to_publish)}, is to be published"
    gone = "it was published or discarded" if article.head else "it was discarded"
    return f"it has no {expected} any more: {gone}"


def _told_of(draft: Draft) -> str:
    return f"{state_of(draft)}, saved by {draft.editor or 'somebody'} at {_when(draft.saved)}"


def _beside(
    article: Article, revisions: Sequence[Revision], new: Draft, expected: State | None
) -> Saving:
    """Save an edit of a published article, beside all others."""
    if expected is not None and expected.number > article.head:
        raise Refused(f"{article.slug!r} has no revision {expected}, only 1 to {article.head}")
    base = expected.number if expected else article.head
    kept = replace(new, aside=True, based_on=base, quiet=False)
    if base == article.head:
        return Saving(draft=kept)
    return Saving(draft=kept, meanwhile=_published(revisions, base), newer=State(article.head))


def too_late(article: Article, revisions: Sequence[Revision], draft: Draft) -> str:
    """Say why a draft is not published as it stands: there are newer revisions than its own."""
    meanwhile = _published(revisions, draft.based_on)
    return told(article, Saving(draft=draft, meanwhile=meanwhile, newer=State(article.head)))


def told(article: Article, decided: Saving) -> str:
    """Say in one line what came in between, where the text is, and how to go on."""
    slug, kept, newer = article.slug, state_of(decided.draft), decided.newer
    see = f"syndicate article show {slug}"
    if newer is not None:
        both = f"{newer} {kept}" if newer.draft else kept
        verb = "save" if newer.draft else "revise"
        see = (
            f"syndicate article diff {slug} {both}, put both together, and {verb} again "
            f"with --expect {newer}"
        )
    return f"{slug!r}: {decided.meanwhile}; your text is kept as {kept}: see {see}"


def _published(revisions: Sequence[Revision], base: int) -> str:
    """Say who published what after a revision that somebody edited."""
    last = revisions[-1]
    return (
        f"it is at revision {last.number}, not {base or 'the one that was edited'}: "
        f"{last.editor or 'somebody'} published that {last.kind} at {_when(last.recorded)}"
    )


def _unasked(drafts: Sequence[Draft], new: Draft) -> Saving:
    """Save what does not say what it was edited from: over the editor's own text alone."""
    before = next((draft for draft in drafts if not draft.aside), None)
    if before is None:
        return Saving(draft=new)
    if before.editor == new.editor or before.content == new.content:
        return Saving(draft=_in_place_of(before, new))
    late, there = replace(new, aside=True), f"there already is {_told_of(before)}"
    return Saving(draft=late, meanwhile=there, newer=state_of(before))


def _when(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
