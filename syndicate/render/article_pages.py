"""How does one article look: now, at an earlier revision, over time, and when it is gone?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from syndicate.domain.articles import Content, Status
from syndicate.domain.followings import article_subject
from syndicate.domain.pages import History, under_later_notes
from syndicate.domain.readings import Reading
from syndicate.domain.site import PublicHistory
from syndicate.errors import NotFound
from syndicate.render import bodies, json_ld, moves, told_changes, versions
from syndicate.render.diffs import Mark, Part, compare, count, stretches
from syndicate.render.frame import Frame, Head
from syndicate.render.told_changes import Sentence

_FIELDS = {
    "headline": "Headline",
    "summary": "Summary",
    "section": "Section",
    "byline": "Byline",
    "dateline": "Dateline",
    "body": "Text",
    "pictures": "Pictures",
    "contributors": "Contributors",
    "related": "Related",
    "tags": "Subjects",
}


def _compared(before: Content | None, after: Content | None) -> tuple[Part, ...]:
    """Compare word by word what is told so; people, pictures and subjects are told in sentences."""
    if before is None or after is None:
        return ()
    parts = (part for part in compare(before, after) if part.name not in told_changes.FIELDS)
    return tuple(replace(part, passages=moves.marked(part.passages)) for part in parts)


def _told(before: Content | None, after: Content | None) -> Mapping[str, Sequence[Sentence]]:
    return told_changes.told(before, after) if before and after else {}


class ArticlePages:
    """The pages of one article."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._say = frame.voice.say

    def article(self, reading: Reading) -> str:
        """Return the newest words, retracted ones marked, between their notes."""
        headline = self._headline(reading)
        head = Head(
            title=headline,
            path=f"/articles/{reading.slug}",
            description=reading.content.summary if reading.content else "",
            feeds=(self._frame.revisions_feed(reading.slug, headline),),
            links=versions.of_article(reading, self._frame.site) if reading.content else (),
            reading=reading,
            json_ld=json_ld.news_article(reading, self._frame.site),
        )
        body = Markup(bodies.page_body(reading, self._frame.site))  # noqa: S704 - escaped there
        return self._frame.page("article", head, **self._values(reading), body=body)

    def revision(self, reading: Reading, history: History) -> str:
        """Return a revision's words under the notes of all, later ones too.

        `reading` is that revision's; words that the history withholds are not shown.
        """
        entry = history.entry(reading.number)
        reading = under_later_notes(reading)
        head = Head(
            title=self._say(
                "Revision {number}: {headline}",
                number=entry.number,
                headline=self._headline(reading) if entry.content else history.headline,
            ),
            path=f"/articles/{history.slug}",
            feeds=(self._frame.revisions_feed(history.slug, history.headline),),
            links=versions.of_revision(history, entry.number, self._frame.site),
            index=False,
        )
        body = bodies.page_body(reading, self._frame.site) if entry.content else ""
        values = self._values(reading) | {"history": history, "entry": entry}
        return self._frame.page("revision", head, **values, body=Markup(body))  # noqa: S704 - as above

    def history(self, history: History) -> str:
        """Return the list of revisions, newest first."""
        head = Head(
            title=self._say("History of “{headline}”", headline=history.headline),
            path=f"/articles/{history.slug}/history",
            feeds=(self._frame.revisions_feed(history.slug, history.headline),),
            links=versions.of_comparison(history, self._frame.site),
            index=history.status is Status.PUBLISHED,
        )
        return self._frame.page("history", head, history=history)

    def diff(self, reading: Reading, history: History, older: int, newer: int) -> str:
        """Return two revisions compared word by word, under the notes of the newest `reading`.

        Raises NotFound when a revision does not exist, the two are the same, or the
        history tells notes only.
        """
        if history.shows is PublicHistory.NOTES:
            raise NotFound("what changed between revisions is not public here")
        before, after = history.entry(older), history.entry(newer)
        if older == newer:
            raise NotFound(f"revision {older} cannot be compared with itself; name two")
        parts = _compared(before.content, after.content)
        return self._frame.page(
            "diff",
            self._diff_head(history),
            **self._values(reading),
            history=history,
            before=before,
            after=after,
            parts_of=[(part, stretches(part.passages)) for part in parts],
            sentences=_told(before.content, after.content),
            fields=_FIELDS,
            words_added=count(parts, Mark.ADDED),
            words_removed=count(parts, Mark.REMOVED),
        )

    def taken_down(self, history: History | None = None) -> str:
        """Return the neutral page, with kinds and instants when a history is given."""
        head = Head(title=self._say("Removed"), index=False)
        return self._frame.page("taken-down", head, history=history)

    def gone(self) -> str:
        """Return what stands at an address whose article was withdrawn."""
        return self._frame.page("gone", Head(title=self._say("No longer here"), index=False))

    def _diff_head(self, history: History) -> Head:
        return Head(
            title=self._say("What changed: {headline}", headline=history.headline),
            path=f"/articles/{history.slug}",
            feeds=(self._frame.revisions_feed(history.slug, history.headline),),
            links=versions.of_comparison(history, self._frame.site),
            index=False,
        )

    def _headline(self, reading: Reading) -> str:
        return reading.content.headline if reading.content else self._say("Text not available")

    def _values(self, reading: Reading) -> dict[str, Any]:
        notes = bodies.notes_html(reading.notes, reading, self._frame.site)
        return {
            "reading": reading,
            "headline": self._headline(reading),
            "own": self._frame.voice_of(reading),
            "retracted": reading.status is Status.RETRACTED,
            "subject": article_subject(reading.id),
            "notes": Markup(notes),  # noqa: S704 - escaped there
        }
