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
    "A paragraph that stood here was moved": "Un párrafo que estaba aquí se ha movido",
    "Moved here": "Movido aquí",
    "No word of the text differs.": "Ninguna palabra del texto es distinta.",
    "Author added: {what}": "Autor añadido: {what}",
    "Author removed: {what}": "Autor retirado: {what}",
    "Contributor added: {what}": "Colaboración añadida: {what}",
    "Contributor removed: {what}": "Colaboración retirada: {what}",
    "Related link added: {what}": "Enlace añadido: {what}",
    "Related link removed: {what}": "Enlace retirado: {what}",
    "Subject added: {what}": "Tema añadido: {what}",
    "Subject removed: {what}": "Tema retirado: {what}",
    "Picture added: {what}": "Imagen añadida: {what}",
    "Picture removed: {what}": "Imagen retirada: {what}",
    "In another order: {what}": "En otro orden: {what}",
    "Told of them: {what}": "Sobre la persona: {what}",
    "It leads elsewhere now: {what}": "Ahora lleva a otro sitio: {what}",
    "Title of a picture: {what}": "Título de una imagen: {what}",
    "Caption: {what}": "Pie de foto: {what}",
    "Credit: {what}": "Crédito: {what}",
    "Description of a picture: {what}": "Descripción de una imagen: {what}",
    "The picture itself was replaced: {what}": "La imagen misma fue sustituida: {what}",
    "It stands elsewhere in the text: {what}": "Está en otro lugar del texto: {what}",
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
    "How often": "Con qué frecuencia",
    "With every edition": "Con cada edición",
    "Once a day at the most": "Una vez al día como máximo",
    "Once a week at the most": "Una vez por semana como máximo",
    "An edition that you leave out is told in the next one.": "Lo que se salte va en la siguiente.",
    "No newsletters until": "Sin boletines hasta el",
    "Nothing is saved yet: choose a day, {day} at the latest.": (
        "Aún no se ha guardado nada: elija un día, a más tardar el {day}."
    ),
    "Half a year at the most.": "Medio año como máximo.",
    "Of what we mailed you, serious corrections and retractions still come.": (
        "Las correcciones graves y las retractaciones de lo enviado siguen llegando."
    ),
    "Form": "Formato",
    "Plain text only, without pictures": "Solo texto, sin imágenes",
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
    "Corrections in figures": "Las correcciones en cifras",
    "How often we err, and how soon we say so.": (
        "Con qué frecuencia nos equivocamos y cuánto tardamos en decirlo."
    ),
    "Articles": "Artículos",
    "per 100 articles": "por cada 100 artículos",
    "Half within": "La mitad en",
    "Clarifications": "Aclaraciones",
    "Editor’s notes": "Notas de la redacción",
    "Retractions": "Retractaciones",
    "Corrections per 100 articles": "Correcciones por cada 100 artículos",
    "Half of the corrections came within": "La mitad de las correcciones llegó en",
    "Nine of ten came within": "Nueve de cada diez llegaron en",
    "too few articles to tell": "demasiado pocos artículos para decirlo",
    "too few to tell": "demasiado pocas para decirlo",
    "By month": "Por mes",
    "Corrections per 100 articles, by the month in which the articles were published."
    " A ring: too few articles to tell. A gap: no articles.": (
        "Correcciones por cada 100 artículos, según el mes en que se publicaron los "
        "artículos. Un círculo: demasiado pocos artículos para decirlo. Un hueco: ningún "
        "artículo."
    ),
    "No month has enough articles yet to tell a rate: at least {count}.": (
        "Ningún mes tiene aún suficientes artículos para una tasa: al menos {count}."
    ),
    "By month, as a table": "Por mes, en una tabla",
    "Month": "Mes",
    "How soon": "Cuánto tardamos",
    "Corrections by the time from publication to the correction.": (
        "Correcciones según el tiempo desde la publicación."
    ),
    "How soon, as a table": "Cuánto tardamos, en una tabla",
    "Time to correction": "Tiempo hasta la corrección",
    "By section": "Por sección",
    "Articles published in the last {count} months.": (
        "Artículos publicados en los últimos {count} meses."
    ),
    "And {count} smaller sections, in the JSON below.": (
        "Y {count} secciones más pequeñas, en el JSON de abajo."
    ),
    "{section}, by month": "{section}, por mes",
    "How this is counted": "Cómo se cuenta",
    "All articles that can be read here count, those from before this site too, by "
    "the times they tell themselves. Not counted because they were withdrawn: "
    "{count}.": (
        "Cuentan todos los artículos que se pueden leer aquí, también los anteriores a "
        "este sitio, según las fechas que ellos mismos indican. No contados por haber "
        "sido retirados: {count}."
    ),
    "A correction counts in the month and section of its article. Articles of recent "
    "months may still be corrected.": (
        "Una corrección cuenta en el mes y la sección de su artículo. Los artículos de "
        "los últimos meses aún pueden corregirse."
    ),
    "Updates and minor edits are no corrections, and are not counted.": (
        "Las actualizaciones y los retoques no son correcciones y no se cuentan."
    ),
    "The time runs from first publication to the correction. Corrections of which it "
    "is known: {known} of {count}.": (
        "El tiempo corre desde la primera publicación hasta la corrección. Correcciones "
        "de las que se conoce: {known} de {count}."
    ),
    "There is no rate for fewer than {articles} articles, no time for fewer than "
    "{few} corrections, and no “nine of ten” for fewer than {more}: so few tell "
    "nothing.": (
        "No hay tasa para menos de {articles} artículos, ni tiempo para menos de {few} "
        "correcciones, ni «nueve de cada diez» para menos de {more}: tan pocas no dicen "
        "nada."
    ),
    "All figures as JSON": "Todas las cifras en JSON",
    "none": "ninguno",
    "Without a section": "Sin sección",
    "{count} min": "{count} min",
    "{count} h": "{count} h",
    "{count} days": "{count} días",
    "up to 1 hour": "hasta 1 hora",
    "1 to 6 hours": "de 1 a 6 horas",
    "6 to 24 hours": "de 6 a 24 horas",
    "1 to 7 days": "de 1 a 7 días",
    "7 to 30 days": "de 7 a 30 días",
    "30 to 365 days": "de 30 a 365 días",
    "longer": "más",
    "A column a month, by when the articles were published.": (
        "Una columna por mes, según la publicación de los artículos."
    ),
    "Time from publication to correction": "Tiempo desde la publicación hasta la corrección",
    "A bar for each span of time, as long as the corrections are many.": (
        "Una barra por cada lapso, más larga cuantas más correcciones."
    ),
}
