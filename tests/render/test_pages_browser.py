"""What a browser makes of every page under the strict policy, and axe-core of what it shows.

The pages are handed to Chromium without a server.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.render.page_samples import PAGES
from tests.render.page_shelf import shelf

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ORIGIN = "http://courier.invalid"
LOOKS = [(390, "dark"), (1280, "light")]


class Visit:
    """A browser page that is served from the shelf and remembers what went wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.shelf = shelf()
        self.told: list[str] = []
        page.route("**/*", self._serve)
        page.on("console", lambda message: self.told.append(message.text))
        page.on("pageerror", lambda error: self.told.append(str(error)))

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(f"{ORIGIN}/")
        if path == "static/site.css":
            route.fulfill(body=PAGES.stylesheet(), content_type="text/css")
        elif path in self.shelf:
            headers = {"Content-Security-Policy": POLICY}
            html = "text/html; charset=utf-8"
            route.fulfill(body=self.shelf[path], content_type=html, headers=headers)
        elif path.startswith("pictures/"):
            route.fulfill(
                body="<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"
            )
        else:
            self.told.append(f"fetched {route.request.url}")
            route.abort()

    def faults(self, name: str) -> list[str]:
        """Open a page and return what the browser and axe-core hold against it."""
        self.page.goto(f"{ORIGIN}/{name}")
        found = Axe().run(self.page).response["violations"]
        axe = [f"{fault['impact']}: {fault['id']}" for fault in found]
        return [f"{name}: {fault}" for fault in (*self.told, *axe, *self._overflow())]

    def _overflow(self) -> list[str]:
        width = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return ["is wider than the window"] if self.page.evaluate(width) else []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_nothing_is_held_against_any_page(browser: Browser, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    visit = Visit(context.new_page())
    assert [fault for name in visit.shelf for fault in visit.faults(name)] == []
    context.close()


def test_the_keyboard_reaches_the_text_first(browser: Browser) -> None:
    visit = Visit(browser.new_page())
    visit.page.goto(f"{ORIGIN}/article")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "text"
