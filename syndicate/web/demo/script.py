"""What happens to which story of the demonstration, and when?"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from syndicate.domain.schedules import resolve

STORIES = Path(__file__).parent / "stories"

_WALL = re.compile(r"D([+-]\d+) (\d\d:\d\d)")
_OFFSET = re.compile(r"now([+-]\d+)([hms])")
_WEEKDAY = re.compile(r"\{D([+-]\d+)\}")
_UNITS = {"h": "hours", "m": "minutes", "s": "seconds"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens to one story; script.toml explains the fields."""

    at: str
    story: str
    do: str
    note: str = ""
    severity: str = ""
    premise: bool = False
    to: str = ""
    edits: tuple[tuple[str, str], ...] = ()

    @property
    def slug(self) -> str:
        """Return the slug under which the story was published."""
        return Path(self.story).stem


def read_script() -> tuple[Step, ...]:
    """Return all steps, as they are written down."""
    script = tomllib.loads((STORIES / "script.toml").read_text(encoding="utf-8"))
    return tuple(
        Step(**raw | {"edits": tuple((old, new) for old, new in raw.get("edits", ()))})
        for raw in script["steps"]
    )


def newest_day(start: datetime, wall: time, zones: tuple[ZoneInfo, ...]) -> date:
    """Return the newest day on which a wall time has come in all zones."""
    return min(_newest_day(start.astimezone(zone), wall) for zone in zones)


def _newest_day(local: datetime, wall: time) -> date:
    return local.date() if local.time() >= wall else local.date() - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Turns the script's moments and weekdays into those of one run.

    `day` is D: the day of the newest morning edition that every reader has had.
    """

    start: datetime
    zone: ZoneInfo
    day: date
    base_url: str

    def at(self, moment: str) -> datetime:
        """Return the instant of "D-2 09:10" or "now-50m"."""
        if offset := _OFFSET.fullmatch(moment):
            return self.start + timedelta(**{_UNITS[offset[2]]: int(offset[1])})
        wall = _WALL.fullmatch(moment)
        if wall is None:
            raise ValueError(f'{moment!r} is neither like "D-2 09:10" nor like "now-50m"')
        local = datetime.combine(self._day(wall[1]), time.fromisoformat(wall[2]))
        return resolve(local, self.zone)

    def words(self, text: str) -> str:
        """Return the text with this run's weekdays and addresses."""
        dated = _WEEKDAY.sub(lambda token: f"{self._day(token[1]):%A}", text)
        today = self.start.astimezone(self.zone)
        return dated.replace("{today}", f"{today:%A}").replace("{base}", self.base_url)

    def _day(self, offset: str) -> date:
        return self.day + timedelta(days=int(offset))
