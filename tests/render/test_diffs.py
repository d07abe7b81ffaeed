"""A comparison shows the words that changed, all of them and no others."""

from collections.abc import Sequence
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content, Image, Person
from syndicate.render import matching
from syndicate.render.diffs import (
    Mark,
    Passage,
    compare,
    compare_bodies,
    compare_texts,
    count,
)
from syndicate.render.matching import segments
from syndicate.render.wording import blocks_of_lines, words

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("ab .,\n"))
sentences = st.lists(
    st.sampled_from(["the", "fox", "ran", ".", "“No,”", "12", "—", "東京", "co-op"]), max_size=12
).map(" ".join)
articles = st.lists(sentences, max_size=5)


def letters(text: str) -> str:
    return "".join(text.split())


def side(passages: Sequence[Passage], mark: Mark) -> str:
    runs = (run for passage in passages for run in passage.runs)
    return letters("".join(run.text for run in runs if run.mark in {Mark.KEPT, mark}))


def paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


@given(texts, texts)
def test_accepting_what_was_added_gives_the_new_text(old: str, new: str) -> None:
    assert side(compare_texts(old, new), Mark.ADDED) == letters(new)


@given(texts, texts)
def test_rejecting_what_was_added_gives_the_old_text(old: str, new: str) -> None:
    assert side(compare_texts(old, new), Mark.REMOVED) == letters(old)


@given(articles, articles)
def test_both_texts_can_be_had_back_across_paragraphs(old: list[str], new: list[str]) -> None:
    passages = compare_bodies(paragraphs(old), paragraphs(new))
    assert side(passages, Mark.REMOVED) == letters("".join(old))
    assert side(passages, Mark.ADDED) == letters("".join(new))


@given(articles)
def test_a_text_compared_with_itself_has_no_change(lines: list[str]) -> None:
    body = paragraphs(lines)
    assert not any(passage.changed for passage in compare_bodies(body, body))


@given(articles, st.sampled_from(["</p><p>", " ", "  ", "\n", "\u00a0", " <em></em>", "<br>"]))
def test_neither_spacing_nor_breaks_are_words(lines: list[str], between: str) -> None:
    joined = f"<p>{between.join(escape(line) for line in lines)}</p>"
    assert not any(passage.changed for passage in compare_bodies(paragraphs(lines), joined))


@given(articles, st.data())
def test_the_same_words_in_other_paragraphs_are_no_change(
    lines: list[str], data: st.DataObject
) -> None:
    every = " ".join(lines).split()
    cuts = sorted(data.draw(st.sets(st.integers(0, len(every)), max_size=4)))
    bounds = zip([0, *cuts], [*cuts, len(every)], strict=True)
    others = [" ".join(every[start:end]) for start, end in bounds]
    assert not any(p.changed for p in compare_bodies(paragraphs(lines), paragraphs(others)))


@given(texts)
def test_taking_a_text_apart_loses_no_letter(text: str) -> None:
    assert "".join(word.text for word in words(text)) == letters(text)


@given(articles, articles)
def test_segments_of_a_change_differ_at_both_ends(old: list[str], new: list[str]) -> None:
    for segment in segments(blocks_of_lines(old), blocks_of_lines(new)):
        both = [[word.text for word in side] for side in (segment.old, segment.new)]
        assert (both[0] == both[1]) is segment.alike


def test_markup_is_no_change() -> None:
    old = "<p>The quick fox.</p>"
    new = '<blockquote><p>The <em>quick</em> <a href="/x">fox</a>.</p></blockquote>'
    (passage,) = compare_bodies(old, new)
    assert passage.tag == "blockquote"
    assert not passage.changed


def test_only_the_words_that_differ_are_marked() -> None:
    (passage,) = compare_bodies("<p>At least 12 people, he said.</p>", "<p>At least 14 people.</p>")
    assert passage.html == "At least <del>12</del> <ins>14</ins> people<del>, he said</del>."


def test_markup_in_words_is_escaped() -> None:
    (passage,) = compare_texts("a <b>", "a <script>")
    assert passage.html == "a &lt;<del>b</del><ins>script</ins>&gt;"


def test_a_removed_paragraph_keeps_its_own_place() -> None:
    old = "<p>The fox ran off.</p><p>Two.</p><p>The hen stayed here.</p>"
    new = "<p>The fox ran away.</p><p>The hen stayed there.</p>"
    told = [passage.html for passage in compare_bodies(old, new)]
    assert told == [
        "The fox ran <del>off</del> <ins>away</ins>.",
        "<del>Two.</del>",
        "The hen stayed <del>here</del> <ins>there</ins>.",
    ]


def test_an_added_paragraph_keeps_its_own_place() -> None:
    old = "<p>The fox ran off.</p><p>The hen stayed here.</p>"
    new = "<p>The fox ran away.</p><p>Two.</p><p>The hen stayed there.</p>"
    told = [passage.html for passage in compare_bodies(old, new)]
    assert told == [
        "The fox ran <del>off</del> <ins>away</ins>.",
        "<ins>Two.</ins>",
        "The hen stayed <del>here</del> <ins>there</ins>.",
    ]


def test_han_and_kana_are_compared_sign_by_sign() -> None:
    (passage,) = compare_texts("東京は晴れ", "東京は雨")
    assert passage.html == "東京は<del>晴れ</del><ins>雨</ins>"


def test_a_lone_word_between_greater_changes_is_given_up() -> None:
    (passage,) = compare_texts("yesterday the president", "tomorrow the chancellor")
    assert passage.html == "<del>yesterday the president</del><ins>tomorrow the chancellor</ins>"


def test_a_text_too_long_to_compare_is_shown_as_replaced() -> None:
    long = "word " * matching.WORDS_UP_TO
    (passage,) = compare_texts(long, long + "end")
    assert [run.mark for run in passage.runs] == [Mark.KEPT, Mark.ADDED]


def test_headline_and_body_are_always_told_and_other_fields_when_they_differ() -> None:
    old = Content(headline="One", authors=(Person(name="Ann"),), tags=("a",))
    new = Content(headline="One", authors=(Person(name="Bea"),), tags=("a",))
    assert [part.name for part in compare(old, new)] == ["headline", "byline", "body"]


def test_captions_and_credits_are_compared() -> None:
    old = Content(headline="One", images=(Image(caption="A bridge", credit="Ann"),))
    new = Content(headline="One", images=(Image(caption="A bridge", credit="Bea"),))
    (pictures,) = (part for part in compare(old, new) if part.name == "pictures")
    assert pictures.passages[0].html == "A bridge (<del>Ann</del><ins>Bea</ins>)"


def test_words_are_counted_without_punctuation() -> None:
    parts = compare(Content(headline="Two men"), Content(headline="Two men, one horse!"))
    assert count(parts, Mark.ADDED) == 2
    assert count(parts, Mark.REMOVED) == 0
