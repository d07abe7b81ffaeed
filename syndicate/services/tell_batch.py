"""What does the log tell of a batch of mail?"""

from collections.abc import Iterable, Mapping, Sequence

from syndicate.domain.deliveries import Claim, DeliveryStatus
from syndicate.services.lines import Line


def told_of(
    claims: Sequence[Claim], became: Mapping[DeliveryStatus, int], lines: Sequence[Line]
) -> Mapping[str, object]:
    """Return what the log tells of a batch: its mails by number, what became of them, and why.

    What a server said of one mail is in the ledger alone: it may name the reader.
    """
    others = {
        s.value.replace("-", "_"): n for s, n in became.items() if s is not DeliveryStatus.SENT
    }
    broken = next((line.broken for line in lines if line.broken), "")
    return {
        "editions": sorted({c.edition_id for c in claims if c.edition_id is not None}),
        "deliveries": spans(claim.id for claim in claims),
        "claimed": len(claims),
        "accepted": became.get(DeliveryStatus.SENT, 0),
        **others,
        **({"why": broken} if broken else {}),
    }


def spans(numbers: Iterable[int]) -> Sequence[tuple[int, int]]:
    """Return the first and the last of each run of numbers: a line of the log stays a line."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
