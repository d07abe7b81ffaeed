"""What does a replay say of itself?"""

from collections import Counter
from collections.abc import Iterator

from bench.replay.audit import audit
from bench.replay.findings import Findings
from bench.replay.letters import read_mail
from bench.replay.world import World


def replayed(world: World) -> Iterator[str]:
    """Yield what was replayed, a line each."""
    chronicle, diary = world.chronicle, world.diary
    kinds = Counter(str(act.change) for act in diary.acts if not act.quiet)
    yield f"{chronicle.begin:%Y-%m-%d} to {chronicle.end:%Y-%m-%d}"
    yield f"articles: {len(chronicle.pasts)}, with {world.imported} revisions from before"
    yield f"changes published: {sum(kinds.values())}"
    for kind, number in sorted(kinds.items()):
        yield f"  {kind}: {number}"
    turns = ", ".join(f"{name} {number}" for name, number in sorted(_lives(world).items()))
    yield f"readers: {world.wishes.readers} ({turns})"
    weather = world.weather
    fates = ", ".join(f"{fate.name.lower()} {n}" for fate, n in weather.accidents.items())
    yield f"outages: {len(weather.outages)}, sleeps: {len(weather.sleeps)}, accidents: {fates}"
    yield f"refused: {weather.refusals}, put off: {weather.delays}, starts: {world.press.starts}"
    yield f"mails: {world.mails}, ticks: {world.turns}, looks at feeds: {len(world.looks)}"
    yield f"looks at pages: {sum(len(seen.pages) for seen in world.looks)}"
    if world.newsroom.refused:
        yield f"deeds that the program refused: {len(world.newsroom.refused)}"


def _lives(world: World) -> Counter[str]:
    diary = world.diary
    spans = [span for _, _, spans in diary.readers() for span in spans]
    return Counter(
        {
            "joined": len(spans),
            "left": sum(span.end is not None for span in spans),
            "moved": sum(len(moves) - 1 for moves in diary.zones.values() if moves),
            "bounced": len(diary.dead),
        }
    )


def audited(findings: Findings) -> Iterator[str]:
    """Yield what was checked and found, a line each."""
    yield f"{'checks':>10}{'breaches':>10}"
    for claim, number in findings.checks.items():
        yield f"{number:10}{findings.breaches[claim]:10}  {claim}"
        for example in findings.examples.get(claim, ()):
            yield f"{'':22}{example}"


def judge(world: World) -> Findings:
    """Audit a replay that is over."""
    return audit(world.diary, map(read_mail, world.mailboxes), world.looks)
