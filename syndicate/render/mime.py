"""How are texts written in the seven bits and short lines of mail?"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator

LINE = 76  # RFC 2045 §6.7 (5), RFC 2047 §2
HOLE = b"\xff"  # stands for the token while a body is folded; no such byte is in the output

_NEWLINE = re.compile(r"\r\n?")
_ESCAPED = re.compile(rb"[^\t -<>-~\xff]")
_UNIT = re.compile(rb"=[0-9A-F]{2}|[^\n]")
_PLAIN = re.compile(r"[!-~]{1,60}(?: [!-~]{1,60})*")
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]{1,60}(?: [\w!#$%&'*+/=?^`{|}~-]{1,60})*", re.ASCII)
_QUOTABLE = re.compile(r"[ -~]{1,60}")
_Q_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_DOT = b"=2E"
_WRAPPING = len("=?utf-8?q??=")


def quoted_printable(text: str, placeholder: str) -> bytes:
    """Encode a text in lines of at most 76 (RFC 2045 §6.7), with HOLE for each placeholder.

    A line is never broken inside a hole, which is as wide as its placeholder. None begins
    with a dot, which SMTP would have to double in every copy.
    """
    lines = _NEWLINE.sub("\n", text).split("\n")
    return b"\r\n".join(_folded_line(line, placeholder) for line in lines)


def _folded_line(line: str, placeholder: str) -> bytes:
    pieces = line.split(placeholder) if placeholder else [line]
    escaped = HOLE.join(_ESCAPED.sub(_escape, piece.encode()) for piece in pieces)
    if escaped.endswith((b" ", b"\t")):
        escaped = escaped[:-1] + b"=%02X" % escaped[-1]
    if escaped.startswith(b"."):
        escaped = _DOT + escaped[1:]
    if len(escaped) + escaped.count(HOLE) * len(placeholder) <= LINE:
        return escaped
    return b"=\r\n".join(_rows(escaped, len(placeholder)))


def _escape(found: re.Match[bytes]) -> bytes:
    return b"=%02X" % found[0][0]


def _rows(escaped: bytes, hole_width: int) -> Iterator[bytes]:
    row, width = bytearray(), 0
    for unit in _UNIT.findall(escaped):
        unit_width = hole_width if unit == HOLE else len(unit)
        if width + unit_width > LINE - 1:
            yield bytes(row)
            row, width = bytearray(), 0
        sign = unit if row or unit != b"." else _DOT
        row += sign
        width += max(unit_width, len(sign))
    yield bytes(row)


def header(name: str, words: Iterable[str]) -> str:
    """Write a header field, folded between words at 76 (RFC 5322 §2.2.3)."""
    lines, line = [], f"{name}:"
    for position, word in enumerate(words):
        if position and len(line) + 1 + len(word) > LINE:
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line]) + "\r\n"


def field(name: str, word: str) -> str:
    """Write a header field of a single word, which stands on the field's own line."""
    return f"{name}: {word}\r\n"


def unstructured(text: str, field: str) -> list[str]:
    """Return the words of free text such as a subject; encoded where they must be."""
    if not text or (_PLAIN.fullmatch(text) and "=?" not in text):
        return text.split()
    return encoded_words(text, LINE - len(field) - 2)


def phrase(text: str, field: str) -> list[str]:
    """Return the words of a display name (RFC 5322 §3.2.5): atoms, quoted, or encoded."""
    if "=?" not in text and _ATOMS.fullmatch(text):
        return text.split()
    if "=?" not in text and _QUOTABLE.fullmatch(text):
        return ['"' + re.sub(r'(["\\])', r"\\\1", text) + '"']
    return encoded_words(text, LINE - len(field) - 2)


def encoded_words(text: str, longest: int) -> list[str]:
    """Return a text as encoded-words (RFC 2047), in whichever of Q and B is shorter.

    No character is split between two words (§5), as some readers decode each alone.
    """
    room = longest - _WRAPPING
    q_length, b_length = sum(map(_q_width, text)), len(text.encode()) * 4 // 3
    if q_length <= b_length:
        return [f"=?utf-8?q?{_q(chunk)}?=" for chunk in _chunks(text, room, _q_width)]
    return [f"=?utf-8?b?{_b(chunk)}?=" for chunk in _chunks(text, room // 4 * 3, _b_width)]


def _chunks(text: str, room: int, width: Callable[[str], int]) -> Iterator[str]:
    start, used = 0, 0
    for position, character in enumerate(text):
        if used + width(character) > room:
            yield text[start:position]
            start, used = position, 0
        used += width(character)
    yield text[start:]


def _q(text: str) -> str:
    return "".join(map(_q_character, text))


def _q_character(character: str) -> str:
    if character == " ":
        return "_"
    if character in _Q_SAFE:
        return character
    return "".join(f"={byte:02X}" for byte in character.encode())


def _q_width(character: str) -> int:
    return len(_q_character(character))


def _b(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _b_width(character: str) -> int:
    return len(character.encode())
