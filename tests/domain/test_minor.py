"""Which changes may call themselves minor?"""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content, Image, Person
from syndicate.domain.minor import MOST_WORDS, is_minor, reasons_against_minor
from syndicate.domain.telling_words import NEGATIONS, NUMBERS, UNITS

PICTURE = Image(title="The quay", caption="Boats at rest.", credit="Ana Ruiz", alt="Boats")
STORY = Content(
    headline="Harbour reopens",
    summary="Ferries sail again.",
    dateline="PORTO",
    authors=(Person(name="Jon Smith", role="Reporter"),),
    contributors=(Person(name="Ida Berg", location="Oslo"),),
    images=(PICTURE,),
    body_html="<p>The harbour opened.</p>",
)


def story(body: str) -> Content:
    return replace(STORY, body_html=f"<p>{body}</p>")


def reasons(before: str, after: str) -> tuple[str, ...]:
    return reasons_against_minor(story(before), story(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The harbor opened.", "The harbour opened."),
        ("The harbour opend, then closd agian.", "The harbour opened, then closed again."),
        ("The boats was late.", "The boats were late."),
        ("He went to the quay.", "He went into the quay."),
        ("It took a hour.", "It took an hour."),
        ("The harbour opened", "The harbour opened."),
        ("Boats, ferries came.", "Boats – ferries came."),
        ("The harbour  opened.", "The <em>harbour</em> opened."),
        ("A boat came. Then it left.", "A boat came, then it left."),
        ("These boats came; boats left.", "Boats came; boats left."),
        ('She said "come in" twice.', "She said “come in” twice."),
        ("Er sagte: »ja« und ging.", "Er sagte: „ja“ und ging."),
        ("I am late.", "I’m late."),
        ("It lasted from 3-5 May.", "It lasted from 3–5 May."),
    ],
)
def test_small_repairs_are_minor(before: str, after: str) -> None:
    assert reasons(before, after) == ()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("It opened at the quay.", "It reopened for boats on piers.", "5 words changed"),
        ("The crew met Smith there.", "The crew met Smyth there.", "the name Smyth changed"),
        ("Smith left.", "Smyth left.", "the name Smyth changed"),
        ("Then Mr. Smith left.", "Then Mr. Smyth left.", "the name Smyth changed"),
        ("NATO agreed.", "ASEAN agreed.", "the name NATO changed"),
        ("It met Smith.", "It met smith.", "the name Smith changed"),
        ("It cost 1,000 boats.", "It cost 1,500 boats.", "the number 1,000 changed"),
        ("It was 5 below.", "It was -5 below.", "the number -5 changed"),
        ("It was −5 there.", "It was 5 there.", "the number −5 changed"),
        ("About ½ left.", "About ¼ left.", "the number ½ changed"),
        ("Pages 3–5 burnt.", "Pages 3–6 burnt.", "the number 6 changed"),
        ("On the 3rd try.", "On the 4th try.", "the number 3 changed"),
        ("About three boats left.", "About four boats left.", "the number three changed"),
        ("Some twenty-one left.", "Some twenty-two left.", "the number twenty-one changed"),
        ("Etwa zwei Boote.", "Etwa drei Boote.", "the number zwei changed"),
        ("It grew 5 %.", "It grew 5.", "the unit % changed"),
        ("It cost $5.", "It cost £5.", "the unit $ changed"),
        ("It ran 5km.", "It ran 5mi.", "the unit km changed"),
        ("It cost 5 million.", "It cost 5 billion.", "the unit million changed"),
        ("It left at 7 a.m. sharp.", "It left at 7 p.m. sharp.", "the unit a.m changed"),
        ("He did it.", "He did not do it.", "the negation not changed"),
        ("He can go.", "He can’t go.", "the negation can’t changed"),
        ("Il est parti.", "Il n’est parti.", "the negation n’est changed"),
        ("Das ist kein Boot.", "Das ist ein Boot.", "the negation kein changed"),
        ("The sale was legal.", "The sale was illegal.", "legal turned into its opposite or back"),
        ("They were unhappy.", "They were happy.", "happy turned into its opposite or back"),
        ("He said “go now” then.", "He said “go on” then.", "a quotation changed"),
        ("He said “go” then.", "He said go then.", "a quotation changed"),
        ('He said "go now" then.', 'He said "go, now" then.', "a quotation changed"),
        ("He said ‘don’t go now’ then.", "He said ‘don’t go on’ then.", "a quotation changed"),
        ("Er sagte „geh jetzt“ dann.", "Er sagte „geh doch“ dann.", "a quotation changed"),
        ("Il dit « va » ici.", "Il dit « pars » ici.", "a quotation changed"),
    ],
)
def test_what_tells_something_is_not_minor(before: str, after: str, told: str) -> None:
    assert told in reasons(before, after)


