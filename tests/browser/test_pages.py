"""Can everybody use the pages: on a phone or a desk, by keyboard, by ear, without scripts?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.served import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
FOCUSED = "document.activeElement.className + '#' + document.activeElement.id"
STYLED = "getComputedStyle(document.querySelector('main')).maxWidth !== 'none'"


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a site with articles in every state."""
    with served(tmp_path_factory.mktemp("newspaper")) as address:
        yield address


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """Open a window; fail where the console complains or anything is asked of another host."""
    opened = browser.new_page()
    complaints = watch(opened)
    yield opened
    opened.close()
    assert complaints == []


def watch(page: "Page") -> list[str]:
    """Return the list that fills with what should not happen on a page."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", lambda request: complaints.extend(_elsewhere(request.url)))
    return complaints


def _elsewhere(url: str) -> list[str]:
    return [] if url.startswith(("http://127.0.0.1:", "data:")) else [url]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_in_anybodys_way(
    browser: "Browser", newspaper: Served, width: int, scheme: Literal["light", "dark"]
) -> None:
    window = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints, faults = watch(window), []
    for name in newspaper.paths:
        answer = window.goto(newspaper.url(name))
        assert answer is not None
        assert answer.status == 200, name
        if window.evaluate(TOO_WIDE):
            faults.append(f"{name} is too wide")
        found = Axe().run(window).response["violations"]
        serious = [v for v in found if v["impact"] in {"serious", "critical"}]
        faults += [f"{name}: {v['id']} {v['nodes'][0]['html']}" for v in serious]
    window.close()
    assert faults == []
    assert complaints == []


def test_the_style_is_applied_under_the_policy(page: "Page", newspaper: Served) -> None:
    page.goto(newspaper.url("front"))
    assert page.evaluate(STYLED)


def test_pictures_are_shown_and_one_without_address_is_no_broken_picture(
    page: "Page", newspaper: Served
) -> None:
    page.goto(newspaper.url("pictured"))
    assert page.locator("main img").count() == 1
    assert page.locator("main img").first.evaluate("picture => picture.naturalWidth") == 600
    assert "Town archive" in page.locator("main").inner_text()


def test_the_first_key_reaches_the_way_past_the_masthead(page: "Page", newspaper: Served) -> None:
    page.goto(newspaper.url("noted"))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "skip#"
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED).endswith("#text")


def test_two_revisions_are_chosen_and_compared(page: "Page", newspaper: Served) -> None:
    page.goto(newspaper.url("history"))
    page.get_by_label("From revision").select_option("2")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/diff/2...3")
    assert page.locator("del, ins").count() > 0


def test_everything_works_without_scripts(browser: "Browser", newspaper: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(newspaper.url("front"))
    page.get_by_role("link", name="Newsletters").first.click()
    page.get_by_label("Your e-mail address").first.fill("grace@example.org")
    page.get_by_label("Your time zone").select_option("Europe/London")
    page.get_by_role("button", name="Subscribe").click()
    assert "message with a link is on its way" in page.locator("main").inner_text()
    for name, button in (("confirm", "Confirm"), ("preferences", "Save")):
        page.goto(newspaper.url(name))
        page.get_by_role("button", name=button).click()
        assert page.locator("h1").inner_text() != "This link no longer works"
    context.close()


def test_a_form_with_a_fault_says_so_beside_the_field(
    browser: "Browser", newspaper: Served
) -> None:
    page = browser.new_page()  # its console tells of every 400
    page.goto(newspaper.url("subscribe"))
    page.locator("form").first.evaluate("form => form.noValidate = true")
    page.get_by_label("Your e-mail address").first.fill("ada")
    with page.expect_response(lambda response: response.status == 400):
        page.get_by_role("button", name="Subscribe").click()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("Your e-mail address").first.input_value() == "ada"
    page.close()
