"""What does a digest look like as mail, and with which words did it tell each item?"""

from bisect import bisect_left
from collections.abc import Callable, Mapping

from syndicate.domain.digests import Digest, RenderedDigest
from syndicate.domain.site import Site
from syndicate.errors import SettingsFault
from syndicate.render import digest_words
from syndicate.render.digest_samples import SAMPLE_TOKEN, sample_digests
from syndicate.render.digest_views import DigestView
from syndicate.render.mail_texts import filled_html, one_line, tidied
from syndicate.render.templating import Templates

HTML_LIMIT = 90_000


class DigestRenderer:
    """Fills the templates of `digests/<template>/`: subject.txt, body.txt and body.html.

    They are given `digest` (a DigestView), `site`, `say` (the words in the
    site's language, by name) and `direction` ("ltr" or "rtl").
    """

    def __init__(self, templates: Templates, site: Site) -> None:
        self._templates = templates
        self._site = site

    def render(self, digest: Digest, template: str, *, token: str) -> RenderedDigest:
        """Return the digest as it is mailed; the same input gives the same bytes.

        `token` stands in the unsubscribe address until the reader's own is
        spliced in; it must be spelt alike in text, HTML and addresses. When the HTML
        would pass 90,000 bytes, items are marked compact, the last shown first, until it
        fits; where that is not enough, the last new ones are left out of HTML and text,
        which say how many more are on the web. What changed is always told. Raises
        SettingsFault for a template's fault.
        """
        view, html = self._fitting(digest, template, token)
        text = tidied(self._text(template, "body.txt", view))
        subject = one_line(self._text(template, "subject.txt", view))
        rendered = RenderedDigest(
            subject=subject,
            text=text,
            html=html,
            item_words=view.item_words(),
        )
        self._refuse_unfit(rendered, template, token)
        return rendered

    def check(self, template: str) -> None:
        """Render every kind of digest there can be; raises SettingsFault at the first fault."""
        for digest in sample_digests(self._site):
            self.render(digest, template, token=SAMPLE_TOKEN)

    def _fitting(self, digest: Digest, template: str, token: str) -> tuple[DigestView, str]:
        """Render with as many items in full as the limit allows, or else as many at all."""
        number = len(digest.items)

        def attempt(full: int, shown: int | None = None) -> tuple[DigestView, str]:
            view = DigestView(digest, self._site, token=token, full=full, shown=shown)
            return view, self._html(template, view)

        def most(render: Callable[[int], tuple[DigestView, str]]) -> int:
            tries = range(1, number)
            return bisect_left(tries, x=True, key=lambda n: not _fits(render(n)))

        whole = attempt(number)
        if _fits(whole):
            return whole
        compact = attempt(most(attempt))
        if _fits(compact):
            return compact
        return attempt(0, max(1, most(lambda shown: attempt(0, shown))))

    def _html(self, template: str, view: DigestView) -> str:
        name = f"digests/{template}/body.html"
        return filled_html(self._templates, name, self._values(view))

    def _text(self, template: str, part: str, view: DigestView) -> str:
        return self._templates.render(f"digests/{template}/{part}", **self._values(view))

    def _values(self, view: DigestView) -> Mapping[str, object]:
        return {
            "digest": view,
            "site": self._site,
            "say": digest_words.table(self._site.language),
            "direction": digest_words.direction(self._site.language),
        }

    def _refuse_unfit(self, rendered: RenderedDigest, template: str, token: str) -> None:
        """Hold back what no reader should get, whichever template made it."""
        folder = f"digests/{template}"
        if not rendered.subject:
            self._fault(f"{folder}/subject.txt", "gives an empty subject; print a headline")
        for part, body in (("body.html", rendered.html), ("body.txt", rendered.text)):
            if token not in body:
                what = "has no unsubscribe link; print {{ digest.unsubscribe_url }}"
                self._fault(f"{folder}/{part}", what)

    def _fault(self, name: str, what: str) -> None:
        raise SettingsFault(f"{self._templates.place(name)}: {what}")


def _fits(rendered: tuple[DigestView, str]) -> bool:
    return len(rendered[1].encode()) <= HTML_LIMIT
