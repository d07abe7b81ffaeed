"""What do the mails say that a reader's own request calls for?"""

from collections.abc import Mapping

from syndicate.domain.digests import RenderedDigest
from syndicate.domain.site import Site
from syndicate.render import digest_words
from syndicate.render.mail_texts import filled_html, one_line, tidied
from syndicate.render.templating import Templates

_SAMPLE_LINK = "/confirm/sample"


class TransactionalRenderer:
    """Fills the templates of `mails/<name>/`: subject.txt, body.txt and body.html.

    They are given `newsletter_title`, `link`, `site`, `say` (the words in the
    site's language, by name) and `direction`. Each raises SettingsFault for a
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

    def check(self) -> None:
        """Render every such mail; raises SettingsFault at the first fault."""
        for mail in (self.confirm, self.preferences):
            mail(self._site.title, self._site.url(_SAMPLE_LINK))

    def _mail(self, name: str, newsletter_title: str, link: str) -> RenderedDigest:
        values = self._values(newsletter_title, link)
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
            "say": digest_words.table(self._site.language),
            "direction": digest_words.direction(self._site.language),
        }
