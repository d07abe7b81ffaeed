"""Can the demonstration's pages be used in a browser, on a desk and on a phone?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.demo_process import free_port, lines_until, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
PICTURE = "document.querySelector('img').naturalWidth"
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the demonstration and return where it is."""
    port = free_port()
    with running(tmp_path_factory.mktemp("demo"), port) as process:
        lines_until(process, "Ctrl-C")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """Open a window, and fail where the console complains."""
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    yield opened
    opened.close()
    assert complaints == []


def open_newest_mail(page: "Page", address: str) -> None:
    page.goto(f"{address}/demo/mail")
    page.locator(".tries a").first.click()


def test_the_glance_tells_how_the_story_stands(page: "Page", address: str) -> None:
    page.goto(f"{address}/demo/")
    glance = page.frame_locator("iframe.live")
    assert "aboard" in glance.locator("h1").inner_text()


def test_a_mail_is_seen_with_its_style_and_pictures(page: "Page", address: str) -> None:
    open_newest_mail(page, address)
    letter = page.frame_locator("iframe.letter")
    letter.locator("img").first.wait_for()
    frame = next(frame for frame in page.frames if frame.url.endswith("/html"))
    assert frame.evaluate(PICTURE) > 0
    assert "Georgia" in frame.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")


def test_a_link_in_a_mail_opens_a_window_of_its_own(page: "Page", address: str) -> None:
    open_newest_mail(page, address)
    with page.expect_popup() as opened:
        page.frame_locator("iframe.letter").locator("h3 a").first.click()
    assert "/articles/ferry-aground-gannet-point" in opened.value.url
    opened.value.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", ["/demo/", "/demo/mail", "a mail"])
def test_nothing_is_in_anybodys_way(
    browser: "Browser", address: str, path: str, width: int, scheme: str
) -> None:
    window = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    if path == "a mail":
        open_newest_mail(window, address)
    else:
        window.goto(address + path)
    faults = [fault["id"] for fault in Axe().run(window).response["violations"]]
    too_wide = window.evaluate(TOO_WIDE)
    window.close()
    assert (faults, too_wide) == ([], False)