def test_words_set_off_as_a_quotation_are_one() -> None:
    before = replace(STORY, body_html="<blockquote><p>We shall sail.</p></blockquote>")
    after = replace(STORY, body_html="<blockquote><p>We should sail.</p></blockquote>")
    assert reasons_against_minor(before, after) == ("a quotation changed",)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (replace(STORY, headline="Harbour opens"), "the headline changed"),
        (replace(STORY, dateline="LISBON"), "the dateline changed"),
        (replace(STORY, authors=(Person(name="John Smith"),)), "the byline changed"),
        (replace(STORY, contributors=()), "a contributor changed"),
        (replace(STORY, images=(replace(PICTURE, caption="Boats."),)), "a caption changed"),
        (replace(STORY, images=(replace(PICTURE, title="A quay"),)), "a caption changed"),
        (replace(STORY, images=(replace(PICTURE, credit="Anna Ruiz"),)), "a credit changed"),
        (replace(STORY, images=()), "a caption changed"),
        (replace(STORY, summary="No ferries sail."), "the negation No changed"),
    ],
)
def test_what_stands_around_the_text_counts(after: Content, told: str) -> None:
    assert told in reasons_against_minor(STORY, after)


def test_what_a_picture_shows_may_be_described_better() -> None:
    described = replace(PICTURE, alt="Three boats at a quay")
    assert reasons_against_minor(STORY, replace(STORY, images=(described,))) == ()


def test_a_reason_is_told_once() -> None:
    told = reasons("He met Smith, then Smith left.", "He met Smyth, then Smyth left.")
    assert told == ("the name Smith changed", "the name Smyth changed")


plain_words = st.text("bcdfgjkpqvwxz", min_size=5, max_size=9)
texts = st.lists(plain_words, min_size=2, max_size=30)


@st.composite
def gaps(draw: st.DrawFn) -> tuple[list[str], int]:
    """Draw words and a place between them."""
    words = draw(texts)
    return words, draw(st.integers(1, len(words)))


@given(st.text(max_size=200))
def test_nothing_changed_is_minor(text: str) -> None:
    assert reasons(text, text) == ()


@given(gaps(), st.lists(plain_words, max_size=8))
def test_up_to_three_plain_words_are_minor_and_more_are_not(
    gap: tuple[list[str], int], inserted: list[str]
) -> None:
    words, at = gap
    told = reasons(" ".join(words), " ".join([*words[:at], *inserted, *words[at:]]))
    more = (f"{len(inserted)} words changed",) if len(inserted) > MOST_WORDS else ()
    assert told == more


@given(
    gaps(),
    st.sampled_from(sorted(NEGATIONS | NUMBERS | UNITS))
    | st.integers().map(str)
    | st.text(string.ascii_uppercase, min_size=2, max_size=8),
)
def test_a_telling_word_is_never_minor_wherever_it_comes_or_goes(
    gap: tuple[list[str], int], telling: str
) -> None:
    words, at = gap
    without, with_it = " ".join(words), " ".join([*words[:at], telling, *words[at:]])
    assert reasons(without, with_it)
    assert reasons(with_it, without)


@given(st.text(alphabet="ab \n.<p>", max_size=40), st.text(alphabet="ab \n.<p>", max_size=40))
def test_asked_for_a_yes_or_no_the_answer_is_the_same(before: str, after: str) -> None:
    told = reasons_against_minor(story(before), story(after))
    assert is_minor(story(before), story(after)) is not bool(told)
