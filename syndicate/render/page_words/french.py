"""Which words do pages in French use?"""

WORDS: dict[str, str] = {
    "Skip to the text": "Aller au texte",
    "Main": "Navigation principale",
    "Front page": "À la une",
    "Corrections": "Corrections",
    "Newsletters": "Lettres d’information",
    "Feeds": "Flux",
    "Times are those of {zone}.": "Les heures sont celles de {zone}.",
    "Imprint": "Mentions légales",
    "and": "et",
    "By {names}": "Par {names}",
    "More": "Autres",
    "Older": "Plus anciens",
    "Nothing is published yet.": "Rien n’est encore publié.",
    "Nothing is published here yet.": "Rien n’est encore publié ici.",
    "What changed": "Ce qui a changé",
    "All corrections": "Toutes les corrections",
    "Sections": "Rubriques",
    "Subjects": "Sujets",
    "Authors": "Auteurs",
    "To the front page": "Vers la une",
    "Page not found": "Page introuvable",
    "Nothing is at this address. It may be misspelled, or the page was never here.": (
        "Il n’y a rien à cette adresse. Elle est peut-être mal écrite, ou la page n’a "
        "jamais existé."
    ),
    "The newest articles": "Les derniers articles",
    "With reporting by": "Avec la contribution de",
    "Related": "À lire aussi",
    "This article over time": "Cet article au fil du temps",
    "Revision {number}: see the history and what changed": (
        "Version {number} : voir l’historique et les changements"
    ),
    "Follow its changes": "Suivre ses changements",
    "Permanent address": "Adresse permanente",
    "Text not available": "Texte non disponible",
    "Changes to “{headline}”": "Changements de « {headline} »",
    "Removed": "Retiré",
    "Its text is no longer published here.": "Son texte n’est plus publié ici.",
    "No longer here": "N’est plus ici",
    "What stood at this address was withdrawn and will not come back to it.": (
        "Ce qui se trouvait à cette adresse a été retiré et n’y reviendra pas."
    ),
    "History": "Historique",
    "History of “{headline}”": "Historique de « {headline} »",
    "This article was retracted: its history tells the notes only.": (
        "Cet article a été rétracté : son historique ne donne que les notes."
    ),
    "Every change since it was published, newest first. A published revision never changes.": (
        "Chaque changement depuis la publication, le plus récent d’abord. Une version "
        "publiée ne change jamais."
    ),
    "Every change since it was published, newest first. Earlier texts are not shown here.": (
        "Chaque modification depuis la publication, la plus récente d’abord. Les textes "
        "antérieurs ne sont pas montrés ici."
    ),
    "This history for programs, to be checked (JSON)": (
        "Cet historique pour les programmes, à vérifier (JSON)"
    ),
    "Revision {number}": "Version {number}",
    "Revision {number}: {headline}": "Version {number} : {headline}",
    "Read revision {number}": "Lire la version {number}",
    "What changed from {older} to {newer}": "Ce qui a changé de {older} à {newer}",
    "Compare any two": "Comparer deux versions",
    "From revision": "De la version",
    "to revision": "à la version",
    "Compare": "Comparer",
    "The text of this revision was never supplied.": (
        "Le texte de cette version n’a jamais été fourni."
    ),
    "The text of this revision was removed": "Le texte de cette version a été retiré",
    "reason: {reason}": "motif : {reason}",
    "The text of this revision is not shown.": "Le texte de cette version n’est pas affiché.",
    "About this revision": "À propos de cette version",
    "You are reading revision {number}, the newest.": (
        "Vous lisez la version {number}, la plus récente."
    ),
    "You are reading revision {number} of {latest}.": (
        "Vous lisez la version {number} sur {latest}."
    ),
    "Read the newest": "Lire la plus récente",
    "What changed since": "Ce qui a changé depuis",
    "What changed: {headline}": "Ce qui a changé : {headline}",
    "From revision {older} to revision {newer} of {latest}": (
        "De la version {older} à la version {newer} sur {latest}"
    ),
    "Other comparisons": "Autres comparaisons",
    "Words added: {count}": "Mots ajoutés : {count}",
    "Words removed: {count}": "Mots retirés : {count}",
    "No word differs between these revisions.": "Aucun mot ne diffère entre ces versions.",
    "Paragraphs without a change: {count}": "Paragraphes sans changement : {count}",
    "A paragraph that stood here was moved": "Un paragraphe qui se trouvait ici a été déplacé",
    "Moved here": "Déplacé ici",
    "No word of the text differs.": "Aucun mot du texte ne diffère.",
    "Author added: {what}": "Auteur ajouté : {what}",
    "Author removed: {what}": "Auteur retiré : {what}",
    "Contributor added: {what}": "Collaboration ajoutée : {what}",
    "Contributor removed: {what}": "Collaboration retirée : {what}",
    "Related link added: {what}": "Lien ajouté : {what}",
    "Related link removed: {what}": "Lien retiré : {what}",
    "Subject added: {what}": "Sujet ajouté : {what}",
    "Subject removed: {what}": "Sujet retiré : {what}",
    "Picture added: {what}": "Image ajoutée : {what}",
    "Picture removed: {what}": "Image retirée : {what}",
    "In another order: {what}": "Dans un autre ordre : {what}",
    "Told of them: {what}": "À propos de la personne : {what}",
    "It leads elsewhere now: {what}": "Mène maintenant ailleurs : {what}",
    "Title of a picture: {what}": "Titre d’une image : {what}",
    "Caption: {what}": "Légende : {what}",
    "Credit: {what}": "Crédit : {what}",
    "Description of a picture: {what}": "Description d’une image : {what}",
    "The picture itself was replaced: {what}": "L’image elle-même a été remplacée : {what}",
    "It stands elsewhere in the text: {what}": "Se trouve ailleurs dans le texte : {what}",
    "Headline": "Titre",
    "Summary": "Chapô",
    "Section": "Rubrique",
    "Byline": "Signature",
    "Dateline": "Lieu",
    "Text": "Texte",
    "Pictures": "Images",
    "Contributors": "Contributions",
    "Corrections and clarifications": "Corrections et précisions",
    "What we got wrong, and what we have said about it since. Each note stands with "
    "its article too.": (
        "Nos erreurs, et ce que nous en avons dit depuis. Chaque note figure aussi avec "
        "son article."
    ),
    "There are no corrections.": "Il n’y a pas de corrections.",
    "What is new, and what has changed in what we sent you before.": (
        "Ce qui est nouveau, et ce qui a changé dans ce que nous vous avons envoyé."
    ),
    "There are no newsletters yet.": "Il n’y a pas encore de lettres d’information.",
    "Choose": "Choisir",
    "in your own time zone": "dans votre fuseau horaire",
    "Past editions": "Éditions passées",
    "Past editions of {title}": "Éditions passées de {title}",
    "No edition has been sent yet.": "Aucune édition n’a encore été envoyée.",
    "{title}, edition of {day}": "{title}, édition du {day}",
    "As it was mailed; the notes are those of today.": (
        "Telle qu’envoyée ; les notes sont celles d’aujourd’hui."
    ),
    "Your e-mail address": "Votre adresse électronique",
    "Your time zone": "Votre fuseau horaire",
    "Subscribe": "S’abonner",
    "We send a message first; nothing else comes until you confirm it. Every mail has"
    " a link to unsubscribe.": (
        "Nous envoyons d’abord un message ; rien d’autre ne vient avant votre "
        "confirmation. Chaque courriel a un lien de désabonnement."
    ),
    "Already a reader?": "Déjà abonné ?",
    "We mail you a link to your settings.": "Nous vous envoyons un lien vers vos réglages.",
    "Send me a link": "Envoyez-moi un lien",
    "Check your mail": "Consultez votre messagerie",
    "If there is anything to confirm or to change for that address, a message with a "
    "link is on its way.": (
        "S’il y a quelque chose à confirmer ou à changer pour cette adresse, un message "
        "avec un lien est en route."
    ),
    "It can take some minutes. If nothing comes, look in your spam folder, or try "
    "again and check the spelling of the address.": (
        "Cela peut prendre quelques minutes. Si rien ne vient, regardez parmi les "
        "indésirables, ou réessayez en vérifiant l’adresse."
    ),
    "Confirm your subscription": "Confirmez votre abonnement",
    "Press the button, and these will come to {reader}:": (
        "Appuyez sur le bouton, et {reader} recevra :"
    ),
    "your address": "votre adresse",
    "Confirm": "Confirmer",
    "You did not ask for this? Then do nothing: no mail will come.": (
        "Vous n’avez rien demandé ? Ne faites rien : aucun courriel ne viendra."
    ),
    "Your newsletters": "Vos lettres d’information",
    "What comes to {reader}": "Ce que reçoit {reader}",
    "With none chosen, you get all.": "Sans choix, vous les recevez toutes.",
    "How often": "À quelle fréquence",
    "With every edition": "Avec chaque édition",
    "Once a day at the most": "Au plus une fois par jour",
    "Once a week at the most": "Au plus une fois par semaine",
    "An edition that you leave out is told in the next one.": (
        "Ce que vous sautez figure dans la suivante."
    ),
    "No newsletters until": "Pas de lettres jusqu’au",
    "Nothing is saved yet: choose a day, {day} at the latest.": (
        "Rien n’est encore enregistré : choisissez un jour, au plus tard le {day}."
    ),
    "Half a year at the most.": "Six mois au plus.",
    "Of what we mailed you, serious corrections and retractions still come.": (
        "Les rectifications graves et les rétractations de nos envois vous parviennent quand même."
    ),
    "Form": "Forme",
    "Plain text only, without pictures": "Texte seul, sans images",
    "Save": "Enregistrer",
    "Unsubscribe from everything": "Se désabonner de tout",
    "Unsubscribe": "Se désabonner",
    "Press the button, and {newsletter} will no longer come to {reader}.": (
        "Appuyez sur le bouton, et {reader} ne recevra plus {newsletter}."
    ),
    "Nothing happens until you press it.": "Rien ne se passe tant que vous n’appuyez pas.",
    "This link no longer works": "Ce lien ne fonctionne plus",
    "It was used already, is too old, or was cut off on its way. Nothing has been changed.": (
        "Il a déjà servi, est trop ancien ou a été tronqué en route. Rien n’a été changé."
    ),
    "You are subscribed": "Vous êtes abonné",
    "The next edition will come to your address.": "La prochaine édition viendra à votre adresse.",
    "Your settings are saved": "Vos réglages sont enregistrés",
    "They hold from the next edition on.": "Ils valent dès la prochaine édition.",
    "You are unsubscribed": "Vous êtes désabonné",
    "This newsletter will not come to you any more.": (
        "Vous ne recevrez plus cette lettre d’information."
    ),
    "By mistake? Subscribe again": "Par erreur ? Se réabonner",
    "Corrections in figures": "Les corrections en chiffres",
    "How often we err, and how soon we say so.": (
        "À quelle fréquence nous nous trompons, et en combien de temps nous le disons."
    ),
    "Articles": "Articles",
    "per 100 articles": "pour 100 articles",
    "Half within": "Moitié en",
    "Clarifications": "Précisions",
    "Editor’s notes": "Notes de la rédaction",
    "Retractions": "Rétractations",
    "Corrections per 100 articles": "Corrections pour 100 articles",
    "Half of the corrections came within": "La moitié des corrections sont venues en",
    "Nine of ten came within": "Neuf sur dix sont venues en",
    "too few articles to tell": "trop peu d’articles pour le dire",
    "too few to tell": "trop peu pour le dire",
    "By month": "Par mois",
    "Corrections per 100 articles, by the month in which the articles were published."
    " A ring: too few articles to tell. A gap: no articles.": (
        "Corrections pour 100 articles, selon le mois de parution des articles. Un cercle"
        " : trop peu d’articles pour le dire. Un vide : aucun article."
    ),
    "No month has enough articles yet to tell a rate: at least {count}.": (
        "Aucun mois n’a encore assez d’articles pour un taux : au moins {count}."
    ),
    "By month, as a table": "Par mois, en tableau",
    "Month": "Mois",
    "How soon": "En combien de temps",
    "Corrections by the time from publication to the correction.": (
        "Les corrections selon le temps écoulé depuis la parution."
    ),
    "How soon, as a table": "En combien de temps, en tableau",
    "Time to correction": "Temps jusqu’à la correction",
    "By section": "Par rubrique",
    "Articles published in the last {count} months.": ("Articles parus ces {count} derniers mois."),
    "And {count} smaller sections, in the JSON below.": (
        "Et {count} rubriques plus petites, dans le JSON ci-dessous."
    ),
    "{section}, by month": "{section}, par mois",
    "How this is counted": "Comment nous comptons",
    "All articles that can be read here count, those from before this site too, by "
    "the times they tell themselves. Not counted because they were withdrawn: "
    "{count}.": (
        "Tous les articles qui peuvent être lus ici comptent, même ceux d’avant ce site, "
        "selon les dates qu’ils indiquent. Non comptés, car retirés : {count}."
    ),
    "A correction counts in the month and section of its article. Articles of recent "
    "months may still be corrected.": (
        "Une correction compte dans le mois et la rubrique de son article. Les articles "
        "des derniers mois peuvent encore être corrigés."
    ),
    "Updates and minor edits are no corrections, and are not counted.": (
        "Les mises à jour et les retouches ne sont pas des corrections et ne sont pas comptées."
    ),
    "The time runs from first publication to the correction. Corrections of which it "
    "is known: {known} of {count}.": (
        "Le temps court de la première parution à la correction. Corrections dont il est "
        "connu : {known} sur {count}."
    ),
    "There is no rate for fewer than {articles} articles, no time for fewer than "
    "{few} corrections, and no “nine of ten” for fewer than {more}: so few tell "
    "nothing.": (
        "Il n’y a pas de taux pour moins de {articles} articles, pas de temps pour moins "
        "de {few} corrections, ni de « neuf sur dix » pour moins de {more} : si peu ne "
        "dit rien."
    ),
    "All figures as JSON": "Tous les chiffres en JSON",
    "none": "aucun",
    "Without a section": "Sans rubrique",
    "{count} min": "{count} min",
    "{count} h": "{count} h",
    "{count} days": "{count} jours",
    "up to 1 hour": "jusqu’à 1 heure",
    "1 to 6 hours": "1 à 6 heures",
    "6 to 24 hours": "6 à 24 heures",
    "1 to 7 days": "1 à 7 jours",
    "7 to 30 days": "7 à 30 jours",
    "30 to 365 days": "30 à 365 jours",
    "longer": "plus",
    "A column a month, by when the articles were published.": (
        "Une colonne par mois, selon la parution des articles."
    ),
    "Time from publication to correction": "Temps de la parution à la correction",
    "A bar for each span of time, as long as the corrections are many.": (
        "Une barre par durée, d’autant plus longue que les corrections sont nombreuses."
    ),
}
