"""Which words do Spanish-language newspapers use around their stories?"""

from syndicate.domain.articles import Kind
from syndicate.importers.language.words import Words, lines, listed, months, spaced

_STORY = r"est[ae] (?:artículo|noticia|nota|información|texto|reportaje|crónica)"
_HELPED = ",? (?:también )?(?:colabor(?:ó|aron)|contribuy(?:ó|eron))"
_PIECE = r"[\w ]{3,30}\.?$"
_WAS = r"(?:fue|ha sido|se ha|se) (?:\w+ ){0,2}"

SPANISH = Words(
    code="es",
    common=frozenset(
        spaced(
            "el la los las de del y en que un una es por con para no se su sus al lo como más pero "
            "ha han fue ser son este esta entre cuando muy sin sobre también hasta desde donde le "
            "les ya o porque tras años"
        )
    ),
    months=months(
        *("enero ene", "febrero feb", "marzo", "abril abr", "mayo", "junio jun", "julio jul"),
        *("agosto ago", "septiembre setiembre sept sep", "octubre oct", "noviembre nov"),
        "diciembre dic",
    ),
    weekdays=spaced(
        "lunes martes miércoles jueves viernes sábado domingo lun mar mié jue vie sáb dom"
    ),
    by=listed("escrito por | publicado por | redactado por | un reportaje de | por"),
    roles=spaced(
        "periodista periodistas redactor redactora corresponsal corresponsales enviado enviada "
        "especial especiales editor editora redacción reportero reportera"
    ),
    published=listed(
        "publicado originalmente el | publicado originalmente | publicado por primera vez el | "
        "publicado el | publicada el | publicado a las | publicado | publicada | creado el | creado"
    ),
    updated=listed(
        "última actualización el | última actualización | actualizado el | actualizada el | "
        "actualizado a las | actualizado | actualizada | act | modificado el | modificado"
    ),
    originally=(
        rf"{_STORY} {_WAS}(?:publicad[oa]|publicó)\b",
        rf"{_STORY} se publicó\b",
        r"^(?:publicad[oa] originalmente|originalmente publicad[oa])\b",
    ),
    clock=("a las", "a la", "horas", "hrs", "h"),
    labels={
        **dict.fromkeys(
            listed("corrección | fe de errores | fe de erratas | rectificación | fe de error"),
            Kind.CORRECTION,
        ),
        **dict.fromkeys(listed("aclaración | precisión"), Kind.CLARIFICATION),
        **dict.fromkeys(listed("actualización | actualizado"), Kind.UPDATE),
        **dict.fromkeys(
            listed("nota del editor | nota de la redacción | nota de redacción"), Kind.EDITORS_NOTE
        ),
    },
    sentences=(
        (r"^(?:en )?una versión (?:anterior|previa) de\b", Kind.CORRECTION),
        (rf"^{_STORY} {_WAS}(?:corregid[oa]|rectificad[oa])\b", Kind.CORRECTION),
        (rf"^{_STORY} {_WAS}(?:aclarad[oa]|precisad[oa])\b", Kind.CLARIFICATION),
        (rf"^{_STORY} {_WAS}(?:actualizad[oa]|actualizó|ampliad[oa])\b", Kind.UPDATE),
    ),
    contributed=(rf"{_HELPED} (?:en|a|con|para) (?:(?P<this>est[ea])|la|el) {_PIECE}",),
    contributing=(
        r"con (?:información|informaciones|datos|reportes?|material|colaboración) (?:de |(?=del ))",
        r"(?:colaboró|colaboraron|colaboración de)(?: en est[ea] \w+)?:? ",
    ),
    reported=("informó", "informaron", "reportó", "reportaron"),
    is_=("es", "son"),
    credits=listed(
        "crédito | créditos | fotografía | foto de archivo | fotos | foto | imagen | imágenes | "
        "fuente | © | cortesía"
    ),
    captions=listed("pie de foto"),
    depicting=spaced("izquierda derecha centro durante archivo imagen fotografía"),
    furniture=frozenset(
        listed("""
        compartir | compartir en facebook | compartir en twitter | compartir en whatsapp |
        imprimir |
        enviar | enviar por correo | guardar | publicidad | anuncio | leer más | lee más | ver más |
        seguir leyendo | comentarios | comentar | comenta | sin comentarios | suscríbete |
        suscribirse | suscríbase | iniciar sesión | regístrate | inicio | menú | buscar | cerrar |
        siguiente | anterior | volver | escuchar | copiar enlace | ir a comentarios | vídeo |
        video | galería | más información | archivado en | boletín | boletines
        """)
    ),
    promotion=lines(r"""
        \bbolet(?:ín|ines)\b
        \bsuscr[ií]b(?:ete|ase|irse|irte)\b
        \breg[ií]str(?:ate|ese)\b
        \btodos los derechos reservados\b
        \bpolítica de privacidad\b
        \btérminos y condiciones\b
        ^(?:lee|lea|leer|vea|ver|mira|te puede interesar|puedes leer) (?:también|además|más|aquí)\b
        ^s[ií]g(?:uenos|anos|ue a)\b
        ^\d+ comentarios?$
        ^hace \d+ (?:minutos?|horas?|días?|semanas?|meses|mes)$
        ^tiempo de lectura\b
        ^(?:ver|leer|ir a) (?:los )?comentarios\b
    """),
    boxes=lines(r"""
        ^(?:noticias|notas|artículos|contenidos?) relacionad[oa]s?$
        ^(?:te puede interesar|le puede interesar|también te puede interesar|más sobre)\b.{0,40}$
        ^(?:lo más (?:leído|visto|comentado)|más noticias|más información|recomendados?)\b.{0,30}$
        ^(?:lee también|lea también|además en|más en|no te pierdas)\b.{0,30}$
    """),
    endings=lines(r"""
        ^(?:archivado en|etiquetas|temas|palabras clave)\b.{0,60}$
        ^(?:comentarios|deja un comentario|deja una respuesta|deja tu comentario)\b.{0,20}$
        ^(?:sobre (?:el|la) autora?|sobre la firma)$
    """),
    and_=("y", "e"),
    in_=("en", "desde"),
    of_=(),
)
