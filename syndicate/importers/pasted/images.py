"""Which pictures do the marked lines make, and where do they stand in the body?"""

from dataclasses import dataclass, replace

from syndicate.domain.articles import Image
from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.captions import are_copies, inside_brackets, without_cut
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.pictures import credit_in, credited_caption, labelled_caption
from syndicate.importers.pasted.rows import Row, fold

_PICTURE = {Field.IMAGE_TITLE, Field.CAPTION, Field.CREDIT}


@dataclass(slots=True)
class _Gathered:
    """A picture in the making, while its lines are walked."""

    image: Image
    captions: tuple[str, ...] = ()

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
            if _begins_anew(current, piece):
                found.append(current.image)
                current = _Gathered(Image())
            current = _joined(current, piece, position)
        elif not current.empty:
            found.append(current.image)
            current = _Gathered(Image())
    return _distinct([*found, current.image])


def _piece(row: Row, where: Field, words: Words) -> Image:
    if where is Field.IMAGE_TITLE:
        return Image(title=row.text)
    if where is Field.CREDIT:
        return Image(credit=credit_in(row.text, words) or inside_brackets(row.text) or row.text)
    both = credited_caption(row, words)
    if both:
        return Image(caption=both.caption, credit=both.credit)
    return Image(caption=labelled_caption(row, words) or row.text)


def _begins_anew(current: _Gathered, piece: Image) -> bool:
    """Tell whether the picture is complete already and the line tells of another."""
    image = current.image
    if piece.caption and _is_told(current, piece.caption):
        return False
    return bool(
        (piece.title and not current.empty)
        or (piece.caption and image.caption)
        or (piece.credit and image.credit and fold(piece.credit) != fold(image.credit))
    )


def _is_told(current: _Gathered, caption: str) -> bool:
    return any(are_copies(fold(known), fold(caption)) for known in current.captions)


def _joined(current: _Gathered, piece: Image, position: int) -> _Gathered:
    """Add a line to the picture; of a caption's copies the longest counts."""
    image = current.image
    captions = [*current.captions, piece.caption] if piece.caption else current.captions
    caption = max(map(without_cut, captions), key=len, default="")
    return _Gathered(
        replace(
            image,
            title=image.title or piece.title,
            caption=caption,
            credit=image.credit or piece.credit,
            position=image.position if not current.empty else position,
        ),
        tuple(captions),
    )


def _distinct(images: list[Image]) -> tuple[Image, ...]:
    """Return every picture once; of a caption's copies one may lack what another has."""
    seen: dict[str, Image] = {}
    for image in images:
        if not (image.caption or image.credit or image.title):
            continue
        key = fold(image.caption)[:60] or f"{fold(image.title)}|{fold(image.credit)}"
        known = seen.setdefault(key, image)
        seen[key] = replace(
            known, title=known.title or image.title, credit=known.credit or image.credit
        )
    return tuple(seen.values())
