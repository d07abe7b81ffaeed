"""Are a picture's lines joined: its title, its caption however often, its credit?"""

import pytest

from syndicate.domain.articles import Image
from syndicate.importers.text import read_text

CAPTION = "The cracked casing of the boiler, photographed during the inspection in 2024."
BODY = (
    "The yard at Vik expects to lift the old boiler out in January, and the council will hire a"
    " boat from the mainland if the new one is late."
)
ENDING = "Islanders ride free after eight in the evening, as they have since the pier was built."


def images(*lines: str) -> tuple[Image, ...]:
    text = "\n".join(["A boiler is lifted out", "", BODY, "", *lines, "", ENDING])
    return read_text(text.encode()).content.images


@pytest.mark.parametrize(
    "lines",
    [
        (CAPTION, CAPTION, "(Skarholm Harbour Office )"),
        (CAPTION, f"{CAPTION[:48]}…", "(Skarholm Harbour Office)"),
        (f"{CAPTION[:48]} ... more", CAPTION, "(Skarholm Harbour Office)"),
        (f"{CAPTION} less", f"{CAPTION} more", "(Skarholm Harbour Office)"),
        (CAPTION, "(Skarholm Harbour Office)"),
        (CAPTION, "Image source, Skarholm Harbour Office", "Image caption,", CAPTION),
        (f"{CAPTION} (Photo: Skarholm Harbour Office)",),
        (f"{CAPTION} © Skarholm Harbour Office Photo: Skarholm Harbour Office",),
    ],
    ids=[
        *("twice", "cut off", "folded", "two buttons", "once", "labelled"),
        *("in brackets behind it", "copyright and label"),
    ],
)
def test_a_caption_and_its_credit_are_one_picture(lines: tuple[str, ...]) -> None:
    assert images(*lines) == (Image(caption=CAPTION, credit="Skarholm Harbour Office", position=1),)


def test_words_in_brackets_below_a_paragraph_are_no_credit() -> None:
    assert images("(Ten minutes later it rained again.)") == ()


def test_a_headline_below_a_trail_that_cuts_it_off_is_no_caption() -> None:
    title = "Ferry service will not return this year, council says"
    page = f"Home » News » Ferry service will not return this ye...\n{title}\n{BODY}\n{ENDING}"

    assert read_text(page.encode()).content.headline == title
