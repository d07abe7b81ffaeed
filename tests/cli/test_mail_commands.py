"""Are newsletters, readers, digests, editions and deliveries kept as asked?"""

import re
from contextlib import closing
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.domain.audience import SubscriptionKey
from syndicate.settings import load
from tests.cli.site_folder import STORY, SiteFolder
from tests.importers.returned import status_report
from tests.transports.dns_server import serving


def test_a_newsletter_is_added_and_shown_with_its_next_dates(site: SiteFolder) -> None:
    site.add_newsletter()
    account = site.done("newsletter", "show", "morning", "--json").json
    assert (account["schedule"], account["timezone"]) == ("weekdays 07:00", "Europe/Berlin")
    assert [each["period"][-5:] for each in account["next"]] == ["07:00"] * 3
    told = site.done("newsletter", "show", "morning").out
    assert "late limit:      6 hours" in told
    assert "morning" in site.done("newsletter", "list").out


def test_a_newsletter_has_every_option_of_its_own(site: SiteFolder) -> None:
    given = ("--title", "Port", "--schedule", "0 6 * * 1", "--timezone", "UTC")
    more = ("--section", "Local", "--section", "World", "--reader-time", "--send-empty")
    account = site.done("newsletter", "add", "port", *given, *more, "--json").json
    assert account["sections"] == ["Local", "World"]
    assert (account["reader_time"], account["send_empty"]) == (True, True)


def test_a_newsletter_rests_and_ends(site: SiteFolder) -> None:
    name = site.add_newsletter()
    site.done("newsletter", "pause", name)
    assert site.done("newsletter", "show", name, "--json").json["paused"] is True
    assert f"syndicate newsletter resume {name}" in site.ask("digest", "send", name).err
    site.done("newsletter", "resume", name)
    site.done("newsletter", "remove", name)
    assert site.done("newsletter", "list", "--json").json == []
    assert "There are no newsletters yet" in site.done("newsletter", "list").out


def test_a_reader_is_asked_by_mail_unless_confirmed(site: SiteFolder) -> None:
    name = site.add_newsletter()
    asked = site.done("subscriber", "add", "Ada@Example.org", "--newsletter", name, "--json").json
    assert asked["email"] == "ada@example.org"
    assert [s["status"] for s in asked["subscriptions"]] == ["pending"]
    assert site.done("tick", "--json").json["sent"] == 1
    site.done("subscriber", "add", "bob@example.org", "--newsletter", name, "--confirmed")
    bob = site.done("subscriber", "show", "BOB@example.org", "--json").json
    assert [s["status"] for s in bob["subscriptions"]] == ["active"]
    assert [c["action"] for c in bob["consents"]] == ["confirmed"]


def test_the_zone_of_a_reader_is_told_as_such(site: SiteFolder) -> None:
    told = " ".join(site.done("subscriber", "add", "--help").out.split())
    assert "Where the reader lives" in told
    assert "Completes times" not in told


def test_a_reader_is_added_to_several_newsletters_at_once(site: SiteFolder) -> None:
    site.add_newsletter()
    weekly = ("--title", "Week", "--schedule", "weekdays 07:00", "--timezone", "UTC")
    site.done("newsletter", "add", "weekly", *weekly)
    both = ("--newsletter", "morning", "--newsletter", "weekly")
    added = site.done("subscriber", "add", "ada@example.org", *both, "--json").json
    assert len(added["subscriptions"]) == 2
    told = site.done("subscriber", "add", "bob@example.org", *both).out
    assert "A mail asks the reader first" in told
    neither = ("--newsletter", "morning", "--newsletter", "nowhere")
    assert site.ask("subscriber", "add", "cy@example.org", *neither).code == 2
    assert site.ask("subscriber", "show", "cy@example.org").code == 2


