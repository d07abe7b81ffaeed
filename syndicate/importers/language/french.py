"""Which words do French-language newspapers use around their stories?"""

from syndicate.domain.articles import Kind
from syndicate.importers.language.words import Words, lines, listed, months, spaced

_STORY = r"(?:cet|l') ?article|ce (?:texte|reportage)|cette (?:dépêche|page)"
_WAS = r"a (?:d'abord |initialement )?été (?:\w+ ){0,2}"

FRENCH = Words(
    code="fr",
    common=frozenset(
        spaced(
            "le la les de des du et à un une en est que qui dans pour pas sur au aux ce "
            "cette il elle ils se sont par avec plus ne son sa ses mais ou été être ont "
            "leur nous vous comme tout a d'un d'une l'on"
        )
    ),
    months=months(
        *("janvier janv", "février fevrier févr fév", "mars", "avril avr", "mai", "juin"),
        *("juillet juil", "août aout", "septembre sept", "octobre oct", "novembre nov"),
        "décembre decembre déc",
    ),
    weekdays=spaced(
        "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim"
    ),
    by=listed("propos recueillis par | publié par | écrit par | un texte de | par"),
    roles=spaced(
        "spécial spéciale journaliste journalistes "
        "correspondant correspondante correspondants envoyé envoyée "
        "rédacteur rédactrice reporter reporters rédaction chroniqueur chroniqueuse"
    ),
    published=listed(
        "initialement publié le | publié initialement le | première publication le | publié le | "
        "publiée le | publié à | publié | paru le | posté le | mis en ligne le | créé le"
    ),
    updated=listed(
        "dernière mise à jour le | dernière mise à jour | mis à jour le | mise à jour le | "
        "mis à jour à | mise à jour à | mis à jour | mise à jour | modifié le | modifié à | "
        "actualisé le | modifié"
    ),
    originally=(
        rf"(?:{_STORY}) {_WAS}(?:publié|mis en ligne)e?\b",
        r"^(?:publié initialement|initialement publié|première publication)\b",
    ),
    clock=("à", "heures", "heure"),
    labels={
        **dict.fromkeys(listed("correction | rectificatif | erratum | corrigé"), Kind.CORRECTION),
        **dict.fromkeys(listed("précision | clarification"), Kind.CLARIFICATION),
        **dict.fromkeys(listed("mise à jour | mis à jour | actualisation"), Kind.UPDATE),
        **dict.fromkeys(
            listed("note de la rédaction | ndlr | note de l'éditeur"), Kind.EDITORS_NOTE
        ),
    },
    sentences=(
        (
            r"^(?:dans )?une (?:version|première version) (?:précédente|antérieure)\b",
            Kind.CORRECTION,
        ),
        (r"^une (?:précédente|première) version de\b", Kind.CORRECTION),
        (rf"^(?:{_STORY}) {_WAS}(?:corrigé|rectifié)e?\b", Kind.CORRECTION),
        (rf"^(?:{_STORY}) {_WAS}(?:précisé|clarifié)e?\b", Kind.CLARIFICATION),
        (
            rf"^(?:{_STORY}) {_WAS}(?:mis à jour|mise à jour|actualisée?|complétée?|modifiée?)",
            Kind.UPDATE,
        ),
    ),
    contributed=lines(r"""
        ,? (?:a|ont) (?:aussi )?(?:contribué|participé) à (?:(?P<this>ce\w*)|l[a'])[ \w]{3,30}\.?$
        ,? (?:a|ont) (?:également )?collaboré à (?:(?P<this>ce\w*)|l[a'])[ \w]{3,30}\.?$
    """),
    contributing=(
        r"avec (?=(?:l'|la |le |les )?(?:afp|reuters|ap|ats|belga|efe|dpa|agences?)\b)",
        r"avec (?:la (?:contribution|collaboration|participation) (?:de |d'))",
        r"avec (?:notre correspondante?|nos correspondante?s|notre envoyée? spéciale?) ",
        r"avec (?:des )?informations (?:de |d')",
    ),
    reported=(),
    is_=("est", "sont"),
    credits=listed(
        "crédit photo | crédits photo | crédit | crédits | photos | photo | image | images | "
        "photographie | illustration | © | copyright"
    ),
    captions=listed("légende de l'image | légende"),
    depicting=spaced("gauche droite lors archives illustration centre ici"),
    furniture=frozenset(
        listed("""
        partager | partager cet article | partager l'article | imprimer | envoyer |
        envoyer par mail |
        publicité | lire plus | lire la suite | lire aussi | voir plus | en savoir plus |
        commenter | commentaires | commentaire | réagir | réagissez | s'abonner | abonnez-vous |
        je m'abonne | se connecter | connexion | s'inscrire | menu | accueil | rechercher | fermer |
        suivant | précédent | retour | écouter | écouter l'article | newsletter | newsletters |
        sauvegarder | ajouter à vos favoris | offrir cet article | copier le lien | vidéo |
        diaporama | la suite après la publicité | article réservé aux abonnés |
        réservé aux abonnés |
        temps de lecture
        """)
    ),
    promotion=lines(r"""
        \bnewsletters?\b
        \babonnez-vous\b
        \binscrivez-vous\b
        \bdéjà abonnée?\b
        \bréservée? aux abonnés\b
        \btous droits réservés\b
        \bpolitique de confidentialité\b
        \bmentions légales\b
        ^(?:lire|à lire|voir|à voir|écouter|lisez) (?:aussi|également|la suite|plus)\b
        ^suivez-nous\b
        ^(?:lire|voir|afficher) les commentaires\b
        ^temps de lecture\b
        ^lecture \d+ min
        ^\d+ commentaires?$
        ^il y a \d+ (?:minutes?|heures?|jours?|semaines?|mois)$
    """),
    boxes=lines(r"""
        ^(?:à lire aussi|lire aussi|sur le même sujet|dans la même rubrique|voir aussi)\b.{0,30}$
        ^(?:les plus lus|les plus populaires|le plus lu|à la une)\b.{0,30}$
        ^(?:nos articles|articles liés)\b.{0,30}$
        ^(?:vous aimerez aussi|contenus sponsorisés|à ne pas manquer|plus d'articles)\b.{0,30}$
    """),
    endings=lines(r"""
        ^(?:mots-clés|mots clés|thèmes|thématiques|étiquettes)\b.{0,60}$
        ^(?:commentaires|réagissez|réagir à cet article|vos réactions)\b.{0,20}$
        ^(?:à propos de l'auteur|l'auteur)$
    """),
    and_=("et",),
    in_=("à", "au", "en", "aux", "depuis"),
    of_=(),
)
