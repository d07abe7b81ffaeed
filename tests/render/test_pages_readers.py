"""What a reader by mail is asked and told."""

from dataclasses import replace
from typing import Any

import pytest

from syndicate.domain.reader_pages import Done, FormFault, SubscribeForm, by_region, masked
from syndicate.render.page_words import TABLES
from syndicate.render.pages import Pages
from tests.render.page_reading import elements
from tests.render.page_samples import PAGES, SITE, TEMPLATES
from tests.render.page_shelf import CHOSEN, MORNING, WEEKLY, ZONES

READERS = PAGES.readers


def form(page: str, at: int = 0) -> Any:  # noqa: ANN401 - lxml's stubs know no forms
    return elements(page, "//form")[at]


def test_the_subscription_form_asks_for_an_address_and_newsletters() -> None:
    page = PAGES.newsletters.subscribe([MORNING, WEEKLY], SubscribeForm(chosen=("weekly",)))
    asked = form(page)
    assert asked.action == "/subscribe"
    assert asked.fields["email"] == ""
    assert [box.get("value") for box in asked.xpath(".//input[@checked]")] == ["weekly"]


def test_a_faulty_form_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    given = SubscribeForm(email='a"b@', fault="That is no address.", field="email")
    page = PAGES.newsletters.subscribe([MORNING], given)
    (field,) = form(page).xpath(".//input[@name='email']")
    assert field.get("value") == 'a"b@'
    assert field.get("aria-invalid") == "true"
    assert "That is no address." in page


@pytest.mark.parametrize("field", ["email", "newsletter", "timezone"])
def test_what_is_wrong_stands_at_its_field(field: str) -> None:
    given = SubscribeForm(zones=ZONES, zone="UTC", fault="That will not do.", field=field)
    asked = form(PAGES.newsletters.subscribe([MORNING, WEEKLY], given))
    (told,) = asked.xpath(".//*[@aria-describedby]")
    (said,) = asked.xpath(f".//*[@id='{told.get('aria-describedby')}']")
    assert said.text == "That will not do."
    assert field in {told.get("name"), *told.xpath(".//input/@name")}


@pytest.mark.parametrize("language", sorted(TABLES))
@pytest.mark.parametrize("what", FormFault)
def test_what_is_wrong_is_said_in_the_language_of_the_site(language: str, what: FormFault) -> None:
    said = Pages(TEMPLATES, replace(SITE, language=language)).readers.fault(what)
    assert said != READERS.fault(what)
    assert said == TABLES[language][READERS.fault(what)]


def test_the_only_newsletter_is_chosen_already() -> None:
    page = PAGES.newsletters.subscribe([MORNING], SubscribeForm())
    assert len(form(page).xpath(".//input[@checked]")) == 1


def test_the_zone_is_asked_for_only_with_zones_to_choose_from() -> None:
    without = PAGES.newsletters.subscribe([MORNING], SubscribeForm())
    given = PAGES.newsletters.subscribe([MORNING], SubscribeForm(zones=ZONES, zone="UTC"))
    assert "timezone" not in form(without).fields
    assert form(given).fields["timezone"] == "UTC"


def test_a_link_to_the_settings_can_be_asked_for() -> None:
    for page in (PAGES.newsletters.subscribe([MORNING], SubscribeForm()), READERS.expired()):
        asked = form(page, -1)
        assert (asked.action, asked.method) == ("/preferences", "POST")


def test_confirming_and_unsubscribing_need_a_button_and_nothing_else() -> None:
    for page in (READERS.confirm(["The Morning Tide"]), READERS.unsubscribe("The Morning Tide")):
        asked = form(page)
        assert (asked.method, asked.action, dict(asked.fields)) == ("POST", None, {})
        assert len(asked.xpath(".//button[@type='submit']")) == 1


def test_preferences_show_what_is_chosen() -> None:
    asked = form(READERS.preferences(CHOSEN))
    assert [box.get("value") for box in asked.xpath(".//input[@checked]")] == [
        "morning",
        "health",
        "every",
    ]
    assert asked.fields["timezone"] == "Europe/Berlin"


def test_everything_can_be_unsubscribed_from_the_preferences() -> None:
    (button,) = form(READERS.preferences(CHOSEN)).xpath(".//button[@name]")
    assert (button.get("name"), button.get("value")) == ("unsubscribe", "all")


def test_the_answer_to_a_request_names_no_address() -> None:
    assert "@" not in READERS.check_mail()


def test_each_end_is_told_in_its_own_words() -> None:
    pages = {READERS.done(what, "The Morning Tide") for what in Done}
    assert len(pages) == len(Done)
    assert 'href="/subscribe"' in READERS.done(Done.UNSUBSCRIBED)


def test_a_masked_address_is_known_to_its_owner_only() -> None:
    assert masked("ann@reader.example") == "a***@reader.example"


def test_zones_are_arranged_by_region() -> None:
    assert by_region(["UTC", "Europe/Paris", "Asia/Tokyo", "Europe/Berlin"]) == (
        ("Asia", ("Asia/Tokyo",)),
        ("Europe", ("Europe/Berlin", "Europe/Paris")),
        ("UTC", ("UTC",)),
    )
