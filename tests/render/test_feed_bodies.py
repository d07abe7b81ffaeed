"""Where do pictures and notes stand in a text?"""

from dataclasses import replace

from syndicate.domain.articles import Image, Kind
from syndicate.domain.changes import FeedText
from syndicate.render import words
from syndicate.render.bodies import feed_body, figure, page_body, with_figures
from tests.render.feed_samples import SITE, told


def test_a_picture_stands_after_as_many_paragraphs_as_its_position_says() -> None:
    body = "<p>One</p><pre>code</pre><p>Two</p><p>Three</p>"
    whole = with_figures(body, [Image(caption="C", position=2)])
    assert whole.index("Two") < whole.index("<figure>") < whole.index("Three")


def test_a_picture_past_the_end_stands_at_the_end() -> None:
    assert with_figures("<p>One</p>", [Image(url="/a.jpg", position=9)]).endswith("</figure>")


def test_a_picture_without_words_has_no_empty_caption() -> None:
    assert "figcaption" not in figure(Image(url="/a.jpg"))


def test_a_retraction_hides_the_text_from_feeds_and_not_from_the_page() -> None:
    reading = told(Kind.RETRACTION).read()
    assert reading.feed_text is FeedText.NOTICE
    assert "One ticket" not in feed_body(reading, SITE)
    assert "One ticket" in page_body(reading, SITE)


def test_notes_on_the_premise_stand_above_and_the_others_below() -> None:
    reading = told(Kind.CORRECTION).read()
    raised = replace(reading, notes=tuple(replace(note, top=True) for note in reading.notes))
    for shown, above in ((reading, False), (raised, True)):
        body = page_body(shown, SITE)
        assert (body.index("This is a note") < body.index("One ticket")) is above


def test_every_kind_has_a_word_in_every_language() -> None:
    for language in ("en", "de-AT", "fr", "es", "pt-BR", "xx"):
        assert all(words.label(kind, language) for kind in Kind)
        assert words.unheld(language)
        assert words.removed(language)
