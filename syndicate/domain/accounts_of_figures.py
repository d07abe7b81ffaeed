"""How are the figures of corrections told to another program?"""

from syndicate.domain.accounts import Account
from syndicate.domain.figures import (
    BOUNDS,
    FEWEST_ARTICLES,
    FEWEST_FOR_MEDIAN,
    FEWEST_FOR_P90,
    Delay,
    Figures,
    Month,
    SectionFigures,
    Tally,
)


def figures_account(figures: Figures) -> Account:
    """Return everything the figures tell; what is too little to tell is None.

    Months are those in which articles were published; times are seconds from then to the
    correction. `distribution` counts those up to `within` but not to the one before.
    """
    return {
        "timezone": figures.timezone,
        "fewest": {
            "articles_for_a_rate": FEWEST_ARTICLES,
            "corrections_for_a_median": FEWEST_FOR_MEDIAN,
            "corrections_for_a_p90": FEWEST_FOR_P90,
        },
        **_tally(figures.tally),
        "withdrawn": figures.withdrawn,
        "distribution": [
            {"within": bound, "corrections": count}
            for bound, count in zip((*BOUNDS, None), figures.spread, strict=True)
        ],
        "months": [_month(month) for month in figures.months],
        "sections": [_section(section) for section in figures.sections],
    }


def _section(section: SectionFigures) -> Account:
    return {
        "section": section.name,
        "label": section.label,
        **_tally(section.tally),
        "months": [_month(month) for month in section.months],
    }


def _month(month: Month) -> Account:
    return {"month": month.month, **_tally(month.tally)}


def _tally(tally: Tally) -> Account:
    return {
        "articles": tally.articles,
        "corrections": tally.corrections,
        "corrections_per_100_articles": None if tally.rate is None else round(tally.rate, 2),
        "time_to_correction": _delay(tally.delay),
        "clarifications": tally.clarifications,
        "editors_notes": tally.editors_notes,
        "retractions": tally.retractions,
    }


def _delay(delay: Delay) -> Account:
    return {"known": delay.known, "median": delay.median, "p90": delay.p90}
