"""How are the demonstration's own pages answered: start page, mailbox, pictures?"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from syndicate.app import App
from syndicate.domain.feeds import ALL, FeedDocument, FeedFormat
from syndicate.errors import NotFound
from syndicate.render.frame import Frame, Head
from syndicate.render.templating import Templates
from syndicate.settings.starting_files import templates_folder
from syndicate.web.demo.building import BULLETIN, MORNING, READERS, WATCHER, Demo
from syndicate.web.demo.commands import Commands
from syndicate.web.demo.mailbox import Mailbox

_HERE = Path(__file__).parent
_OWN_PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_LOOK_AGAIN = "2"


class DemoFace:
    """The pages under /demo/, without scripts too; `due` is when the story changes."""

    def __init__(self, demo: Demo, app: App, commands: Commands, due: datetime) -> None:
        self._live = demo.coming.slug
        self._due = due
        self._app = app
        self._commands = commands
        self._mailbox = Mailbox(app.settings.mail.maildir)
        folders = [app.settings.folder / "templates", templates_folder(), _HERE / "templates"]
        self._frame = Frame(Templates(folders), app.site)

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route("/demo/", self.start),
            Route("/demo/now", self.now),
            Route("/demo/mail", self.mails),
            Route("/demo/mail/{name}", self.mail),
            Route("/demo/mail/{name}/html", self.mail_html),
            Route("/demo/mail/{name}/source", self.mail_source),
            Route("/demo/demo.css", _file(_HERE / "templates" / "demo.css", "text/css")),
            *(
                Route(f"/demo/pictures/{path.name}", _file(path, "image/png"))
                for path in (_HERE / "pictures").glob("*.png")
            ),
        ]

    def start(self, _: Request) -> Response:
        """Answer with what to try."""
        return self._page(
            "start",
            "What to try",
            live=self._live,
            readers=READERS,
            watcher=WATCHER,
            morning=MORNING,
            bulletin=BULLETIN,
            folder=self._app.settings.folder,
            commands=self._commands.list(self._etag()),
        )

    def now(self, _: Request) -> Response:
        """Answer with how the story that changes stands; asks again until it has changed."""
        reading = self._app.library.public(self._live).reading
        waiting = max(0, round((self._due - self._app.clock.now()).total_seconds()))
        changed = reading.updated >= self._due
        answer = self._page(
            "now",
            "Now",
            reading=reading,
            etag=self._etag(),
            changed=changed,
            waiting=waiting,
        )
        if not changed:
            answer.headers["Refresh"] = _LOOK_AGAIN
        return answer

    def mails(self, _: Request) -> Response:
        """Answer with all mails, newest first."""
        zones = {email: ZoneInfo(name) for email, name in READERS.items()}
        return self._page("mails", "Mailbox", mails=self._mailbox.mails(), zones=zones)

    def mail(self, request: Request) -> Response:
        """Answer with one mail: its headers, how it looks, its text."""
        mail = self._mailbox.mail(request.path_params["name"])
        return self._page("mail", mail.subject, mail=mail)

    def mail_html(self, request: Request) -> Response:
        """Answer with a mail's HTML, as foreign as it is to a mail program."""
        html = self._mailbox.mail(request.path_params["name"]).html
        if not html:
            raise NotFound("this mail has no HTML")
        opened = html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(opened, headers=_headers(self._mail_policy()))

    def mail_source(self, request: Request) -> Response:
        """Answer with a mail as it was sent."""
        source = self._mailbox.mail(request.path_params["name"]).source
        return PlainTextResponse(source, headers=_headers(_OWN_PAGES))

    def _mail_policy(self) -> str:
        return (
            "default-src 'none'; style-src 'unsafe-inline'; "
            f"img-src data: 'self' https: {self._app.site.base_url}; frame-ancestors 'self'; "
            "sandbox allow-popups allow-popups-to-escape-sandbox"
        )

    def _etag(self) -> str:
        document = self._app.serve_feed(ALL.name, FeedFormat.ATOM)
        return document.etag if isinstance(document, FeedDocument) else ""

    def _page(self, name: str, title: str, **values: object) -> HTMLResponse:
        html = self._frame.page(f"demo/{name}", Head(title=title, index=False), **values)
        return HTMLResponse(html, headers=_headers(_OWN_PAGES))


def _file(path: Path, media_type: str) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        return Response(path.read_bytes(), media_type=media_type, headers=_headers(_OWN_PAGES))

    return answer


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
