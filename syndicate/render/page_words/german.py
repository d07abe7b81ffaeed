"""Which words do pages in German use?"""

WORDS: dict[str, str] = {
    "Skip to the text": "Zum Text springen",
    "Main": "Hauptnavigation",
    "Front page": "Startseite",
    "Corrections": "Korrekturen",
    "Newsletters": "Newsletter",
    "Feeds": "Feeds",
    "Times are those of {zone}.": "Alle Zeiten gelten für {zone}.",
    "Imprint": "Impressum",
    "and": "und",
    "By {names}": "Von {names}",
    "More": "Mehr",
    "Older": "Ältere",
    "Nothing is published yet.": "Noch ist nichts veröffentlicht.",
    "Nothing is published here yet.": "Hier ist noch nichts veröffentlicht.",
    "What changed": "Was sich geändert hat",
    "All corrections": "Alle Korrekturen",
    "Sections": "Ressorts",
    "Subjects": "Themen",
    "Authors": "Autoren",
    "To the front page": "Zur Startseite",
    "Page not found": "Seite nicht gefunden",
    "Nothing is at this address. It may be misspelled, or the page was never here.": (
        "Unter dieser Adresse steht nichts. Vielleicht ist sie falsch geschrieben, oder "
        "die Seite gab es nie."
    ),
    "The newest articles": "Die neuesten Artikel",
    "With reporting by": "Mitarbeit:",
    "Related": "Mehr zum Thema",
    "This article over time": "Dieser Artikel im Lauf der Zeit",
    "Revision {number}: see the history and what changed": (
        "Fassung {number}: Verlauf und Änderungen ansehen"
    ),
    "Follow its changes": "Änderungen verfolgen",
    "Permanent address": "Dauerhafte Adresse",
    "Text not available": "Text nicht verfügbar",
    "Changes to “{headline}”": "Änderungen an „{headline}“",
    "Removed": "Entfernt",
    "Its text is no longer published here.": "Sein Text wird hier nicht mehr veröffentlicht.",
    "No longer here": "Nicht mehr hier",
    "What stood at this address was withdrawn and will not come back to it.": (
        "Was unter dieser Adresse stand, wurde zurückgenommen und kehrt nicht hierher zurück."
    ),
    "History": "Verlauf",
    "History of “{headline}”": "Verlauf von „{headline}“",
    "This article was retracted: its history tells the notes only.": (
        "Dieser Artikel wurde zurückgezogen: Sein Verlauf zeigt nur die Hinweise."
    ),
    "Every change since it was published, newest first. A published revision never changes.": (
        "Jede Änderung seit der Veröffentlichung, die neueste zuerst. Eine "
        "veröffentlichte Fassung ändert sich nie."
    ),
    "Every change since it was published, newest first. Earlier texts are not shown here.": (
        "Jede Änderung seit der Veröffentlichung, die neueste zuerst. Frühere Texte "
        "werden hier nicht gezeigt."
    ),
    "This history for programs, to be checked (JSON)": (
        "Dieser Verlauf für Programme, zum Nachprüfen (JSON)"
    ),
    "Revision {number}": "Fassung {number}",
    "Revision {number}: {headline}": "Fassung {number}: {headline}",
    "Read revision {number}": "Fassung {number} lesen",
    "What changed from {older} to {newer}": "Was sich von {older} zu {newer} geändert hat",
    "Compare any two": "Zwei Fassungen vergleichen",
    "From revision": "Von Fassung",
    "to revision": "bis Fassung",
    "Compare": "Vergleichen",
    "The text of this revision was never supplied.": "Der Text dieser Fassung lag nie vor.",
    "The text of this revision was removed": "Der Text dieser Fassung wurde entfernt:",
    "reason: {reason}": "Grund: {reason}",
    "The text of this revision is not shown.": "Der Text dieser Fassung wird nicht gezeigt.",
    "About this revision": "Über diese Fassung",
    "You are reading revision {number}, the newest.": "Sie lesen Fassung {number}, die neueste.",
    "You are reading revision {number} of {latest}.": "Sie lesen Fassung {number} von {latest}.",
    "Read the newest": "Die neueste lesen",
    "What changed since": "Was sich seither geändert hat",
    "What changed: {headline}": "Was sich geändert hat: {headline}",
    "From revision {older} to revision {newer} of {latest}": (
        "Von Fassung {older} zu Fassung {newer} von {latest}"
    ),
    "Other comparisons": "Andere Vergleiche",
    "Words added: {count}": "Wörter hinzugefügt: {count}",
    "Words removed: {count}": "Wörter entfernt: {count}",
    "No word differs between these revisions.": "Kein Wort unterscheidet diese Fassungen.",
    "Paragraphs without a change: {count}": "Absätze ohne Änderung: {count}",
    "Headline": "Überschrift",
    "Summary": "Vorspann",
    "Section": "Ressort",
    "Byline": "Autorenzeile",
    "Dateline": "Ortsmarke",
    "Text": "Text",
    "Pictures": "Bilder",
    "Contributors": "Mitarbeit",
    "Corrections and clarifications": "Korrekturen und Klarstellungen",
    "What we got wrong, and what we have said about it since. Each note stands with "
    "its article too.": (
        "Was wir falsch gemacht und was wir seither dazu gesagt haben. Jeder Hinweis "
        "steht auch bei seinem Artikel."
    ),
    "There are no corrections.": "Es gibt keine Korrekturen.",
    "A feed brings new articles, updates and corrections to a reader of your choice, "
    "without an account. Copy an address into your feed reader; any of the three "
    "formats will do.": (
        "Ein Feed bringt neue Artikel, Aktualisierungen und Korrekturen in ein "
        "Leseprogramm Ihrer Wahl, ohne Konto. Kopieren Sie eine Adresse dorthin; jedes "
        "der drei Formate ist recht."
    ),
    "The whole publication": "Die ganze Publikation",
    "All articles": "Alle Artikel",
    "Each article has a feed of its own changes: it is linked at its end.": (
        "Jeder Artikel hat einen Feed seiner Änderungen: Er ist an seinem Ende verlinkt."
    ),
    "All feeds in one file (OPML), to import into a feed reader": (
        "Alle Feeds in einer Datei (OPML), zum Einlesen in ein Leseprogramm"
    ),
    "Feed readers that speak WebSub are told of every change at once.": (
        "Leseprogramme, die WebSub sprechen, erfahren jede Änderung sofort."
    ),
    "What is new, and what has changed in what we sent you before.": (
        "Was neu ist, und was sich an dem geändert hat, was wir Ihnen geschickt haben."
    ),
    "There are no newsletters yet.": "Noch gibt es keine Newsletter.",
    "Choose": "Auswählen",
    "in your own time zone": "in Ihrer eigenen Zeitzone",
    "Past editions": "Frühere Ausgaben",
    "Past editions of {title}": "Frühere Ausgaben von {title}",
    "No edition has been sent yet.": "Noch wurde keine Ausgabe verschickt.",
    "{title}, edition of {day}": "{title}, Ausgabe vom {day}",
    "As it was mailed; the notes are those of today.": (
        "Wie verschickt; die Hinweise sind die von heute."
    ),
    "Your e-mail address": "Ihre E-Mail-Adresse",
    "Your time zone": "Ihre Zeitzone",
    "Subscribe": "Abonnieren",
    "We send a message first; nothing else comes until you confirm it. Every mail has"
    " a link to unsubscribe.": (
        "Zuerst kommt eine Nachricht; erst wenn Sie bestätigen, folgt mehr. Jede Mail hat"
        " einen Link zum Abbestellen."
    ),
    "Already a reader?": "Lesen Sie uns schon?",
    "We mail you a link to your settings.": "Wir schicken Ihnen einen Link zu Ihren Einstellungen.",
    "Send me a link": "Link schicken",
    "Check your mail": "Sehen Sie in Ihre Mail",
    "If there is anything to confirm or to change for that address, a message with a "
    "link is on its way.": (
        "Wenn es für diese Adresse etwas zu bestätigen oder zu ändern gibt, ist eine "
        "Nachricht mit einem Link unterwegs."
    ),
    "It can take some minutes. If nothing comes, look in your spam folder, or try "
    "again and check the spelling of the address.": (
        "Das kann einige Minuten dauern. Kommt nichts, sehen Sie im Spam-Ordner nach, "
        "oder versuchen Sie es noch einmal und prüfen Sie die Schreibung der Adresse."
    ),
    "Confirm your subscription": "Abonnement bestätigen",
    "Press the button, and these will come to {reader}:": (
        "Drücken Sie den Knopf, dann kommt an {reader}:"
    ),
    "your address": "Ihre Adresse",
    "Confirm": "Bestätigen",
    "You did not ask for this? Then do nothing: no mail will come.": (
        "Sie haben das nicht verlangt? Dann tun Sie nichts: Es kommt keine Mail."
    ),
    "Your newsletters": "Ihre Newsletter",
    "What comes to {reader}": "Was an {reader} kommt",
    "With none chosen, you get all.": "Ohne Auswahl bekommen Sie alle.",
    "Save": "Speichern",
    "Unsubscribe from everything": "Alles abbestellen",
    "Unsubscribe": "Abbestellen",
    "Press the button, and {newsletter} will no longer come to {reader}.": (
        "Drücken Sie den Knopf, dann kommt {newsletter} nicht mehr an {reader}."
    ),
    "Nothing happens until you press it.": "Nichts geschieht, bevor Sie ihn drücken.",
    "This link no longer works": "Dieser Link gilt nicht mehr",
    "It was used already, is too old, or was cut off on its way. Nothing has been changed.": (
        "Er wurde schon benutzt, ist zu alt oder unterwegs abgeschnitten worden. Nichts "
        "wurde geändert."
    ),
    "You are subscribed": "Sie sind angemeldet",
    "The next edition will come to your address.": "Die nächste Ausgabe kommt an Ihre Adresse.",
    "Your settings are saved": "Ihre Einstellungen sind gespeichert",
    "They hold from the next edition on.": "Sie gelten ab der nächsten Ausgabe.",
    "You are unsubscribed": "Sie sind abgemeldet",
    "This newsletter will not come to you any more.": (
        "Dieser Newsletter kommt nicht mehr zu Ihnen."
    ),
    "By mistake? Subscribe again": "Aus Versehen? Wieder abonnieren",
    "Follow by mail": "Per Mail folgen",
    "We mail you when new facts are added, until it has been quiet for a while. A "
    "message comes first that asks you to confirm.": (
        "Wir mailen Ihnen, sobald Neues hinzukommt, bis es darum eine Weile still "
        "war. Zuerst kommt eine Nachricht, die um Bestätigung bittet."
    ),
    "We mail you each new article. A message comes first that asks you to confirm.": (
        "Wir mailen Ihnen jeden neuen Artikel. Zuerst kommt eine Nachricht, die um "
        "Bestätigung bittet."
    ),
    "Leave this empty": "Dieses Feld leer lassen",
    "Confirm that you follow": "Bestätigen, dass Sie folgen",
    "Press the button, and we mail you when new facts are added. It ends by "
    "itself after {days} days without a change.": (
        "Drücken Sie den Knopf, dann mailen wir Ihnen, sobald Neues hinzukommt. Das "
        "endet von selbst nach {days} Tagen ohne Änderung."
    ),
    "Press the button, and we mail you each new article.": (
        "Drücken Sie den Knopf, dann mailen wir Ihnen jeden neuen Artikel."
    ),
    "Follow": "Folgen",
    "Stop following": "Nicht mehr folgen",
    "Press the button, and we mail you no more about it.": (
        "Drücken Sie den Knopf, dann mailen wir Ihnen dazu nichts mehr."
    ),
    "You follow this now": "Sie folgen dem jetzt",
    "We mail you as soon as there is something new.": (
        "Wir mailen Ihnen, sobald es etwas Neues gibt."
    ),
    "You no longer follow this": "Sie folgen dem nicht mehr",
    "Nothing more comes to you about it.": "Es kommt nichts mehr dazu.",
    "What you follow": "Dem Sie folgen",
}
