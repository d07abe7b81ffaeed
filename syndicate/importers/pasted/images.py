"""Which pictures do the marked lines make, and where do they stand in the body?"""

from dataclasses import dataclass, field, replace

from syndicate.domain.articles import Image
from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.pictures import (
    credit_in,
    credited_caption,
    labelled_caption,
    shortened,
)
from syndicate.importers.pasted.rows import Row, fold

_PICTURE = {Field.IMAGE_TITLE, Field.CAPTION, Field.CREDIT}


@dataclass(slots=True)
class _Gathered:
    """A picture in the making, while its lines are walked."""

    image: Image
    keys: set[str] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        return not (self.image.title or self.image.caption or self.image.credit)


def images_of(rows: tuple[Row, ...], marks: Marks, words: Words) -> tuple[Image, ...]:
    """Return the pictures in their order; `position` counts the paragraphs before each."""
    found: list[Image] = []
    position = 0
    current = _Gathered(Image())
    for row in rows:
        mark = marks[row.index]
        position += mark.field is Field.BODY
        if mark.field in _PICTURE:
            piece = _piece(row, mark.field, words)
            if _begins_anew(current, row, piece):
                found.append(current.image)
                current = _Gathered(Image())
            current = _joined(current, row, piece, position)
        elif not current.empty:
            found.append(current.image)
            current = _Gathered(Image())
    return _distinct([*found, current.image])


def _piece(row: Row, where: Field, words: Words) -> Image:
    if where is Field.IMAGE_TITLE:
        return Image(title=row.text)
    if where is Field.CREDIT:
        return Image(credit=credit_in(row.text, words) or row.text)
    both = credited_caption(row, words)
    if both:
        return Image(caption=both.caption, credit=both.credit)
    return Image(caption=labelled_caption(row, words) or row.text)


def _begins_anew(current: _Gathered, row: Row, piece: Image) -> bool:
    """Tell whether the picture is complete already and the line tells of another."""
    image = current.image
    if piece.caption and shortened(row) in current.keys:
        return False
    return bool(
        (piece.title and not current.empty)
        or (piece.caption and image.caption)
        or (piece.credit and image.credit and fold(piece.credit) != fold(image.credit))
    )


def _joined(current: _Gathered, row: Row, piece: Image, position: int) -> _Gathered:
    image = current.image
    return _Gathered(
        replace(
            image,
            title=image.title or piece.title,
            caption=image.caption or piece.caption,
            credit=image.credit or piece.credit,
            position=image.position if not current.empty else position,
        ),
        current.keys | ({shortened(row)} if piece.caption else set()),
    )


def _distinct(images: list[Image]) -> tuple[Image, ...]:
    seen: dict[tuple[str, str], Image] = {}
    for image in images:
        if image.caption or image.credit or image.title:
            seen.setdefault((fold(image.caption)[:60], fold(image.credit)), image)
    return tuple(seen.values())
