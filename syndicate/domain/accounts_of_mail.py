"""How are newsletters, readers, editions and deliveries told to another program?"""

from collections.abc import Mapping, Sequence

from syndicate.domain.accounts import Account, instant
from syndicate.domain.audience import Consent, Subscriber, Suppression
from syndicate.domain.bounces import Bounce
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.domain.editions import Edition, Newsletter
from syndicate.domain.followings import Dossier, Following
from syndicate.domain.receipts import Carrier, Holders, Receipt
from syndicate.domain.schedules import Occurrence


def newsletter_account(newsletter: Newsletter, coming: Sequence[Occurrence]) -> Account:
    """Return a newsletter and when it is due next."""
    return {
        "name": newsletter.name,
        "title": newsletter.title,
        "schedule": newsletter.schedule,
        "timezone": newsletter.timezone,
        "reader_time": newsletter.reader_time,
        "sections": list(newsletter.sections),
        "template": newsletter.template,
        "sender": newsletter.sender,
        "late_limit_seconds": int(newsletter.late_limit.total_seconds()),
        "send_empty": newsletter.send_empty,
        "approval": newsletter.approval,
        "paused": newsletter.paused,
        "created": instant(newsletter.created),
        "next": [{"period": o.period_key, "at": instant(o.instant)} for o in coming],
    }


def edition_account(
    edition: Edition, newsletter: str, counts: Mapping[DeliveryStatus, int]
) -> Account:
    """Return an edition and how its deliveries stand."""
    return {
        "id": edition.id,
        "newsletter": newsletter,
        "period": edition.period_key,
        "due": instant(edition.due),
        "status": edition.status.value,
        "fault": edition.fault,
        "approved": instant(edition.approved),
        "deliveries": counts_account(counts),
    }


def counts_account(counts: Mapping[DeliveryStatus, int]) -> Account:
    """Return how many deliveries stand how, every status named."""
    return {status.value: counts.get(status, 0) for status in DeliveryStatus}


def delivery_account(delivery: Delivery) -> Account:
    """Return one delivery."""
    return {
        "id": delivery.id,
        "edition": delivery.edition_id,
        "email": delivery.email,
        "status": delivery.status.value,
        "attempts": delivery.attempts,
        "not_before": instant(delivery.not_before),
        "reply": delivery.reply,
        "server_id": delivery.server_id,
        "settled": instant(delivery.settled),
    }


def subscriber_account(reader: Subscriber) -> Account:
    """Return a reader."""
    return {
        "email": reader.email,
        "timezone": reader.timezone,
        "created": instant(reader.created),
        "frequency": reader.frequency.value,
        "sections": list(reader.sections),
        "paused_until": instant(reader.paused_until),
        "plain_text": reader.plain_text,
    }


def dossier_account(dossier: Dossier) -> Account:
    """Return everything that is known of a reader."""
    came_back = {} if dossier.bounces is None else {"bounces": [*map(_bounce, dossier.bounces)]}
    return {
        **subscriber_account(dossier.subscriber),
        "suppressed": dossier.suppressed,
        "suppression": _suppression(dossier.suppression),
        "subscriptions": [
            {"newsletter": name, "status": s.status.value, "since": instant(s.since)}
            for name, s in dossier.standings
        ],
        "follows": [following_account(f, dossier.subscriber.email) for f in dossier.followings],
        "consents": [_consent(consent) for consent in dossier.consents],
        **came_back,
    }


def barred_account(email: str, suppression: Suppression) -> Account:
    """Return what is known of an address that must not be mailed, and that no reader has."""
    return {"email": email, "suppressed": True, "suppression": _suppression(suppression)}


def following_account(following: Following, email: str) -> Account:
    """Return how a reader stands towards what the reader follows, or followed."""
    return {
        "email": email,
        "subject": following.subject,
        "status": following.status.value,
        "since": instant(following.since),
    }


def _suppression(suppression: Suppression | None) -> Account | None:
    if suppression is None:
        return None
    return {"reason": suppression.reason.value, "at": instant(suppression.at)}


def _bounce(bounce: Bounce) -> Account:
    return {
        "kind": bounce.kind.value,
        "at": instant(bounce.at),
        "status": bounce.status,
        "said": bounce.said,
    }


def _consent(consent: Consent) -> Account:
    return {
        "action": consent.action.value,
        "how": consent.how,
        "words": consent.words,
        "at": instant(consent.at),
    }


def holders_account(holders: Holders) -> Account:
    """Return how many readers have an article, and by which mails."""
    return {
        "total": holders.readers,
        "unnamed_mails": holders.unnamed,
        "mails": [
            {
                **_carrier_account(count.carrier),
                "sent": count.sent,
                "in_doubt": count.in_doubt,
                "claimed": count.claimed,
            }
            for count in holders.carriers
        ],
    }


def receipt_account(receipt: Receipt) -> Account:
    """Return that a reader was mailed a revision, or may have been."""
    return {
        "email": receipt.email,
        **_carrier_account(receipt.carrier),
        "status": receipt.status.value,
        "at": instant(receipt.at),
    }


def _carrier_account(carrier: Carrier) -> Account:
    return {
        "newsletter": carrier.newsletter,
        "edition": carrier.period_key,
        "notice": carrier.notice_id,
        "revision": carrier.revision,
    }