def test_readers_are_listed(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org", "bob@example.org")
    listed = site.done("subscriber", "list", "--json").json
    assert [reader["email"] for reader in listed] == ["ada@example.org", "bob@example.org"]
    assert "bob@example.org" in site.done("subscriber", "list").out
    assert "active since" in site.done("subscriber", "show", "ada@example.org").out


def test_a_digest_goes_out_now_and_once(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org", "bob@example.org")
    site.publish_story()
    sent = site.done("digest", "send", name, "--json").json
    assert (sent["status"], sent["deliveries"]["sent"]) == ("sent", 2)
    assert len(site.mails()) == 2
    again = site.done("digest", "send", name)
    assert "empty" in again.out
    assert len(site.mails()) == 2


def test_a_correction_is_told_in_the_next_digest(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    slug = site.publish_story()
    site.done("digest", "send", name)
    file = site.write("bridge.md", STORY.format(words="nobody"))
    note = ("--note", "The harbour master said nothing.")
    site.done("article", "revise", slug, file, "--kind", "correction", *note)
    site.done("digest", "send", name)
    mails = [message_from_bytes(mail.read_bytes(), policy=modern) for mail in site.mails()]
    bodies = [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]
    told = [" ".join(body.split()) for body in bodies]
    assert sum("The harbour master said nothing." in body for body in told) == 1


def test_readers_in_every_zone_get_a_digest_sent_by_hand(site: SiteFolder) -> None:
    given = ("--title", "P", "--schedule", "weekdays 07:00", "--timezone", "UTC", "--reader-time")
    site.done("newsletter", "add", "port", *given)
    for zone in ("Asia/Tokyo", "America/Lima"):
        reader = f"{zone[-4:].lower()}@example.org"
        added = ("--newsletter", "port", "--timezone", zone, "--confirmed")
        site.done("subscriber", "add", reader, *added)
    site.publish_story()
    assert site.done("digest", "send", "port", "--json").json["deliveries"]["sent"] == 2


def test_a_preview_is_written_and_nothing_is_sent(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    out = site.path / "preview"
    told = site.done("digest", "preview", name, "--out", str(out)).out
    assert told.splitlines() == [
        str(out / file) for file in ("subject.txt", "body.txt", "body.html", "message.eml")
    ]
    assert "Harbour bridge" in (out / "body.html").read_text()
    message = message_from_bytes((out / "message.eml").read_bytes(), policy=modern)
    assert message["Subject"] == (out / "subject.txt").read_text().strip()
    assert site.mails() == []


def test_a_preview_for_a_reader_leaves_out_what_that_reader_has(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    site.done("digest", "send", name)
    out = site.path / "preview"
    site.done("digest", "preview", name, "--for", "ada@example.org", "--out", str(out))
    assert "Harbour bridge" not in (out / "body.txt").read_text()


def test_a_preview_that_cannot_be_written_says_where(site: SiteFolder) -> None:
    name = site.add_newsletter()
    site.publish_story()
    site.write("taken", "a file")
    answer = site.ask("digest", "preview", name, "--out", str(site.path / "taken"))
    assert answer.code == 1
    assert answer.err.startswith(f"error: {site.path / 'taken'}")


def test_a_broken_template_is_told_with_its_line_and_holds_the_edition(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    broken = site.path / "templates" / "digests" / "default"
    broken.mkdir(parents=True)
    (broken / "body.html").write_text("<p>\n{{ digest.titel }}\n")
    preview = site.ask("digest", "preview", name, "--out", str(site.path / "preview"))
    assert preview.code == 2
    assert "body.html:2" in preview.err
    sent = site.ask("digest", "send", name)
    assert sent.code == 1
    assert "body.html:2" in sent.err
    assert sent.err.count("\n") == 1
    (edition,) = site.done("edition", "list", "--json").json
    assert edition["status"] == "held"
    assert sent.err.endswith(f"mend it, then: syndicate edition resume {edition['id']}\n")
    assert site.mails() == []
    (broken / "body.html").unlink()
    site.done("edition", "resume", str(edition["id"]))
    site.done("tick")
    assert len(site.mails()) == 1


def test_a_newsletter_with_an_unknown_template_is_refused(site: SiteFolder) -> None:
    given = ("--title", "Port", "--schedule", "weekdays 07:00", "--timezone", "UTC")
    answer = site.ask("newsletter", "add", "port", *given, "--template", "nowhere")
    assert answer.code == 2
    assert "nowhere" in answer.err
    assert site.done("newsletter", "list", "--json").json == []


def test_an_edition_is_shown_and_cannot_be_steered_when_over(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    number = str(site.done("digest", "send", name, "--json").json["id"])
    assert "1 sent" in site.done("edition", "show", number).out
    for verb in ("pause", "resume", "cancel"):
        assert site.ask("edition", verb, number).code == 2


def test_an_unknown_edition_is_told(site: SiteFolder) -> None:
    answer = site.ask("edition", "show", "7")
    assert answer.code == 2
    assert answer.err == "error: there is no edition 7; see syndicate edition list\n"


def test_deliveries_are_listed_by_edition_and_status(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org", "bob@example.org")
    site.publish_story()
    number = str(site.done("digest", "send", name, "--json").json["id"])
    listed = site.done("delivery", "list", "--edition", number, "--json").json
    assert {d["email"] for d in listed} == {"ada@example.org", "bob@example.org"}
    assert site.done("delivery", "list", "--status", "in-doubt", "--json").json == []
    assert "bob@example.org" in site.done("delivery", "list").out


def test_only_a_delivery_in_doubt_can_be_resolved(site: SiteFolder) -> None:
    answer = site.ask("delivery", "resolve", "1", "resend")
    assert answer.code == 2
    assert "not in doubt" in answer.err


@pytest.mark.parametrize("given", [(), ("ada@example.org",), ("--to", "ada@example.org")])
def test_a_test_mail_goes_out_at_once(site: SiteFolder, given: tuple[str, ...]) -> None:
    told = site.done("mail", "test", *given).out
    assert "was taken" in told
    (mail,) = site.mails()
    assert message_from_bytes(mail.read_bytes(), policy=modern)["Subject"] == (
        "Test of The Harbour Post"
    )


def test_a_key_is_made_once_and_its_records_are_printed(site: SiteFolder) -> None:
    made = ("mail", "keygen", "--domain", "harbour.example", "--selector", "s1")
    told = site.done(*made).out
    key = site.path / "var" / "dkim-s1.pem"
    assert 's1._domainkey.harbour.example. IN TXT ( "v=DKIM1; k=rsa; p=MII' in told
    assert told.endswith(
        f'[mail.dkim]\ndomain = "harbour.example"\nselector = "s1"\nkey_file = "{key}"\n'
    )
    kept = key.read_bytes()
    assert "exists" in site.ask(*made).err
    assert key.read_bytes() == kept


def test_what_others_ask_of_dns_is_printed_with_the_key(site: SiteFolder) -> None:
    told = site.done("mail", "keygen", "--domain", "harbour.example", "--selector", "s1").out
    assert 'harbour.example. IN TXT ( "v=spf1 mx ~all" )' in told
    assert '_dmarc.harbour.example. IN TXT ( "v=DMARC1; p=none" )' in told


def with_mail(site: SiteFolder, resolver: str, *tables: str) -> None:
    mail = (
        '[mail]\ntransport = "smtp"\nhost = "127.0.0.1"\nsender = "news@harbour.example"\n'
        f'bounce_domain = "bounce.harbour.example"\nresolver = "{resolver}"\n'
    )
    settings = (site.path / "settings.toml").read_text()
    site.write("settings.toml", "\n".join((settings, mail, *tables)))


def test_check_asks_dns_what_receivers_will_and_says_what_to_write(site: SiteFolder) -> None:
    keys = [
        site.done("mail", "keygen", "--domain", "harbour.example", "--selector", s, "--json").json
        for s in ("s1", "s2")
    ]
    first, second = (f'selector = "{s}"\nkey_file = "var/dkim-{s}.pem"' for s in ("s1", "s2"))
    tables = f'[mail.dkim]\ndomain = "harbour.example"\n{first}', f"[mail.dkim.second]\n{second}"
    strings = keys[0]["record"][:255], keys[0]["record"][255:]
    zone = {
        (keys[0]["name"], "TXT"): [f'"{strings[0]}" "{strings[1]}"'],
        ("bounce.harbour.example", "TXT"): ['"v=spf1 ip4:192.0.2.1 -all"'],
        ("_dmarc.harbour.example", "TXT"): ['"v=DMARC1; p=reject"'],
    }
    with serving(zone) as resolver:
        with_mail(site, resolver, *tables)
        answer = site.ask("check", "--dns", "--json")
        told = site.ask("check", "--dns").out
    found = {each["what"]: each for each in answer.json}
    assert answer.code == 1  # the second key is not there yet
    assert found["SPF of bounce.harbour.example"]["order"] == "ok"
    assert found["DKIM key s1._domainkey.harbour.example"]["order"] == "ok"
    assert found["DMARC of harbour.example"]["order"] == "ok"
    assert "by SPF of bounce" in found["alignment of harbour.example"]["told"]
    assert found["DKIM key s2._domainkey.harbour.example"]["order"] == "fault"
    assert "write: s2._domainkey.harbour.example. IN TXT ( " in told


@pytest.mark.parametrize(("unaligned", "held"), [("hold", True), ("send", False)])
def test_no_campaign_starts_that_nobody_would_believe_unless_told(
    site: SiteFolder, unaligned: str, *, held: bool
) -> None:
    with serving({}) as resolver:
        with_mail(site, resolver)
        assert site.ask("check", "--dns").code == 1
    settings = (site.path / "settings.toml").read_text()
    site.write("settings.toml", settings + f'unaligned = "{unaligned}"\n')
    with closing(App(load(site.path / "settings.toml"))) as app:
        fault = app.postmaster.disbelieved("harbour.example")
    assert ("neither SPF nor DKIM holds for harbour.example" in fault) is held


def test_a_key_for_a_second_signature_is_named_after_kind_and_day(site: SiteFolder) -> None:
    made = site.done("mail", "keygen", "--ed25519", "--json").json
    assert re.fullmatch(r"e\d{8}\._domainkey\.localhost", made["name"])
    assert made["record"].startswith("v=DKIM1; k=ed25519; p=")
    assert "PRIVATE KEY" in Path(made["file"]).read_text()


def test_once_the_key_is_set_mail_is_signed(site: SiteFolder) -> None:
    told = site.done("mail", "keygen", "--domain", "harbour.example").out
    settings = (site.path / "settings.toml").read_text()
    site.write("settings.toml", settings + told[told.index("[mail.dkim]") :])
    site.done("mail", "test")
    (mail,) = site.mails()
    assert mail.read_bytes().startswith(b"DKIM-Signature: v=1; a=rsa-sha256;")
    assert "is signed with the key of s20" in site.ask("check").out


def test_a_key_that_is_not_there_is_told_by_check(site: SiteFolder) -> None:
    settings = (site.path / "settings.toml").read_text()
    dkim = '[mail.dkim]\ndomain = "harbour.example"\nselector = "s"\nkey_file = "none.pem"\n'
    site.write("settings.toml", settings + dkim)
    answer = site.ask("check")
    assert answer.code == 1
    assert "none.pem cannot be read" in answer.out


def test_a_mail_that_came_back_is_taken_in(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    with closing(App(load(site.path / "settings.toml"))) as app, app.store.read() as tx:
        token = app.tokens.bounce(tx.subscribers.by_email("ada@example.org").id)
    (site.path / "bounce").write_bytes(status_report())
    to = f"bounces+{token}@news.example"
    told = site.done("mail", "receive", str(site.path / "bounce"), "--to", to).out
    assert told == "suppressed\n"
    shown = site.done("subscriber", "show", "ada@example.org", "--json").json
    assert (shown["suppressed"], shown["suppression"]["reason"]) == (True, "bounced")
    assert [bounce["kind"] for bounce in shown["bounces"]] == ["hard"]
    exported = site.done("subscriber", "export", "--format", "json").json
    assert exported[0]["suppression"] == shown["suppression"]
    for_people = site.done("subscriber", "show", "ada@example.org").out
    assert "mail to the address came back" in for_people
    assert "5.1.1" in for_people


def test_the_key_of_links_is_renewed_and_old_links_still_open(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    with closing(App(load(site.path / "settings.toml"))) as app:
        reader = SubscriptionKey(subscriber_id=1, newsletter_id=1)
        old = app.tokens.unsubscribe(reader)
        site.done("key", "renew", "--links")
        assert app.tokens.unsubscribe(reader) != old
        assert app.tokens.read_unsubscribe(old) == reader
    first, second = site.done("key", "list", "--links", "--json").json
    assert (first["since"], second["number"]) == (None, 2)
    assert "the beginning" in site.done("key", "list", "--links").out
