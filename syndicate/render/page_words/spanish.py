"""Which words do pages in Spanish use?"""

WORDS: dict[str, str] = {
    "Skip to the text": "Ir al texto",
    "Main": "Navegación principal",
    "Front page": "Portada",
    "Corrections": "Correcciones",
    "Newsletters": "Boletines",
    "Feeds": "Canales",
    "Times are those of {zone}.": "Las horas son las de {zone}.",
    "Imprint": "Aviso legal",
    "and": "y",
    "By {names}": "Por {names}",
    "More": "Más",
    "Older": "Anteriores",
    "Nothing is published yet.": "Aún no hay nada publicado.",
    "Nothing is published here yet.": "Aquí aún no hay nada publicado.",
    "What changed": "Qué ha cambiado",
    "All corrections": "Todas las correcciones",
    "Sections": "Secciones",
    "Subjects": "Temas",
    "Authors": "Autores",
    "To the front page": "Ir a la portada",
    "Page not found": "Página no encontrada",
    "Nothing is at this address. It may be misspelled, or the page was never here.": (
        "No hay nada en esta dirección. Quizá esté mal escrita o la página nunca existió."
    ),
    "The newest articles": "Los artículos más recientes",
    "With reporting by": "Con información de",
    "Related": "Relacionado",
    "This article over time": "Este artículo a lo largo del tiempo",
    "Revision {number}: see the history and what changed": (
        "Versión {number}: ver el historial y los cambios"
    ),
    "Follow its changes": "Seguir sus cambios",
    "Permanent address": "Dirección permanente",
    "Text not available": "Texto no disponible",
    "Changes to “{headline}”": "Cambios de «{headline}»",
    "Removed": "Retirado",
    "Its text is no longer published here.": "Su texto ya no se publica aquí.",
    "No longer here": "Ya no está aquí",
    "What stood at this address was withdrawn and will not come back to it.": (
        "Lo que estaba en esta dirección fue retirado y no volverá a ella."
    ),
    "History": "Historial",
    "History of “{headline}”": "Historial de «{headline}»",
    "This article was retracted: its history tells the notes only.": (
        "Este artículo fue retractado: su historial muestra solo las notas."
    ),
    "Every change since it was published, newest first. A published revision never changes.": (
        "Cada cambio desde su publicación, el más reciente primero. Una versión publicada"
        " nunca cambia."
    ),
    "Every change since it was published, newest first. Earlier texts are not shown here.": (
        "Cada cambio desde la publicación, el más reciente primero. Los textos "
        "anteriores no se muestran aquí."
    ),
    "This history for programs, to be checked (JSON)": (
        "Este historial para programas, para comprobarlo (JSON)"
    ),
    "Revision {number}": "Versión {number}",
    "Revision {number}: {headline}": "Versión {number}: {headline}",
    "Read revision {number}": "Leer la versión {number}",
    "What changed from {older} to {newer}": "Qué cambió de la {older} a la {newer}",
    "Compare any two": "Comparar dos versiones",
    "From revision": "De la versión",
    "to revision": "a la versión",
    "Compare": "Comparar",
    "The text of this revision was never supplied.": (
        "El texto de esta versión nunca fue facilitado."
    ),
    "The text of this revision was removed": "El texto de esta versión fue retirado",
    "reason: {reason}": "motivo: {reason}",
    "The text of this revision is not shown.": "El texto de esta versión no se muestra.",
    "About this revision": "Sobre esta versión",
    "You are reading revision {number}, the newest.": (
        "Está leyendo la versión {number}, la más reciente."
    ),
    "You are reading revision {number} of {latest}.": (
        "Está leyendo la versión {number} de {latest}."
    ),
    "Read the newest": "Leer la más reciente",
    "What changed since": "Qué ha cambiado desde entonces",
    "What changed: {headline}": "Qué ha cambiado: {headline}",
    "From revision {older} to revision {newer} of {latest}": (
        "De la versión {older} a la versión {newer} de {latest}"
    ),
    "Other comparisons": "Otras comparaciones",
    "Words added: {count}": "Palabras añadidas: {count}",
    "Words removed: {count}": "Palabras quitadas: {count}",
    "No word differs between these revisions.": "Ninguna palabra difiere entre estas versiones.",
    "Paragraphs without a change: {count}": "Párrafos sin cambios: {count}",
    "Headline": "Titular",
    "Summary": "Entradilla",
    "Section": "Sección",
    "Byline": "Firma",
    "Dateline": "Data",
    "Text": "Texto",
    "Pictures": "Imágenes",
    "Contributors": "Colaboraciones",
    "Corrections and clarifications": "Correcciones y aclaraciones",
    "What we got wrong, and what we have said about it since. Each note stands with "
    "its article too.": (
        "En qué nos equivocamos y qué hemos dicho desde entonces. Cada nota está también "
        "en su artículo."
    ),
    "There are no corrections.": "No hay correcciones.",
    "A feed brings new articles, updates and corrections to a reader of your choice, "
    "without an account. Copy an address into your feed reader; any of the three "
    "formats will do.": (
        "Un canal lleva artículos nuevos, actualizaciones y correcciones al lector que "
        "prefiera, sin cuenta. Copie en él una dirección; sirve cualquiera de los tres "
        "formatos."
    ),
    "The whole publication": "Toda la publicación",
    "All articles": "Todos los artículos",
    "Each article has a feed of its own changes: it is linked at its end.": (
        "Cada artículo tiene un canal con sus cambios, enlazado al final."
    ),
    "All feeds in one file (OPML), to import into a feed reader": (
        "Todos los canales en un archivo (OPML), para importarlos en un lector"
    ),
    "Feed readers that speak WebSub are told of every change at once.": (
        "Los lectores que hablan WebSub se enteran de cada cambio al momento."
    ),
    "What is new, and what has changed in what we sent you before.": (
        "Lo nuevo, y lo que ha cambiado en lo que ya le enviamos."
    ),
    "There are no newsletters yet.": "Aún no hay boletines.",
    "Choose": "Elegir",
    "in your own time zone": "en su propia zona horaria",
    "Past editions": "Ediciones anteriores",
    "Past editions of {title}": "Ediciones anteriores de {title}",
    "No edition has been sent yet.": "Aún no se ha enviado ninguna edición.",
    "{title}, edition of {day}": "{title}, edición del {day}",
    "As it was mailed; the notes are those of today.": (
        "Tal como se envió; las notas son las de hoy."
    ),
    "Your e-mail address": "Su correo electrónico",
    "Your time zone": "Su zona horaria",
    "Subscribe": "Suscribirse",
    "We send a message first; nothing else comes until you confirm it. Every mail has"
    " a link to unsubscribe.": (
        "Primero enviamos un mensaje; nada más llega hasta que lo confirme. Cada correo "
        "tiene un enlace para darse de baja."
    ),
    "Already a reader?": "¿Ya nos lee?",
    "We mail you a link to your settings.": "Le enviamos un enlace a sus ajustes.",
    "Send me a link": "Enviarme un enlace",
    "Check your mail": "Revise su correo",
    "If there is anything to confirm or to change for that address, a message with a "
    "link is on its way.": (
        "Si hay algo que confirmar o cambiar para esa dirección, va en camino un mensaje "
        "con un enlace."
    ),
    "It can take some minutes. If nothing comes, look in your spam folder, or try "
    "again and check the spelling of the address.": (
        "Puede tardar unos minutos. Si no llega nada, mire en la carpeta de spam o "
        "inténtelo de nuevo revisando la dirección."
    ),
    "Confirm your subscription": "Confirme su suscripción",
    "Press the button, and these will come to {reader}:": "Pulse el botón y llegará a {reader}:",
    "your address": "su dirección",
    "Confirm": "Confirmar",
    "You did not ask for this? Then do nothing: no mail will come.": (
        "¿No lo ha pedido? No haga nada: no llegará ningún correo."
    ),
    "Your newsletters": "Sus boletines",
    "What comes to {reader}": "Lo que llega a {reader}",
    "With none chosen, you get all.": "Si no elige ninguna, las recibe todas.",
    "Save": "Guardar",
    "Unsubscribe from everything": "Darse de baja de todo",
    "Unsubscribe": "Darse de baja",
    "Press the button, and {newsletter} will no longer come to {reader}.": (
        "Pulse el botón y {newsletter} dejará de llegar a {reader}."
    ),
    "Nothing happens until you press it.": "No ocurre nada hasta que lo pulse.",
    "This link no longer works": "Este enlace ya no funciona",
    "It was used already, is too old, or was cut off on its way. Nothing has been changed.": (
        "Ya se usó, es demasiado antiguo o llegó cortado. No se ha cambiado nada."
    ),
    "You are subscribed": "Está suscrito",
    "The next edition will come to your address.": "La próxima edición llegará a su dirección.",
    "Your settings are saved": "Sus ajustes están guardados",
    "They hold from the next edition on.": "Valen desde la próxima edición.",
    "You are unsubscribed": "Se ha dado de baja",
    "This newsletter will not come to you any more.": "Ya no recibirá este boletín.",
    "By mistake? Subscribe again": "¿Por error? Volver a suscribirse",
    "Follow by mail": "Seguir por correo",
    "We mail you when new facts are added, until it has been quiet for a while. A "
    "message comes first that asks you to confirm.": (
        "Le escribimos cuando se añaden hechos nuevos, hasta que lleve un tiempo sin "
        "cambios. Antes llega un mensaje que le pide confirmarlo."
    ),
    "We mail you each new article. A message comes first that asks you to confirm.": (
        "Le escribimos con cada artículo nuevo. Antes llega un mensaje que le pide confirmarlo."
    ),
    "Leave this empty": "Deje este campo vacío",
    "Confirm that you follow": "Confirme lo que quiere seguir",
    "Press the button, and we mail you when new facts are added. It ends by "
    "itself after {days} days without a change.": (
        "Pulse el botón y le escribiremos cuando se añadan hechos nuevos. Termina por "
        "sí solo tras {days} días sin cambios."
    ),
    "Press the button, and we mail you each new article.": (
        "Pulse el botón y le escribiremos con cada artículo nuevo."
    ),
    "Follow": "Seguir",
    "Stop following": "Dejar de seguir",
    "Press the button, and we mail you no more about it.": (
        "Pulse el botón y no le escribiremos más sobre ello."
    ),
    "You follow this now": "Ya lo sigue",
    "We mail you as soon as there is something new.": ("Le escribiremos en cuanto haya novedades."),
    "You no longer follow this": "Ya no lo sigue",
    "Nothing more comes to you about it.": "No le llegará nada más sobre ello.",
    "What you follow": "Lo que sigue",
}
