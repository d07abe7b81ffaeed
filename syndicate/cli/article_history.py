"""How do stories come in with their whole past, and what is said of it?"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from syndicate.app import App
from syndicate.cli.options import ImportFormat
from syndicate.cli.output import print_json_array, say
from syndicate.cli.progress import Progress
from syndicate.domain.replaying import Imported, Move
from syndicate.errors import AskedWrongly, CouldNot, SyndicateError
from syndicate.services.import_history import Past, Wishes

_SHOWN = 10


HISTORIES = frozenset({ImportFormat.HISTORY, ImportFormat.GIT})


def format_of_histories(files: Sequence[str]) -> ImportFormat | None:
    """Return the format that the files' names tell, if they are histories."""
    named = all(name.endswith((".jsonl", ".jsonl.gz")) for name in files)
    return ImportFormat.HISTORY if named else None


def refuse_what_makes_no_sense(*, announce: bool, dated: bool) -> None:
    """Refuse options that a history leaves no room for."""
    if announce:
        raise AskedWrongly("a history is imported quietly: leave out --announce")
    if dated:
        raise AskedWrongly("a history has its own dates: leave out --date")


def import_histories(app: App, pasts: Mapping[str, Past], wishes: Wishes, *, as_json: bool) -> None:
    """Import histories by name, and print what became of their stories.

    A bad story does not stop the others; CouldNot is raised for it at the end.
    """
    failures: list[SyndicateError] = []
    if as_json:
        told = ((name, one) for name in pasts for one in _each(app, pasts[name], wishes, failures))
        print_json_array(_account(name, one) for name, one in told)
    else:
        for name, past in pasts.items():
            stories = list(_each(app, past, wishes, failures))
            _print_summary(name, stories, dry_run=wishes.dry_run)
    _refuse_failures(failures)


def _each(
    app: App, past: Past, wishes: Wishes, failures: list[SyndicateError]
) -> Iterator[Imported]:
    progress = Progress("Importing")
    try:
        for done, one in enumerate(app.import_history(past, wishes), 1):
            progress.tell(done, len(past))
            if isinstance(one, SyndicateError):
                failures.append(one)
            else:
                yield one
    finally:
        progress.end()


def _refuse_failures(failures: Sequence[SyndicateError]) -> None:
    for failure in failures[:_SHOWN] if len(failures) > 1 else ():
        sys.stderr.write(f"error: {failure}\n")
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise CouldNot(
            f"{len(failures)} stories were not imported, the others were; "
            "mend these and import all again"
        )


def _account(name: str, one: Imported) -> object:
    moves = Counter(str(move) for move in one.moves)
    return {
        "file": name,
        "story": one.key,
        "slug": one.slug,
        "status": one.status,
        "revisions": Counter(one.kinds),
        "unpublished": moves["unpublished"],
        "reinstated": moves["reinstated"],
        "unchanged": moves["unchanged"],
        **{key: asdict(one)[key] for key in ("faults", "waiting", "late")},
    }


def _print_summary(name: str, stories: Sequence[Imported], *, dry_run: bool) -> None:
    statuses = Counter(str(one.status or "without a text") for one in stories)
    kinds = Counter(str(kind) for one in stories for kind in one.kinds)
    back = sum(one.moves.count(Move.REINSTATED) for one in stories)
    say(f"{name}: stories: {_listed(statuses)}.")
    say(f"Revisions that {'would be' if dry_run else 'are'} new: {_listed(kinds)}.")
    if back:
        say(f"Of these bring back what had been deleted: {back}.")
    _print_troubles(stories)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.most_common()) or "none"


def _print_troubles(stories: Sequence[Imported]) -> None:
    _print_some(
        [fault for one in stories for fault in one.faults],
        "Texts broken in part, of which there is what can be read",
    )
    _print_some(
        [f"{one.slug}: {one.waiting} newer states" for one in stories if one.waiting],
        "Stories that were changed here since: what is newer of them was left out",
    )
    _print_some(
        [f"{one.slug}: {one.late} states" for one in stories if one.late],
        "Stories with states from before the last one imported: these were left out",
    )


def _print_some(lines: Sequence[str], told: str) -> None:
    if lines:
        say(f"{told} ({len(lines)}):")
        for line in lines[:_SHOWN]:
            say(f"  {line}")
        if len(lines) > _SHOWN:
            say(f"  and {len(lines) - _SHOWN} more: --json tells all")
