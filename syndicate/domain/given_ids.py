"""Which Message-ID has a mail, once a server that gives its own took it in?

Most servers keep ours (RFC 5321 §6.4 lets them add one only where none is). Some replace
it, and name the new one, or what it is made of, in their answer. What most servers name
there is the number of their queue, which is in no mail.
"""

import re

from syndicate.domain.message_ids import is_message_id

KEPT = "kept"
"""The rule of a server that leaves our ids as they are."""

_HOLE = "{id}"
_WORD = "A1-b_2.c"  # what any rule must make an id of
_SES = re.compile(r"email-smtp(?:-fips)?\.([a-z]{2}-[a-z]+-\d)\.amazonaws\.com", re.IGNORECASE)
_SES_DOMAINS = {"us-east-1": "email"}


def is_rule(text: str) -> bool:
    """Tell whether a text is KEPT, or makes an id: as "<{id}@mail.example.org>" does, or "{id}"."""
    if text in {KEPT, _HOLE}:
        return True
    return text.count(_HOLE) == 1 and is_message_id(text.replace(_HOLE, _WORD))


def rule_of(host: str) -> str:
    """Return the rule of a mail server that is known by its name.

    Amazon SES puts its own id in the place of ours, and answers `250 Ok` and that id
    without its domain, which is the region's (us-east-1 has none of its own).
    """
    found = _SES.fullmatch(host)
    if found is None:
        return KEPT
    region = found[1].lower()
    return f"<{_HOLE}@{_SES_DOMAINS.get(region, region)}.amazonses.com>"


def given_id(rule: str, answer: str) -> str | None:
    """Return the id that a server gave a mail, by its answer; None where ours stands.

    It is made of the answer's last word. One without a digit ("Ok") names no mail, and an
    answer with which it would be no id tells none.
    """
    if rule == KEPT:
        return None
    word = answer.rpartition(" ")[2].strip("<>")
    if not any(map(str.isdigit, word)):
        return None
    made = rule.replace(_HOLE, word)
    made = made if made.startswith("<") else f"<{made}>"
    return made if is_message_id(made) else None
