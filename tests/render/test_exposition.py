"""Measurements are written so that Prometheus' own parser reads them back."""

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families as parsed

from syndicate.domain.metrics import Measured, counter, gauge
from syndicate.render.exposition import exposition

MAIL = counter("mails", 'Mails that were "sent" \\ or not.', "state", "provider")


def test_a_document_has_a_sentence_a_kind_and_a_line_for_each_number() -> None:
    numbers: Numbers = {("sent", "google"): 7.0, ("failed", "other"): 0.5}
    assert exposition([Measured(family=MAIL, numbers=numbers)]) == (
        '# HELP syndicate_mails_total Mails that were "sent" \\\\ or not.\n'
        "# TYPE syndicate_mails_total counter\n"
        'syndicate_mails_total{state="failed",provider="other"} 0.5\n'
        'syndicate_mails_total{state="sent",provider="google"} 7\n'
    )


def test_a_number_without_labels_stands_alone() -> None:
    one = Measured(family=gauge("readers", "Readers."), numbers={(): 3})
    assert exposition([one]).splitlines()[-1] == "syndicate_readers 3"


def test_a_family_of_which_nothing_was_counted_is_still_told_of() -> None:
    assert exposition([Measured(family=MAIL, numbers={})]).count("\n") == 2


Numbers = dict[tuple[str, ...], float]

labels = st.tuples(st.text(max_size=9), st.text(max_size=9))
finite = st.floats(min_value=0, max_value=1e18, allow_nan=False)


@given(st.dictionaries(labels, finite, max_size=5))
def test_what_is_written_is_read_back(numbers: Numbers) -> None:
    numbers = {key: n for key, n in numbers.items() if not any("\r" in part for part in key)}
    (family,) = parsed(exposition([Measured(family=MAIL, numbers=numbers)]))
    assert (family.name, family.type) == ("syndicate_mails", "counter")
    assert family.documentation == MAIL.about
    read = {(s.labels["state"], s.labels["provider"]): s.value for s in family.samples}
    assert read == numbers
