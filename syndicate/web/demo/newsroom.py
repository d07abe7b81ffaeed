"""Who carries out the script? A newsroom that uses the services as the commands do."""

from dataclasses import replace
from pathlib import Path

from syndicate.app import App
from syndicate.domain.articles import Kind, Severity
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.errors import Broken
from syndicate.importers.reading import read_story
from syndicate.web.demo.script import STORIES, Calendar, Step


class Newsroom:
    """Carries out steps; the folder `desk` holds each story's file as it now stands."""

    def __init__(self, calendar: Calendar, desk: Path) -> None:
        self._calendar = calendar
        self._desk = desk

    def play(self, app: App, step: Step) -> None:
        """Carry out one step with the services of an open site."""
        note = self._calendar.words(step.note)
        match step.do:
            case "publish" | "import":
                self._publish(app, step)
            case "rename":
                app.revise.rename(step.slug, step.to)
            case "unpublish":
                app.revise.unpublish(step.slug)
            case "retraction" | "takedown":
                app.revise.withdraw(step.slug, Kind(step.do), note)
            case _:
                self._revise(app, step, note)

    def _publish(self, app: App, step: Step) -> None:
        told = (STORIES / step.story).read_text(encoding="utf-8")
        self._write(step, self._calendar.words(told))
        story = self._read(app, step)
        past = story.past if step.do == "import" else ()
        unknown = tuple(name for name in story.unknown if past or name != "first_published")
        app.ingest(replace(story, slug=step.slug, past=past, unknown=unknown), announce=True)
        app.publish(step.slug)

    def _revise(self, app: App, step: Step, note: str) -> None:
        self._edit(step)
        story = self._read(app, step)
        declared = Declared(
            kind=Kind(step.do),
            note=note,
            severity=Severity(step.severity) if step.severity else None,
            premise=step.premise,
        )
        app.revise(step.slug, story.content, declared, unknown=story.unknown)

    def _edit(self, step: Step) -> None:
        """Change the file as it stands, with what anybody else has changed in it."""
        text = self._file(step).read_text(encoding="utf-8")
        for old, new in step.edits:
            words = self._calendar.words(old)
            if text.count(words) != 1:
                raise Broken(f"{self._file(step)} does not say this once: {words}")
            text = text.replace(words, self._calendar.words(new))
        self._write(step, text)

    def _read(self, app: App, step: Step) -> Story:
        today = app.clock.now().astimezone(self._calendar.zone).date()
        return read_story(
            self._file(step).read_bytes(),
            name=step.story,
            date=today if step.do == "import" else None,
            timezone=self._calendar.zone,
            language=app.site.language,
        )

    def _write(self, step: Step, text: str) -> None:
        self._file(step).write_text(text, encoding="utf-8")

    def _file(self, step: Step) -> Path:
        return self._desk / step.story
