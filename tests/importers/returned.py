"""What do mails look like that come back? Written as servers write them."""

ADA = "ada@example.org"


def status_report(
    status: str = "5.1.1", action: str = "failed", code: str = "smtp; 550 5.1.1 no such user"
) -> bytes:
    """Return a delivery status notification (RFC 3464)."""
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: bounces@news.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"

--b0
Content-Type: text/plain; charset=us-ascii

The mail could not be delivered.

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sun, 1 Mar 2026 09:00:00 +0000

Final-Recipient: rfc822; {ADA}
Original-Recipient: rfc822;{ADA}
Action: {action}
Status: {status}
Diagnostic-Code: {code}

--b0
Content-Type: text/rfc822-headers

From: News <news@news.example>
To: {ADA}
Return-Path: <bounces+forged@news.example>

--b0--
""".replace("\n", "\r\n").encode()


def complaint(kind: str = "abuse") -> bytes:
    """Return a feedback report (RFC 5965)."""
    return f"""From: <feedback@mailbox.example.net>
To: <bounces@news.example>
Subject: FW: The Morning
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is a report of a mail.

--b1
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Loop/1.0
Version: 1

--b1
Content-Type: message/rfc822

From: News <news@news.example>
To: {ADA}
Subject: The Morning

Hello.

--b1--
""".encode()


IN_WORDS_OF_ITS_OWN = f"""From: Mail Delivery Subsystem <mailer-daemon@mx.example.net>
To: bounces@news.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{ADA}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <bounces@news.example>
""".encode()

OUT_OF_OFFICE = b"""From: Ada <ada@example.org>
To: bounces@news.example
Subject: Away until Monday
Auto-Submitted: auto-replied

I am away, and read your mail on Monday.
"""
