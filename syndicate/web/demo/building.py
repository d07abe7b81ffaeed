"""How does the demonstration get its past? By living through it with a clock that is moved on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.domain.editions import Newsletter
from syndicate.domain.schedules import resolve
from syndicate.settings import Settings
from syndicate.web.demo.folder import DemoFolder
from syndicate.web.demo.newsroom import Newsroom
from syndicate.web.demo.script import Calendar, Step, newest_day, read_script

MORNING = "morning"
BULLETIN = "harbor-bulletin"
READERS = {
    "mara.quint@example.org": "America/New_York",
    "oskar.field@example.org": "Europe/London",
    "hana.mori@example.org": "Asia/Tokyo",
}
WATCHER = next(iter(READERS))
SEVEN = time(7)
_BULLETIN_EVERY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A demonstration that is ready: its site, and the step that is to come after a `wait`."""

    settings: Settings
    newsroom: Newsroom
    coming: Step
    wait: timedelta


Event = tuple[datetime, Callable[[App], object]]


def build(folder: DemoFolder, port: int, start: datetime) -> Demo:
    """Make the site in its folder and live through the days before `start`."""
    settings = folder.make(port)
    calendar = _calendar(settings, start)
    newsroom = Newsroom(calendar, folder.stories)
    *past, coming = sorted(read_script(), key=lambda step: calendar.at(step.at))
    clock = FixedClock(start)
    app = App(settings, clock=clock)
    try:
        for instant, do in sorted(_events(calendar, newsroom, past), key=lambda event: event[0]):
            clock.set(instant)
            do(app)
    finally:
        app.close()
    wait = calendar.at(coming.at) - start
    return Demo(settings=settings, newsroom=newsroom, coming=coming, wait=wait)


def _calendar(settings: Settings, start: datetime) -> Calendar:
    site = settings.site()
    return Calendar(
        start=start,
        zone=ZoneInfo(settings.site_section.timezone),
        day=newest_day(start, SEVEN, _zones()),
        base_url=site.base_url,
    )


def _zones() -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(name) for name in READERS.values())


def _events(calendar: Calendar, newsroom: Newsroom, past: list[Step]) -> Iterator[Event]:
    """Yield what happened, in any order: what the newsroom did, and what came due."""
    yield calendar.at("D-2 08:00"), _start_morning
    yield calendar.at("now-5m"), _start_bulletin
    for step in past:
        yield calendar.at(step.at), partial(newsroom.play, step=step)
    for instant in _due(calendar):
        yield instant, _tick


def _start_morning(app: App) -> None:
    app.newsletters.add(
        Newsletter(
            name=MORNING,
            title="The Courier at Seven",
            schedule="daily 07:00",
            timezone=app.settings.site_section.timezone,
            reader_time=True,
            created=app.clock.now(),
        )
    )
    for email, zone in READERS.items():
        app.subscribe.add(email, MORNING, zone, confirmed=True)


def _start_bulletin(app: App) -> None:
    app.newsletters.add(
        Newsletter(
            name=BULLETIN,
            title="Harbor Bulletin",
            schedule="*/2 * * * *",
            timezone=app.settings.site_section.timezone,
            sections=("Harbor",),
            created=app.clock.now(),
        )
    )
    app.subscribe.add(WATCHER, BULLETIN, confirmed=True)


def _due(calendar: Calendar) -> Iterator[datetime]:
    """Yield the instants up to the start at which a newsletter goes out."""
    for days in range(-1, 3):
        morning = datetime.combine(calendar.day + timedelta(days=days), SEVEN)
        yield from (at for zone in _zones() if (at := resolve(morning, zone)) <= calendar.start)
    whole = calendar.start.replace(minute=calendar.start.minute // 2 * 2, second=0, microsecond=0)
    yield from (whole - _BULLETIN_EVERY, whole)


def _tick(app: App) -> None:
    app.tick()
    app.send_mail()
