"""How do the hub's subscriptions and the calls of webhooks read as JSON?"""

from typing import Any

from syndicate.domain.accounts import instant
from syndicate.domain.site import Site
from syndicate.domain.webhooks import Call
from syndicate.domain.websub import Callback


def callback_account(callback: Callback, site: Site) -> dict[str, Any]:
    """Tell of a subscription of the hub; its secret is nobody's business."""
    return {
        "id": callback.id,
        "topic": site.feed_url(callback.feed, callback.format.value),
        "callback": callback.url,
        "signed": bool(callback.secret),
        "since": instant(callback.since),
        "until": instant(callback.until),
        "behind": callback.behind,
        "attempts": callback.attempts,
        "not_before": instant(callback.not_before),
        "said": callback.said,
    }


def call_account(call: Call) -> dict[str, Any]:
    """Tell of a call of a webhook."""
    return {
        "id": call.id,
        "webhook": call.webhook,
        "key": call.key,
        "article": str(call.article_id),
        "change": call.change.value,
        "revision": call.number,
        "recorded": instant(call.recorded),
        "status": call.status.value,
        "attempts": call.attempts,
        "not_before": instant(call.not_before),
        "said": call.said,
        "settled": instant(call.settled),
    }
