"""Which words do pages in Portuguese use?"""

WORDS: dict[str, str] = {
    "Skip to the text": "Ir para o texto",
    "Main": "Navegação principal",
    "Front page": "Capa",
    "Corrections": "Correções",
    "Newsletters": "Boletins",
    "Feeds": "Feeds",
    "Times are those of {zone}.": "Os horários são os de {zone}.",
    "Imprint": "Expediente",
    "and": "e",
    "By {names}": "Por {names}",
    "More": "Mais",
    "Older": "Anteriores",
    "Nothing is published yet.": "Ainda não há nada publicado.",
    "Nothing is published here yet.": "Ainda não há nada publicado aqui.",
    "What changed": "O que mudou",
    "All corrections": "Todas as correções",
    "Sections": "Editorias",
    "Subjects": "Assuntos",
    "Authors": "Autores",
    "To the front page": "Ir para a capa",
    "Page not found": "Página não encontrada",
    "Nothing is at this address. It may be misspelled, or the page was never here.": (
        "Não há nada neste endereço. Talvez esteja escrito errado, ou a página nunca existiu."
    ),
    "The newest articles": "Os artigos mais recentes",
    "With reporting by": "Com reportagem de",
    "Related": "Relacionado",
    "This article over time": "Este artigo ao longo do tempo",
    "Revision {number}: see the history and what changed": (
        "Versão {number}: ver o histórico e as mudanças"
    ),
    "Follow its changes": "Acompanhar as mudanças",
    "Permanent address": "Endereço permanente",
    "Text not available": "Texto não disponível",
    "Changes to “{headline}”": "Mudanças em “{headline}”",
    "Removed": "Removido",
    "Its text is no longer published here.": "O texto não é mais publicado aqui.",
    "No longer here": "Não está mais aqui",
    "What stood at this address was withdrawn and will not come back to it.": (
        "O que estava neste endereço foi retirado e não voltará a ele."
    ),
    "History": "Histórico",
    "History of “{headline}”": "Histórico de “{headline}”",
    "This article was retracted: its history tells the notes only.": (
        "Este artigo foi retratado: o histórico mostra apenas as notas."
    ),
    "Every change since it was published, newest first. A published revision never changes.": (
        "Cada mudança desde a publicação, a mais recente primeiro. Uma versão publicada nunca muda."
    ),
    "Every change since it was published, newest first. Earlier texts are not shown here.": (
        "Cada alteração desde a publicação, a mais recente primeiro. Os textos "
        "anteriores não são mostrados aqui."
    ),
    "This history for programs, to be checked (JSON)": (
        "Este histórico para programas, para ser verificado (JSON)"
    ),
    "Revision {number}": "Versão {number}",
    "Revision {number}: {headline}": "Versão {number}: {headline}",
    "Read revision {number}": "Ler a versão {number}",
    "What changed from {older} to {newer}": "O que mudou da {older} para a {newer}",
    "Compare any two": "Comparar duas versões",
    "From revision": "Da versão",
    "to revision": "para a versão",
    "Compare": "Comparar",
    "The text of this revision was never supplied.": "O texto desta versão nunca foi fornecido.",
    "The text of this revision was removed": "O texto desta versão foi removido",
    "reason: {reason}": "motivo: {reason}",
    "The text of this revision is not shown.": "O texto desta versão não é exibido.",
    "About this revision": "Sobre esta versão",
    "You are reading revision {number}, the newest.": (
        "Você está lendo a versão {number}, a mais recente."
    ),
    "You are reading revision {number} of {latest}.": (
        "Você está lendo a versão {number} de {latest}."
    ),
    "Read the newest": "Ler a mais recente",
    "What changed since": "O que mudou desde então",
    "What changed: {headline}": "O que mudou: {headline}",
    "From revision {older} to revision {newer} of {latest}": (
        "Da versão {older} para a versão {newer} de {latest}"
    ),
    "Other comparisons": "Outras comparações",
    "Words added: {count}": "Palavras acrescentadas: {count}",
    "Words removed: {count}": "Palavras retiradas: {count}",
    "No word differs between these revisions.": "Nenhuma palavra difere entre estas versões.",
    "Paragraphs without a change: {count}": "Parágrafos sem mudança: {count}",
    "A paragraph that stood here was moved": "Um parágrafo que estava aqui foi movido",
    "Moved here": "Movido para cá",
    "No word of the text differs.": "Nenhuma palavra do texto é diferente.",
    "Author added: {what}": "Autor acrescentado: {what}",
    "Author removed: {what}": "Autor retirado: {what}",
    "Contributor added: {what}": "Colaboração acrescentada: {what}",
    "Contributor removed: {what}": "Colaboração retirada: {what}",
    "Related link added: {what}": "Ligação acrescentada: {what}",
    "Related link removed: {what}": "Ligação retirada: {what}",
    "Subject added: {what}": "Assunto acrescentado: {what}",
    "Subject removed: {what}": "Assunto retirado: {what}",
    "Picture added: {what}": "Imagem acrescentada: {what}",
    "Picture removed: {what}": "Imagem retirada: {what}",
    "In another order: {what}": "Noutra ordem: {what}",
    "Told of them: {what}": "Sobre a pessoa: {what}",
    "It leads elsewhere now: {what}": "Leva agora a outro sítio: {what}",
    "Title of a picture: {what}": "Título de uma imagem: {what}",
    "Caption: {what}": "Legenda: {what}",
    "Credit: {what}": "Crédito: {what}",
    "Description of a picture: {what}": "Descrição de uma imagem: {what}",
    "The picture itself was replaced: {what}": "A própria imagem foi substituída: {what}",
    "It stands elsewhere in the text: {what}": "Está noutro lugar do texto: {what}",
    "Headline": "Título",
    "Summary": "Linha fina",
    "Section": "Editoria",
    "Byline": "Assinatura",
    "Dateline": "Local",
    "Text": "Texto",
    "Pictures": "Imagens",
    "Contributors": "Colaboradores",
    "Corrections and clarifications": "Correções e esclarecimentos",
    "What we got wrong, and what we have said about it since. Each note stands with "
    "its article too.": (
        "O que erramos e o que dissemos desde então. Cada nota está também no seu artigo."
    ),
    "There are no corrections.": "Não há correções.",
    "What is new, and what has changed in what we sent you before.": (
        "O que é novo, e o que mudou no que já enviamos a você."
    ),
    "There are no newsletters yet.": "Ainda não há boletins.",
    "Choose": "Escolher",
    "in your own time zone": "no seu próprio fuso horário",
    "Past editions": "Edições anteriores",
    "Past editions of {title}": "Edições anteriores de {title}",
    "No edition has been sent yet.": "Nenhuma edição foi enviada ainda.",
    "{title}, edition of {day}": "{title}, edição de {day}",
    "As it was mailed; the notes are those of today.": "Como foi enviada; as notas são as de hoje.",
    "Your e-mail address": "Seu endereço de e-mail",
    "Your time zone": "Seu fuso horário",
    "Subscribe": "Assinar",
    "We send a message first; nothing else comes until you confirm it. Every mail has"
    " a link to unsubscribe.": (
        "Primeiro enviamos uma mensagem; nada mais chega até você confirmar. Todo e-mail "
        "tem um link para cancelar."
    ),
    "Already a reader?": "Já é leitor?",
    "We mail you a link to your settings.": "Enviamos um link para as suas configurações.",
    "Send me a link": "Enviar um link",
    "Check your mail": "Confira seu e-mail",
    "If there is anything to confirm or to change for that address, a message with a "
    "link is on its way.": (
        "Se houver algo a confirmar ou mudar para esse endereço, uma mensagem com um link"
        " está a caminho."
    ),
    "It can take some minutes. If nothing comes, look in your spam folder, or try "
    "again and check the spelling of the address.": (
        "Pode levar alguns minutos. Se nada chegar, olhe na pasta de spam ou tente de "
        "novo conferindo o endereço."
    ),
    "Confirm your subscription": "Confirme sua assinatura",
    "Press the button, and these will come to {reader}:": (
        "Aperte o botão, e isto chegará a {reader}:"
    ),
    "your address": "seu endereço",
    "Confirm": "Confirmar",
    "You did not ask for this? Then do nothing: no mail will come.": (
        "Não pediu isto? Não faça nada: nenhum e-mail chegará."
    ),
    "Your newsletters": "Seus boletins",
    "What comes to {reader}": "O que chega a {reader}",
    "With none chosen, you get all.": "Sem escolha, você recebe todas.",
    "How often": "Com que frequência",
    "With every edition": "A cada edição",
    "Once a day at the most": "No máximo uma vez por dia",
    "Once a week at the most": "No máximo uma vez por semana",
    "An edition that you leave out is told in the next one.": "O que você pular vem na seguinte.",
    "No newsletters until": "Sem boletins até",
    "Nothing is saved yet: choose a day, {day} at the latest.": (
        "Nada foi salvo ainda: escolha um dia, no máximo {day}."
    ),
    "Half a year at the most.": "No máximo meio ano.",
    "Of what we mailed you, serious corrections and retractions still come.": (
        "As correções graves e as retratações do que enviamos continuam chegando."
    ),
    "Form": "Formato",
    "Plain text only, without pictures": "Só texto, sem imagens",
    "Save": "Salvar",
    "Unsubscribe from everything": "Cancelar tudo",
    "Unsubscribe": "Cancelar a assinatura",
    "Press the button, and {newsletter} will no longer come to {reader}.": (
        "Aperte o botão, e {newsletter} não chegará mais a {reader}."
    ),
    "Nothing happens until you press it.": "Nada acontece até você apertar.",
    "This link no longer works": "Este link não funciona mais",
    "It was used already, is too old, or was cut off on its way. Nothing has been changed.": (
        "Já foi usado, é antigo demais ou chegou cortado. Nada foi mudado."
    ),
    "You are subscribed": "Assinatura feita",
    "The next edition will come to your address.": "A próxima edição chegará ao seu endereço.",
    "Your settings are saved": "Suas configurações foram salvas",
    "They hold from the next edition on.": "Valem a partir da próxima edição.",
    "You are unsubscribed": "Assinatura cancelada",
    "This newsletter will not come to you any more.": "Esta newsletter não chegará mais a você.",
    "By mistake? Subscribe again": "Por engano? Assinar de novo",
    "Corrections in figures": "As correções em números",
    "How often we err, and how soon we say so.": (
        "Com que frequência erramos e quanto demoramos a dizê-lo."
    ),
    "Articles": "Artigos",
    "per 100 articles": "por 100 artigos",
    "Half within": "Metade em",
    "Clarifications": "Esclarecimentos",
    "Editor’s notes": "Notas da redação",
    "Retractions": "Retratações",
    "Corrections per 100 articles": "Correções por 100 artigos",
    "Half of the corrections came within": "Metade das correções veio em",
    "Nine of ten came within": "Nove em cada dez vieram em",
    "too few articles to tell": "artigos de menos para dizer",
    "too few to tell": "poucas para dizer",
    "By month": "Por mês",
    "Corrections per 100 articles, by the month in which the articles were published."
    " A ring: too few articles to tell. A gap: no articles.": (
        "Correções por 100 artigos, segundo o mês em que os artigos foram publicados. Um "
        "círculo: artigos de menos para dizer. Um vazio: nenhum artigo."
    ),
    "No month has enough articles yet to tell a rate: at least {count}.": (
        "Nenhum mês tem ainda artigos suficientes para uma taxa: pelo menos {count}."
    ),
    "By month, as a table": "Por mês, em tabela",
    "Month": "Mês",
    "How soon": "Quanto demoramos",
    "Corrections by the time from publication to the correction.": (
        "Correções segundo o tempo desde a publicação."
    ),
    "How soon, as a table": "Quanto demoramos, em tabela",
    "Time to correction": "Tempo até a correção",
    "By section": "Por seção",
    "Articles published in the last {count} months.": (
        "Artigos publicados nos últimos {count} meses."
    ),
    "And {count} smaller sections, in the JSON below.": (
        "E {count} seções menores, no JSON abaixo."
    ),
    "{section}, by month": "{section}, por mês",
    "How this is counted": "Como contamos",
    "All articles that can be read here count, those from before this site too, by "
    "the times they tell themselves. Not counted because they were withdrawn: "
    "{count}.": (
        "Contam todos os artigos que podem ser lidos aqui, também os anteriores a este "
        "site, segundo as datas que eles próprios indicam. Não contados por terem sido "
        "removidos: {count}."
    ),
    "A correction counts in the month and section of its article. Articles of recent "
    "months may still be corrected.": (
        "Uma correção conta no mês e na seção do seu artigo. Os artigos dos últimos meses"
        " ainda podem ser corrigidos."
    ),
    "Updates and minor edits are no corrections, and are not counted.": (
        "Atualizações e retoques não são correções e não são contados."
    ),
    "The time runs from first publication to the correction. Corrections of which it "
    "is known: {known} of {count}.": (
        "O tempo corre da primeira publicação até a correção. Correções de que é "
        "conhecido: {known} de {count}."
    ),
    "There is no rate for fewer than {articles} articles, no time for fewer than "
    "{few} corrections, and no “nine of ten” for fewer than {more}: so few tell "
    "nothing.": (
        "Não há taxa para menos de {articles} artigos, nem tempo para menos de {few} "
        "correções, nem “nove em cada dez” para menos de {more}: tão poucos não dizem "
        "nada."
    ),
    "All figures as JSON": "Todos os números em JSON",
    "none": "nenhum",
    "Without a section": "Sem seção",
    "{count} min": "{count} min",
    "{count} h": "{count} h",
    "{count} days": "{count} dias",
    "up to 1 hour": "até 1 hora",
    "1 to 6 hours": "de 1 a 6 horas",
    "6 to 24 hours": "de 6 a 24 horas",
    "1 to 7 days": "de 1 a 7 dias",
    "7 to 30 days": "de 7 a 30 dias",
    "30 to 365 days": "de 30 a 365 dias",
    "longer": "mais",
    "A column a month, by when the articles were published.": (
        "Uma coluna por mês, segundo a publicação dos artigos."
    ),
    "Time from publication to correction": "Tempo da publicação à correção",
    "A bar for each span of time, as long as the corrections are many.": (
        "Uma barra por intervalo, mais longa quanto mais correções."
    ),
}
