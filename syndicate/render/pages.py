"""Which pages are there? Everything people read in a browser, by noun."""

from syndicate.domain.site import Site
from syndicate.render.article_pages import ArticlePages
from syndicate.render.figure_pages import FigurePages
from syndicate.render.frame import Frame
from syndicate.render.front_pages import FrontPages
from syndicate.render.newsletter_pages import NewsletterPages
from syndicate.render.reader_pages import ReaderPages
from syndicate.render.templating import Templates

STYLESHEET = "pages/site.css"


class Pages:
    """All pages of a site, each a whole HTML document.

    They need no script and nothing from elsewhere but pictures, and ask for
    their style sheet at /static/site.css, which `stylesheet` returns.
    """

    def __init__(self, templates: Templates, site: Site) -> None:
        frame = Frame(templates, site)
        self._templates = templates
        self.fronts = FrontPages(frame)
        self.figures = FigurePages(frame)
        self.articles = ArticlePages(frame)
        self.newsletters = NewsletterPages(frame)
        self.readers = ReaderPages(frame)

    def check(self) -> None:
        """Read every template of a page; raises SettingsFault at the first fault of syntax."""
        self._templates.check("pages")

    def stylesheet(self) -> str:
        """Return the style sheet, the site's own where its templates have one."""
        return self._templates.render(STYLESHEET)
