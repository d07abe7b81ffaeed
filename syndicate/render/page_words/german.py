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
    "A paragraph that stood here was moved": "Ein Absatz, der hier stand, wurde verschoben",
    "Moved here": "Hierher verschoben",
    "No word of the text differs.": "Kein Wort des Textes ist anders.",
    "Author added: {what}": "Neu als Autor: {what}",
    "Author removed: {what}": "Nicht mehr Autor: {what}",
    "Contributor added: {what}": "Neu bei der Mitarbeit: {what}",
    "Contributor removed: {what}": "Nicht mehr bei der Mitarbeit: {what}",
    "Related link added: {what}": "Neuer Verweis: {what}",
    "Related link removed: {what}": "Verweis entfernt: {what}",
    "Subject added: {what}": "Neues Thema: {what}",
    "Subject removed: {what}": "Thema entfernt: {what}",
    "Picture added: {what}": "Neues Bild: {what}",
    "Picture removed: {what}": "Bild entfernt: {what}",
    "In another order: {what}": "In anderer Reihenfolge: {what}",
    "Told of them: {what}": "Zur Person: {what}",
    "It leads elsewhere now: {what}": "Führt jetzt woandershin: {what}",
    "Title of a picture: {what}": "Titel eines Bildes: {what}",
    "Caption: {what}": "Bildtext: {what}",
    "Credit: {what}": "Bildnachweis: {what}",
    "Description of a picture: {what}": "Beschreibung eines Bildes: {what}",
    "The picture itself was replaced: {what}": "Das Bild selbst wurde ersetzt: {what}",
    "It stands elsewhere in the text: {what}": "Steht an anderer Stelle im Text: {what}",
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
    "How often": "Wie oft",
    "With every edition": "Mit jeder Ausgabe",
    "Once a day at the most": "Höchstens einmal am Tag",
    "Once a week at the most": "Höchstens einmal in der Woche",
    "An edition that you leave out is told in the next one.": (
        "Was Sie auslassen, steht in der nächsten."
    ),
    "No newsletters until": "Keine Newsletter bis",
    "Nothing is saved yet: choose a day, {day} at the latest.": (
        "Noch ist nichts gespeichert: Wählen Sie einen Tag, spätestens den {day}."
    ),
    "Half a year at the most.": "Höchstens ein halbes Jahr.",
    "Of what we mailed you, serious corrections and retractions still come.": (
        "Schwere Berichtigungen und Rücknahmen von Zugesandtem kommen trotzdem."
    ),
    "Form": "Form",
    "Plain text only, without pictures": "Nur Text, ohne Bilder",
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
    "Corrections in figures": "Korrekturen in Zahlen",
    "How often we err, and how soon we say so.": ("Wie oft wir irren, und wie bald wir es sagen."),
    "Articles": "Artikel",
    "per 100 articles": "je 100 Artikel",
    "Half within": "Hälfte binnen",
    "Clarifications": "Klarstellungen",
    "Editor’s notes": "Anmerkungen der Redaktion",
    "Retractions": "Rücknahmen",
    "Corrections per 100 articles": "Korrekturen je 100 Artikel",
    "Half of the corrections came within": "Die Hälfte der Korrekturen kam binnen",
    "Nine of ten came within": "Neun von zehn kamen binnen",
    "too few articles to tell": "zu wenige Artikel für eine Aussage",
    "too few to tell": "zu wenige für eine Aussage",
    "By month": "Nach Monat",
    "Corrections per 100 articles, by the month in which the articles were published."
    " A ring: too few articles to tell. A gap: no articles.": (
        "Korrekturen je 100 Artikel, nach dem Monat, in dem die Artikel erschienen. Ein "
        "Ring: zu wenige Artikel für eine Aussage. Eine Lücke: keine Artikel."
    ),
    "No month has enough articles yet to tell a rate: at least {count}.": (
        "Noch kein Monat hat genug Artikel für eine Quote: mindestens {count}."
    ),
    "By month, as a table": "Nach Monat, als Tabelle",
    "Month": "Monat",
    "How soon": "Wie bald",
    "Corrections by the time from publication to the correction.": (
        "Korrekturen nach der Zeit von der Veröffentlichung bis zur Korrektur."
    ),
    "How soon, as a table": "Wie bald, als Tabelle",
    "Time to correction": "Zeit bis zur Korrektur",
    "By section": "Nach Ressort",
    "Articles published in the last {count} months.": (
        "Artikel, die in den letzten {count} Monaten erschienen."
    ),
    "And {count} smaller sections, in the JSON below.": (
        "Und {count} kleinere Ressorts, im JSON unten."
    ),
    "{section}, by month": "{section}, nach Monat",
    "How this is counted": "Wie gezählt wird",
    "All articles that can be read here count, those from before this site too, by "
    "the times they tell themselves. Not counted because they were withdrawn: "
    "{count}.": (
        "Alle Artikel zählen, die hier zu lesen sind, auch die aus der Zeit vor dieser "
        "Website, nach ihren eigenen Zeitangaben. Nicht gezählt, weil sie entfernt "
        "wurden: {count}."
    ),
    "A correction counts in the month and section of its article. Articles of recent "
    "months may still be corrected.": (
        "Eine Korrektur zählt im Monat und im Ressort ihres Artikels. Artikel der letzten"
        " Monate können noch korrigiert werden."
    ),
    "Updates and minor edits are no corrections, and are not counted.": (
        "Aktualisierungen und kleine Änderungen sind keine Korrekturen und werden nicht gezählt."
    ),
    "The time runs from first publication to the correction. Corrections of which it "
    "is known: {known} of {count}.": (
        "Die Zeit läuft von der ersten Veröffentlichung bis zur Korrektur. Korrekturen, "
        "von denen sie bekannt ist: {known} von {count}."
    ),
    "There is no rate for fewer than {articles} articles, no time for fewer than "
    "{few} corrections, and no “nine of ten” for fewer than {more}: so few tell "
    "nothing.": (
        "Für weniger als {articles} Artikel gibt es keine Quote, für weniger als {few} "
        "Korrekturen keine Zeit und für weniger als {more} kein „neun von zehn“: So "
        "wenige sagen nichts aus."
    ),
    "All figures as JSON": "Alle Zahlen als JSON",
    "none": "keine",
    "Without a section": "Ohne Ressort",
    "{count} min": "{count} min",
    "{count} h": "{count} Std.",
    "{count} days": "{count} Tage",
    "up to 1 hour": "bis 1 Stunde",
    "1 to 6 hours": "1 bis 6 Stunden",
    "6 to 24 hours": "6 bis 24 Stunden",
    "1 to 7 days": "1 bis 7 Tage",
    "7 to 30 days": "7 bis 30 Tage",
    "30 to 365 days": "30 bis 365 Tage",
    "longer": "länger",
    "A column a month, by when the articles were published.": (
        "Eine Säule je Monat, nach dem Erscheinen der Artikel."
    ),
    "Time from publication to correction": "Zeit von der Veröffentlichung bis zur Korrektur",
    "A bar for each span of time, as long as the corrections are many.": (
        "Ein Balken für jede Zeitspanne, so lang, wie es Korrekturen sind."
    ),
}
