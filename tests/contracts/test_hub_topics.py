"""Does every store know which subscribed documents may have changed, and who is to be told?"""

from syndicate.domain.feeds import FeedFormat
from syndicate.store.unit_of_work import Store
from tests.contracts.hub import OTHER, READER, asked, behind, changed, subscribed, topic


def test_a_documents_topic_is_made_once_and_keeps_its_state(store: Store) -> None:
    with store.write() as tx:
        assert not tx.hub_topics.any()
        made = topic(tx, etag="one")
        assert topic(tx, etag="two") == made
        assert (made.feed, made.format, made.etag, made.version) == (
            *("all", FeedFormat.ATOM),
            *("one", 0),
        )
        assert tx.hub_topics.any()


def test_a_new_topic_is_looked_at_for_what_it_was_made_of_may_be_old(store: Store) -> None:
    with store.write() as tx:
        made = topic(tx)
        assert tx.hub_topics.touched() == [made]
        tx.hub_topics.looked(made, "one")
        assert tx.hub_topics.touched() == []


def test_only_topics_of_feeds_that_changed_are_looked_at(store: Store) -> None:
    with store.write() as tx:
        for feed in ("all", "news"):
            tx.hub_topics.looked(topic(tx, feed), "one")
        tx.hub_topics.touch(["news", "nobody's"])
        assert [each.feed for each in tx.hub_topics.touched()] == ["news"]


def test_a_new_state_is_a_new_version_and_the_same_state_is_none(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        changed(tx, "one")
        assert behind(tx) == []
        changed(tx, "two")
        assert [each.version for each in behind(tx)] == [1]
        assert topic(tx).etag == "two"


def test_a_look_that_was_overtaken_changes_nothing(store: Store) -> None:
    with store.write() as tx:
        before = topic(tx)
        tx.hub_topics.looked(before, "two")
        tx.hub_topics.looked(before, "old")
        assert (topic(tx).etag, topic(tx).version) == ("two", 1)


def test_a_change_during_a_look_is_looked_at_again(store: Store) -> None:
    with store.write() as tx:
        before = topic(tx)
        tx.hub_topics.touch(["all"])
        tx.hub_topics.looked(before, "two")
        assert [each.etag for each in tx.hub_topics.touched()] == ["two"]


def test_callbacks_follow_their_feed_to_another_name_once_and_are_owed_its_state(
    store: Store,
) -> None:
    with store.write() as tx:
        old = subscribed(tx, READER, "old")
        subscribed(tx, OTHER, "old")
        new = subscribed(tx, OTHER, "new")
        tx.hub_topics.lead(old, "new", "one")
        moved = {each.url: (each.topic_id, each.behind) for each in tx.hub_callbacks.page(0, 9)}
        assert moved == {READER: (new.id, True), OTHER: (new.id, False)}
        assert "new" in {each.feed for each in tx.hub_topics.touched()}


def test_a_topic_is_done_once_every_callback_was_told(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        changed(tx, "two")
        assert not tx.hub_topics.told()
        tx.hub_callbacks.told([(each, "200") for each in behind(tx)])
        assert tx.hub_topics.told()
        tx.hub_topics.close_told()
        assert not tx.hub_topics.told()
        changed(tx, "three")
        assert len(behind(tx)) == 1


def test_a_topic_that_nobody_has_or_asked_for_is_dropped(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx, READER, "had")
        tx.hub_intents.put(asked(), topic(tx, "asked for"))
        topic(tx, "nobody's")
        assert tx.hub_topics.unused() == 1
        tx.hub_topics.drop_unused()
        assert (tx.hub_topics.unused(), len(tx.hub_topics.touched())) == (0, 2)
