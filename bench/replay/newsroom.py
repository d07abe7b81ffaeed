"""How are a story's real changes, and those the plan adds, published as time goes?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bench.replay.desks import Desk
from bench.replay.diary import NOTED, Act, Diary
from bench.replay.marks import Mark, error, marked, noted
from bench.replay.plan import Deed, Injected
from bench.replay.press import Press
from syndicate.domain.articles import Article, Content, Kind, Severity, Status
from syndicate.domain.changes import Change
from syndicate.domain.histories import PastState, PastStory, slug_of_path
from syndicate.domain.notices import Asked
from syndicate.domain.publication import Declared
from syndicate.domain.replaying import Imported, Move, Step, next_step, stand_after
from syndicate.domain.stories import Story
from syndicate.errors import Conflict, Refused
from syndicate.importers.posts import read_state
from syndicate.services.import_history import Wishes

MOST_OF_A_STEM = 90
WHY_MINOR = "its source calls it so"


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """Publishes through the application's services, and writes down what it did."""

    press: Press
    diary: Diary
    desks: list[Desk]
    refused: list[str] = field(default_factory=list)
    _slugs: set[str] = field(default_factory=set)

    def bring_in(self, pasts: Sequence[PastStory]) -> int:
        """Import what stories were before the replay, quietly; return how many revisions."""
        told = [past for past in pasts if past.states]
        done = iter(self.press.app.import_history(told, Wishes()))
        imported = 0
        for desk, past in zip(self.desks, pasts, strict=True):
            if past.states:
                imported += self._settle_in(desk, past, next(done))
        for _ in done:  # its feeds follow once it is told to the end
            pass
        return imported

    def _settle_in(self, desk: Desk, past: PastStory, outcome: object) -> int:
        if not isinstance(outcome, Imported):
            raise TypeError(f"{past.key}: {outcome}")
        for state in past.states:
            desk.stand = stand_after(desk.stand, self._step(desk, state))
        desk.slug, desk.status, desk.head = outcome.slug, outcome.status, len(outcome.kinds)
        desk.stem = next((slug_of_path(s.path) for s in reversed(past.states) if s.path), "")
        self._slugs.add(desk.slug)
        if desk.head:
            desk.identity = str(self.press.app.library.show(desk.slug)["id"])
            gone = desk.status is Status.UNPUBLISHED
            change = Change.UNPUBLISH if gone else Change.ORIGINAL
            self._note(desk, change, quiet=True)
        return desk.head

    def _step(self, desk: Desk, state: PastState) -> Step:
        silent = state.text is None or desk.stand.shows(state)
        told = None if silent else read_state(state, before=desk.stand.content)
        return next_step(desk.stand, state, told)

    # What really happened

    def happen(self, number: int, state: PastState, *, wrong: bool, headline: bool) -> bool:
        """Let a story come into a state of its source; tell whether a revision came of it.

        A `wrong` one brings an error, in its headline or in its summary. What the plan has
        withdrawn stays so until the plan brings it back: its changes are left out.
        """
        desk = self.desks[number]
        step = self._step(desk, state)
        desk.stand = stand_after(desk.stand, step)
        if step.move in {Move.DRAFTED, Move.UNCHANGED} or not self._may(desk, step.move):
            return False
        self._follow_path(desk, state.path)
        if wrong and step.kind in {Kind.ORIGINAL, Kind.UPDATE}:
            mark = Mark(desk.number, self._next_words(desk, step.move))
            desk.errors[mark.number] = error(mark, headline=headline)
        self._carry_out(desk, step)
        return step.kind is not None

    def _may(self, desk: Desk, move: Move) -> bool:
        wanted: dict[Move, set[Status | None]] = {
            Move.PUBLISHED: {None, Status.DRAFT},
            Move.REVISED: {Status.PUBLISHED},
            Move.UNPUBLISHED: {Status.PUBLISHED},
            Move.REINSTATED: {Status.UNPUBLISHED},
        }
        return desk.status in wanted[move]

    def _next_words(self, desk: Desk, move: Move) -> int:
        return desk.head + (2 if move is Move.REINSTATED else 1)

    def _carry_out(self, desk: Desk, step: Step) -> None:
        if step.move is Move.PUBLISHED:
            self._publish(desk)
        elif step.move is Move.UNPUBLISHED:
            self._unpublish(desk)
        else:
            if step.move is Move.REINSTATED:
                self._reinstate(desk)
            self._revise(desk, Declared(kind=step.kind or Kind.UPDATE))

    def _follow_path(self, desk: Desk, path: str) -> None:
        stem = slug_of_path(path) if path else desk.stem
        if stem == desk.stem:
            return
        desk.stem, new = stem, self._free(stem)
        if desk.slug:
            self._after(desk, self.press.app.revise.rename(desk.slug, new), Change.RENAME)
        desk.slug = new

    def _free(self, stem: str) -> str:
        slug = next(s for n in range(1, 10_000) if (s := _numbered(stem, n)) not in self._slugs)
        self._slugs.add(slug)
        return slug

    def _publish(self, desk: Desk) -> None:
        story = Story(content=self._content(desk), slug=desk.slug or self._free("story"))
        desk.slug = self.press.app.ingest(story, announce=True)
        self._after(desk, self.press.app.publish(desk.slug), Change.ORIGINAL)

    def _unpublish(self, desk: Desk) -> None:
        self._after(desk, self.press.app.revise.unpublish(desk.slug), Change.UNPUBLISH)

    def _reinstate(self, desk: Desk) -> None:
        note = noted("It is back.", Mark(desk.number, desk.head + 1))
        article = self.press.app.revise.reinstate(desk.slug, note)
        self._after(desk, article, Change.UPDATE, words=desk.words)

    def _revise(self, desk: Desk, declared: Declared, asked: Asked | None = None) -> None:
        mark = Mark(desk.number, desk.head + 1)
        said = declared.note or f"What is known about {desk.stem} was extended."
        note = noted(said, mark) if Change(declared.kind) in NOTED else ""
        article = self.press.app.revise(
            desk.slug,
            self._content(desk),
            replace(declared, note=note),
            expect=desk.head,
            force=WHY_MINOR if declared.kind is Kind.MINOR else "",
            asked=asked or Asked(),
        )
        self._after(desk, article, Change(declared.kind), declared=declared, asked=asked)

    def _content(self, desk: Desk) -> Content:
        if desk.stand.content is None:
            raise Refused(f"{desk.slug}: there are no words")
        mark = Mark(desk.number, desk.head + 1)
        return marked(desk.stand.content, mark, tuple(desk.errors.values()))

    # What the plan adds

    def inject(self, number: int, injected: Injected) -> None:
        """Do what the plan adds to a story, where it still makes sense."""
        desk = self.desks[number]
        try:
            self._deeds[injected.deed](desk, injected)
        except (Refused, Conflict) as refusal:
            self.refused.append(str(refusal))

    @property
    def _deeds(self) -> dict[Deed, Callable[[Desk, Injected], None]]:
        return {
            Deed.MINOR: lambda desk, _: self._change(desk, Kind.MINOR),
            Deed.CORRECT_MAJOR: self._correct,
            Deed.CORRECT_MINOR: self._correct,
            Deed.CLARIFY: lambda desk, _: self._change(desk, Kind.CLARIFICATION),
            Deed.ADD_NOTE: self._add_note,
            Deed.RETRACT: self._withdraw,
            Deed.TAKE_DOWN: self._withdraw,
            Deed.UNPUBLISH: self._pull,
            Deed.REINSTATE: self._bring_back,
        }

    def _change(self, desk: Desk, kind: Kind) -> None:
        if desk.status is Status.PUBLISHED:
            self._revise(desk, Declared(kind=kind, note="To say it more clearly."))

    def _correct(self, desk: Desk, injected: Injected) -> None:
        if desk.status is not Status.PUBLISHED or not desk.errors:
            return
        first = min(desk.errors)
        phrase = desk.errors.pop(first)
        major = injected.deed is Deed.CORRECT_MAJOR
        severity = Severity.MAJOR if major else Severity.MINOR
        wrong = (phrase.upper(),) if injected.by_words else ()
        since = first if injected.by_number else None
        asked = Asked(wrong=wrong, since=since, repeat_error=bool(wrong) and injected.loudly)
        note = f"It is not {phrase}." if injected.loudly else "The sum was wrong."
        self._revise(desk, Declared(kind=Kind.CORRECTION, severity=severity, note=note), asked)

    def _add_note(self, desk: Desk, injected: Injected) -> None:
        if desk.status is Status.PUBLISHED:
            declared = Declared(kind=Kind.EDITORS_NOTE, note="A word about our sources.")
            self._revise(desk, declared, Asked(notify=injected.loudly))

    def _withdraw(self, desk: Desk, injected: Injected) -> None:
        if desk.status is not Status.PUBLISHED:
            return
        kind = Kind.RETRACTION if injected.deed is Deed.RETRACT else Kind.TAKEDOWN
        mark = Mark(desk.number, desk.head + 1)
        note = noted("It could not be confirmed.", mark) if kind is Kind.RETRACTION else ""
        asked = Asked(notify=kind is Kind.TAKEDOWN and injected.loudly)
        article = self.press.app.revise.withdraw(desk.slug, kind, note, asked)
        self._after(desk, article, Change(kind), words=desk.words, asked=asked)

    def _pull(self, desk: Desk, _: Injected) -> None:
        if desk.status is Status.PUBLISHED:
            self._unpublish(desk)

    def _bring_back(self, desk: Desk, _: Injected) -> None:
        if desk.status in {Status.UNPUBLISHED, Status.RETRACTED}:
            self._reinstate(desk)

    # What is written down

    def _after(
        self,
        desk: Desk,
        article: Article,
        change: Change,
        *,
        words: int | None = None,
        declared: Declared | None = None,
        asked: Asked | None = None,
    ) -> None:
        revised = article.head > desk.head
        desk.slug, desk.status, desk.head = article.slug, article.status, article.head
        desk.identity = str(article.id)
        if revised:
            desk.words = article.head if words is None else words
        severity = declared.severity if declared else None
        self._note(desk, change, severity=severity, asked=asked or Asked())

    def _note(
        self,
        desk: Desk,
        change: Change,
        *,
        severity: Severity | None = None,
        asked: Asked | None = None,
        quiet: bool = False,
    ) -> None:
        asked = asked or Asked()
        self.diary.note(
            Act(
                at=self.press.clock.instant,
                article=desk.number,
                change=change,
                number=desk.head,
                words=desk.words,
                noted=change in NOTED and not quiet,
                severity=severity,
                wrong=asked.wrong,
                since=asked.since or 0,
                told=_told(change, severity, notify=asked.notify),
                repeats=asked.repeat_error,
                quiet=quiet,
                slug=desk.slug,
                identity=desk.identity,
            )
        )


def _told(change: Change, severity: Severity | None, *, notify: bool) -> bool:
    """Tell, by the policy's words, whether readers are owed a notice of a change."""
    if change is Change.CORRECTION:
        return severity is Severity.MAJOR
    return change is Change.RETRACTION or notify


def _numbered(stem: str, n: int) -> str:
    return stem[:MOST_OF_A_STEM] if n == 1 else f"{stem[:MOST_OF_A_STEM]}-{n}"
