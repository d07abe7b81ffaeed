"""Which words do German-language newspapers use around their stories?"""

from syndicate.domain.articles import Kind
from syndicate.importers.language.words import Words, lines, listed, months, spaced

_STORY = r"(?:dieser|der) (?:artikel|beitrag|text|bericht)|diese (?:meldung|geschichte)"
_WAS = r"wurde (?:[\w.,:]+ ){0,9}"

GERMAN = Words(
    code="de",
    common=frozenset(
        spaced(
            "der die das und ist nicht ein eine einen einem einer mit von den dem des zu "
            "auf für im sich auch als wie nach bei aus am sie er es wir ich werden wurde "
            "hat haben sind war dass über um noch nur vor zum zur bis durch oder aber"
        )
    ),
    months=months(
        *("januar jänner jan", "februar feber feb", "märz maerz mär mrz", "april apr", "mai"),
        *("juni jun", "juli jul", "august aug", "september sept sep", "oktober okt"),
        *("november nov", "dezember dez"),
    ),
    weekdays=spaced(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so"
    ),
    by=listed("ein bericht von | eine reportage von | ein gastbeitrag von | text von | von"),
    roles=spaced(
        "redakteur redakteurin reporter reporterin "
        "korrespondent korrespondentin korrespondenten redaktion "
        "autor autorin volontär volontärin"
    ),
    published=listed(
        "zuerst veröffentlicht am | zuerst veröffentlicht | erstmals veröffentlicht am | "
        "veröffentlicht am | veröffentlicht | erstellt am | erstellt | publiziert am | "
        "publiziert | "
        "stand | vom | erschienen am"
    ),
    updated=listed(
        "zuletzt aktualisiert am | zuletzt aktualisiert | aktualisiert am | aktualisiert | "
        "letzte aktualisierung | geändert am | geändert | update"
    ),
    originally=(
        rf"(?:{_STORY}) {_WAS}(?:veröffentlicht|publiziert)\b",
        rf"(?:{_STORY}) (?:ist|erschien) (?:zuerst|erstmals|ursprünglich)\b",
        r"^(?:zuerst|erstmals|ursprünglich) (?:veröffentlicht|erschienen|publiziert)\b",
    ),
    clock=("uhr", "um"),
    labels={
        **dict.fromkeys(
            listed("korrektur | korrekturhinweis | berichtigung | richtigstellung"), Kind.CORRECTION
        ),
        **dict.fromkeys(listed("klarstellung | präzisierung"), Kind.CLARIFICATION),
        **dict.fromkeys(listed("update | aktualisierung | aktualisiert | nachtrag"), Kind.UPDATE),
        **dict.fromkeys(
            listed("anmerkung der redaktion | anm. d. red. | hinweis der redaktion | hinweis"),
            Kind.EDITORS_NOTE,
        ),
    },
    sentences=(
        (r"^in einer (?:früheren|vorherigen|ersten) (?:version|fassung)\b", Kind.CORRECTION),
        (r"^eine (?:frühere|vorherige) (?:version|fassung)\b", Kind.CORRECTION),
        (r"^in einer (?:früheren|vorherigen) \w*fassung\b", Kind.CORRECTION),
        (rf"^(?:{_STORY}) {_WAS}(?:korrigiert|berichtigt)\b", Kind.CORRECTION),
        (rf"^(?:{_STORY}) {_WAS}(?:präzisiert|klargestellt)\b", Kind.CLARIFICATION),
        (
            rf"^(?:{_STORY}) {_WAS}.{{0,120}}\b(?:aktualisiert|ergänzt|erweitert|überarbeitet)\b",
            Kind.UPDATE,
        ),
        (r"^wir haben (?:die|den|diesen?|diese|das) .{0,120}\bkorrigiert\b", Kind.CORRECTION),
    ),
    contributed=lines(r"""
        \s(?:hat|haben) (?:an|zu|bei) (?P<this>diese[mr]) \w+ mitge(?:arbeitet|wirkt|schrieben)\.?$
        \s(?:trug|trugen) zu (?P<this>diese[mr]) \w+ bei\.?$
    """),
    contributing=(
        r"(?:unter )?mitarbeit(?: von)?:? ",
        r"mit (?:material|informationen|agenturmaterial|beiträgen) (?:von|der|des) ",
        r"mit (?=(?:dpa|afp|reuters|ap|apa|epd|kna|sid|agenturen)\b)",
        r"an diese[mr] \w+ (?:hat|haben) (?:auch )?(?P<names>.+?) mit(?:gearbeitet|gewirkt)\.?$",
        r"(?P<role>redaktion|recherche): ",
    ),
    reported=("berichtete", "berichteten", "berichtet"),
    is_=("ist", "sind"),
    credits=listed("fotos | foto | bild | bilder | bildquelle | quelle | grafik | © | copyright"),
    captions=listed("bildunterschrift"),
    depicting=spaced("archivbild archivfoto symbolbild links rechts mitte zeigt"),
    furniture=frozenset(
        listed("""
        teilen | artikel teilen | drucken | merken | anzeige | werbung | mehr | weiterlesen |
        mehr lesen | mehr anzeigen | kommentare | kommentar | kommentieren | kommentar schreiben |
        startseite | menü | suche | suchen | schließen | anmelden | einloggen | registrieren |
        abonnieren | jetzt abonnieren | newsletter | zurück | weiter | nach oben | vorlesen |
        artikel anhören | artikel drucken | artikel versenden | per mail | e-mail | video |
        bildergalerie | bildstrecke | zur startseite | themen | schlagworte | link kopieren |
        auf facebook teilen | auf twitter teilen | auf whatsapp teilen | per e-mail teilen
        """)
    ),
    promotion=lines(r"""
        \bnewsletter\b
        \bdatenschutz(?:erklärung)?\b
        \ballgemeine geschäftsbedingungen\b
        \balle rechte vorbehalten\b
        ^jetzt (?:abonnieren|anmelden|registrieren|testen|lesen|kostenlos)\b
        \b(?:abo|abonnement) (?:abschließen|testen|kündigen)\b
        ^lesen sie (?:auch|hier|mehr|dazu)\b
        ^(?:lesen sie auch|mehr zum thema|auch interessant|siehe auch|mehr dazu)\b
        ^\d+ kommentare?$
        ^(?:folgen|folge) (?:sie )?uns\b
        ^lesezeit\b
        ^kommentare (?:lesen|anzeigen|einblenden)\b
        ^\d+ (?:min\.?|minuten) (?:lesezeit)?$
        ^vor \d+ (?:minuten?|stunden?|tagen?|wochen?|monaten?)$
    """),
    boxes=lines(r"""
        ^mehr (?:zum thema|aus|von|zu|über)\b.{0,40}$
        ^(?:das könnte sie auch interessieren|auch interessant)\b.{0,30}$
        ^(?:lesen sie auch|weitere artikel)\b.{0,30}$
        ^(?:meistgelesen|meistgelesene artikel|beliebt|empfohlen)\b.{0,30}$
        ^(?:unsere empfehlungen|top-themen)\b.{0,30}$
        ^(?:weitere themen|verwandte (?:artikel|themen)|passend zum thema|ähnliche artikel)$
    """),
    endings=lines(r"""
        ^(?:schlagworte|themen|stichworte)\b.{0,60}$
        ^(?:kommentare|kommentar schreiben|diskutieren sie mit)\b.{0,20}$
        ^(?:zur person|über den autor|über die autorin|zum autor)$
        ^quelle: [\w/ ,-]{2,30}$
    """),
    and_=("und",),
    in_=("in", "aus", "auf", "bei"),
    of_=("von der", "vom", "für"),
)
