"""Whatever editors write, it is shown as text and breaks no page."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Image, Person, Related
from syndicate.domain.readings import Reading
from syndicate.render.json_ld import news_article
from tests.render.page_reading import elements, text
from tests.render.page_samples import BRIDGE, PAGES, SITE

hostile = st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '" onmouseover="alert(1)',
        "' style='color:red",
        "]]> & &amp; {{ 7 * 7 }} {% raw %}",
        "<!-- --><style>",
        "\u2028\u2029\u202e",
    ]
)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
words = (hostile | texts).filter(lambda text: text.strip())


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Draw an article in which every text was written by somebody with bad intentions."""
    reading = BRIDGE.reading()
    assert reading.content
    content = replace(
        reading.content,
        headline=draw(words),
        summary=draw(words),
        section=draw(words),
        dateline=draw(words),
        authors=(Person(name=draw(words)),),
        contributors=(Person(name=draw(words), role=draw(words)),),
        images=(Image(url="/p?" + draw(words), title=draw(words), alt=draw(words)),),
        related=(Related(title=draw(words), url="/x?" + draw(words)),),
        tags=(draw(words),),
    )
    notes = tuple(replace(note, text=draw(words)) for note in reading.notes)
    return replace(reading, content=content, notes=notes)


def harmless(page: str) -> bool:
    scripts = {script.get("type") for script in elements(page, "//script")}
    injected = elements(page, "//@onerror | //@onmouseover | //@style | //style")
    return not injected and scripts <= {"application/ld+json"}


@given(readings())
def test_no_text_becomes_markup_on_the_articles_page(reading: Reading) -> None:
    page = PAGES.articles.article(reading)
    assert reading.content
    assert harmless(page)
    assert text(page, "//h1") == " ".join(reading.content.headline.split())


@given(readings())
def test_no_text_becomes_markup_in_lists(reading: Reading) -> None:
    assert harmless(PAGES.fronts.front([reading, reading]))


@given(words)
def test_no_text_becomes_markup_in_history_and_comparison(hostility: str) -> None:
    entries = tuple(
        replace(
            entry,
            note=hostility,
            content=entry.content
            and replace(entry.content, headline=f"{entry.number} {hostility}"),
        )
        for entry in BRIDGE.history.entries
    )
    history = replace(BRIDGE.history, headline=hostility, entries=entries)
    assert harmless(PAGES.articles.history(history))
    assert harmless(PAGES.articles.diff(BRIDGE.reading(), history, 1, 3))


@given(readings())
def test_the_data_block_says_the_same_and_cannot_be_left(reading: Reading) -> None:
    assert reading.content
    block = news_article(reading, SITE)
    assert not set(block) & set("<>&\u2028\u2029")
    told = json.loads(block)
    assert told["headline"] == reading.content.headline
    notes = [*told["correction"], *told["comment"]]
    assert [note["text"] for note in notes] == [note.text for note in reading.notes]


@given(words, words)
def test_no_text_becomes_markup_on_readers_pages(title: str, reader: str) -> None:
    assert harmless(PAGES.readers.unsubscribe(title, reader))
    assert harmless(PAGES.readers.confirm([title], reader))


@given(st.lists(words, max_size=4))
def test_notes_are_shown_whole_and_in_their_order(told: list[str]) -> None:
    reading = BRIDGE.reading()
    notes = tuple(replace(reading.notes[0], text=said) for said in told)
    page = PAGES.articles.article(replace(reading, notes=notes))
    shown = [
        note.xpath("string(strong/following-sibling::text())")
        for note in elements(page, "//p[contains(@class, 'note-c')]")
    ]
    assert [words.split() for words in shown] == [note.text.split() for note in notes]
