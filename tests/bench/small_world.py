"""What do tests of the replay replay? Three weeks of a harbour town's paper."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.replay.chronicle import read_chronicle
from bench.replay.diary import Diary
from bench.replay.plan import Rates
from bench.replay.shelf import Look
from bench.replay.wire import Arrival
from bench.replay.world import Wishes, World

FIRST = datetime(2026, 2, 27, 9, tzinfo=UTC)
STORIES = 10
SEED = 5
RATES = Rates(
    wrong=55, minor=25, clarified=20, noted=15, retracted=12, taken_down=10, unpublished=10
)
_SUBJECTS = ("ferry", "mural", "bridge", "oysters", "library", "lighthouse", "market")
_DRAFT = "---\ntitle: News of the ferry (0)\ndraft: true\n---\nTo be told.\n"
_ADDED = (
    "The council meets again on Thursday to hear those who live beside the quay.",
    "Divers looked at the piles in the morning and found them sound enough to stay.",
    "Nobody had asked the fishermen, who say they will come to the next meeting all the same.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What is left of a replay: what was done, what left the system, how often it was started."""

    diary: Diary
    arrivals: Sequence[Arrival]
    looks: Sequence[Look]
    starts: int


def replay(folder: Path) -> Replay:
    """Replay the town's paper with a dozen readers."""
    chronicle = read_chronicle([_history(folder)], months=None, most=None)
    wishes = Wishes(
        seed=SEED, readers=10, looks=0.5, every=40, rates=RATES, zones=("UTC", "Asia/Tokyo")
    )
    arrivals: list[Arrival] = []
    world = World(folder, f"sqlite:///{folder}/syndicate.db", chronicle, wishes, arrivals)
    world.run(lambda _: None)
    return Replay(
        diary=world.diary, arrivals=arrivals, looks=world.looks, starts=world.press.starts
    )


def _history(folder: Path) -> Path:
    path = folder / "town.jsonl"
    lines = (json.dumps({"story": f"s{n}", "revisions": list(_states(n))}) for n in range(STORIES))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _states(number: int) -> Iterator[dict[str, str]]:
    """Yield what one story becomes: longer each day, some renamed, deleted and back again."""
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    at = FIRST + timedelta(hours=29 * number)
    if number == 0:  # the paper begins some days before it publishes anything
        early = (at - timedelta(days=3)).isoformat()
        yield {"at": early, "action": "write", "path": "ferry-0.md", "text": _DRAFT}
    for state in range(1 + number % 4):
        if number % 7 == 5 and state == 1:
            at += timedelta(hours=26)
            yield {"at": at.isoformat(), "action": "delete"}
        at += timedelta(hours=21)
        text = " ".join((f"Here is what is known of the {subject}.", *_ADDED[:state]))
        yield {
            "at": at.isoformat(),
            "action": "write",
            "path": f"{subject}-{number}{'-again' if number % 3 == 2 and state else ''}.md",
            "message": "What is known",
            "text": f"---\ntitle: News of the {subject} ({number})\n---\n{text}\n",
        }
