"""What do the mails say that a reader's own request calls for?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from syndicate.domain.alarms import Alarm
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Edition, EditionStatus, Newsletter
from syndicate.domain.followings import QUIET_DAYS, Subject
from syndicate.domain.site import Site
from syndicate.render import digest_words, follow_words
from syndicate.render.mail_texts import filled_html, one_line, tidied
from syndicate.render.templating import Templates

_SAMPLE_LINK = "/confirm/sample"
_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_SAMPLE_NEWSLETTER = Newsletter(
    name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=_NOON
)
_SAMPLE_EDITION = Edition(
    newsletter_id=0, period_key="2026-03-02T12:00", due=_NOON, status=EditionStatus.DUE
)
_SAMPLE_ALARM = Alarm(name="sample", since=_NOON, told=_NOON, words="Something is wrong.")
_SUBJECTS = ("articles/sample", "authors/sample", "tags/sample")


class TransactionalRenderer:
    """Fills the templates of `mails/<name>/`: subject.txt, body.txt and body.html.

    They are given `newsletter_title` or, of what is followed, `label` and `why`; `link`,
    `site`, `say` (the words in the site's language, by name) and `direction`; `approval` is
    given `newsletter`, `edition`, `period` and `until`, `alarms` the sentences of `new` ones and
    the alarms that are `going_on`. Each raises SettingsFault for a
    template's fault.
    """

    def __init__(self, templates: Templates, site: Site) -> None:
        self._templates = templates
        self._site = site

    def confirm(self, newsletter_title: str, link: str) -> RenderedDigest:
        """Ask whether the reader wants the newsletter; `link` leads to the page that asks."""
        return self._mail("confirm", newsletter_title, link)

    def preferences(self, newsletter_title: str, link: str) -> RenderedDigest:
        """Send the link at which a subscription can be changed."""
        return self._mail("preferences", newsletter_title, link)

    def follow(self, subject: Subject, link: str, quiet_days: int) -> RenderedDigest:
        """Ask whether the reader wants to follow something; `link` leads to the page that asks."""
        why = follow_words.table(self._site.language)[f"follow_{subject.folder}"]
        return self._of_subject("follow", subject, why, link, quiet_days)

    def lapsed(self, subject: Subject, quiet_days: int) -> RenderedDigest:
        """Say that following an article has ended, after so many days without a change."""
        why = follow_words.table(self._site.language)["lapsed_why"]
        return self._of_subject("lapsed", subject, why, subject.url, quiet_days)

    def approval(self, newsletter: Newsletter, edition: Edition) -> RenderedDigest:
        """Say to whoever approves editions that one waits: plain, in English as commands are."""
        until = (edition.due + newsletter.late_limit).astimezone(ZoneInfo(newsletter.timezone))
        values = {
            "newsletter": newsletter,
            "edition": edition,
            "period": edition.period_key.replace("T", " "),
            "until": f"{until:%Y-%m-%d %H:%M} ({newsletter.timezone})",
            "site": self._site,
        }
        subject = self._templates.render("mails/approval/subject.txt", **values)
        text = self._templates.render("mails/approval/body.txt", **values)
        return RenderedDigest(subject=one_line(subject), text=tidied(text), html="", item_words=())

    def alarms(self, new: Sequence[str], going_on: Sequence[Alarm]) -> RenderedDigest:
        """Say to the operator what is wrong: plain, in English as commands are."""
        values = {"new": new, "going_on": going_on, "site": self._site}
        subject = self._templates.render("mails/alarms/subject.txt", **values)
        text = self._templates.render("mails/alarms/body.txt", **values)
        return RenderedDigest(subject=one_line(subject), text=tidied(text), html="", item_words=())

    def check(self) -> None:
        """Render every such mail; raises SettingsFault at the first fault."""
        link = self._site.url(_SAMPLE_LINK)
        for mail in (self.confirm, self.preferences):
            mail(self._site.title, link)
        self.approval(_SAMPLE_NEWSLETTER, _SAMPLE_EDITION)
        self.alarms([_SAMPLE_ALARM.words], [_SAMPLE_ALARM])
        for name in _SUBJECTS:
            subject = Subject(name=name, label=self._site.title, url=link)
            self.follow(subject, link, QUIET_DAYS)
            self.lapsed(subject, QUIET_DAYS)

    def _of_subject(
        self, name: str, subject: Subject, why: str, link: str, quiet_days: int
    ) -> RenderedDigest:
        told = why.format(label=subject.label, days=quiet_days)
        values = {**self._values("", link), "label": subject.label, "why": told}
        return self._filled(name, values)

    def _mail(self, name: str, newsletter_title: str, link: str) -> RenderedDigest:
        return self._filled(name, self._values(newsletter_title, link))

    def _filled(self, name: str, values: Mapping[str, object]) -> RenderedDigest:
        subject = self._templates.render(f"mails/{name}/subject.txt", **values)
        text = self._templates.render(f"mails/{name}/body.txt", **values)
        html = filled_html(self._templates, f"mails/{name}/body.html", values)
        return RenderedDigest(
            subject=one_line(subject), text=tidied(text), html=html, item_words=()
        )

    def _values(self, newsletter_title: str, link: str) -> Mapping[str, object]:
        return {
            "newsletter_title": newsletter_title,
            "link": link,
            "site": self._site,
            "say": follow_words.table(self._site.language),
            "direction": digest_words.direction(self._site.language),
        }
