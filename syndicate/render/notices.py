"""What does a notice look like as mail, and with which words did it tell the change?"""

from collections.abc import Mapping
from dataclasses import replace

from syndicate.domain.articles import Kind
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.followings import QUIET_DAYS
from syndicate.domain.notices import NoticeMail
from syndicate.domain.site import Site
from syndicate.errors import SettingsFault
from syndicate.render import digest_words, follow_words, notice_words, words
from syndicate.render.digest_samples import SAMPLE_TOKEN, sample_digests
from syndicate.render.item_views import ItemView
from syndicate.render.mail_texts import filled_html, one_line, tidied
from syndicate.render.templating import Templates


class NoticeView:
    """A notice as a template sees it.

    `item` is the article as digests see it; `kind`, `label` ("Correction") and `opening`
    (a sentence) tell what happened; `wrong` are the wrong words, where they are repeated.
    `read` names the link to the article, which tells no words of the error unless they are
    repeated. `because` says why the reader gets it, `stop` names the link to `unsubscribe_url`.
    """

    def __init__(self, mail: NoticeMail, site: Site, *, token: str, quiet_days: int) -> None:
        self.kind = mail.kind.value
        self.label = _label(mail.kind, site.language)
        self.wrong = mail.wrong
        self.item = ItemView(
            mail.item, site, by_id=mail.kind is not Kind.ORIGINAL and not mail.wrong
        )
        self.read = notice_words.read(mail.kind, site.language)
        said = follow_words.table(site.language)
        if mail.subject:
            self.title = mail.title or said["dated_articles"]
            self.opening = _opening(mail, site.language)
            days = quiet_days
            self.because = follow_words.because(mail.folder, mail.title, days, site.language)
            self.stop = said["stop"]
            self.unsubscribe_url = site.url(f"/unfollow/{token}")
        else:
            self.title = mail.title
            self.opening = notice_words.opening(mail.kind, site.language)
            self.because = said["because"].format(title=mail.title)
            self.stop = said["unsubscribe"]
            self.unsubscribe_url = site.url(f"/unsubscribe/{token}")

    @property
    def told(self) -> str:
        """Return the words told so far."""
        return "\n".join((self.item.told, *self.wrong))


class NoticeRenderer:
    """Fills the templates of `notices/<template>/`: subject.txt, body.txt and body.html.

    They are given `notice` (a NoticeView), `site`, `say` (the words in the site's
    language, by name) and `direction` ("ltr" or "rtl").
    """

    def __init__(self, templates: Templates, site: Site, *, quiet_days: int = QUIET_DAYS) -> None:
        self._templates = templates
        self._site = site
        self._quiet_days = quiet_days

    def render(self, mail: NoticeMail, template: str, *, token: str) -> RenderedDigest:
        """Return the notice as it is mailed; the same input gives the same bytes.

        `token` stands in the unsubscribe address until the reader's own is spliced in.
        Raises SettingsFault for a template's fault.
        """
        view = NoticeView(mail, self._site, token=token, quiet_days=self._quiet_days)
        values = self._values(view)
        folder = f"notices/{template}"
        html = filled_html(self._templates, f"{folder}/body.html", values)
        text = tidied(self._templates.render(f"{folder}/body.txt", **values))
        subject = one_line(self._templates.render(f"{folder}/subject.txt", **values))
        self._refuse_unfit(folder, {"body.html": html, "body.txt": text}, subject, token)
        return RenderedDigest(subject=subject, text=text, html=html, item_words=(view.told,))

    def check(self, template: str = "default") -> None:
        """Render a notice of every kind; raises SettingsFault at the first fault."""
        every = sample_digests(self._site)[0]
        for kind, item in zip(_KINDS, every.items, strict=False):
            mail = NoticeMail(title=every.title, kind=kind, item=item, wrong=("23 to 20",))
            for subject in ("", *_SUBJECTS):
                self.render(replace(mail, subject=subject), template, token=SAMPLE_TOKEN)

    def _values(self, view: NoticeView) -> Mapping[str, object]:
        return {
            "notice": view,
            "site": self._site,
            "say": notice_words.table(self._site.language),
            "direction": digest_words.direction(self._site.language),
        }

    def _refuse_unfit(
        self, folder: str, bodies: Mapping[str, str], subject: str, token: str
    ) -> None:
        """Hold back what no reader should get, whichever template made it."""
        if not subject:
            place = self._templates.place(f"{folder}/subject.txt")
            raise SettingsFault(f"{place}: gives an empty subject; print a headline")
        for part, body in bodies.items():
            if token not in body:
                place = self._templates.place(f"{folder}/{part}")
                what = "has no unsubscribe link; print {{ notice.unsubscribe_url }}"
                raise SettingsFault(f"{place}: {what}")


def _label(kind: Kind, language: str) -> str:
    if kind is Kind.ORIGINAL:
        return digest_words.table(language)["new"]
    return words.label(kind, language)


def _opening(mail: NoticeMail, language: str) -> str:
    """Return what is said to followers: of an article as such, else that we mailed it."""
    if mail.kind is Kind.ORIGINAL:
        return follow_words.opening_new(mail.folder, mail.title, language)
    if mail.folder == "articles" and mail.kind is not Kind.TAKEDOWN:
        return follow_words.opening(mail.kind, language)
    return notice_words.opening(mail.kind, language)


_SUBJECTS = ("articles/sample", "authors/sample", "tags/sample")
_KINDS = (Kind.CORRECTION, Kind.RETRACTION, Kind.EDITORS_NOTE, Kind.UPDATE, Kind.TAKEDOWN)
