"""Which words carry a fact by themselves, and which never name anybody?

English, German, French, Spanish and Portuguese, in small letters. Words
that are far more often something else ("an", French for year; "ein", the number one in
German) are left out.
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEGATIONS = _listed(
    "no not never none nobody nothing neither nor nowhere without cannot hardly barely scarcely "
    "nicht kein keine keinen keiner keinem nie niemals niemand nichts weder ohne kaum "
    "ne pas jamais aucun aucune sans rien non ni personne guère "
    "nunca jamás ningún ninguna ninguno sin nada nadie tampoco "
    "não nem nenhum nenhuma sem ninguém tampouco"
)
NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "des", "dés")

UNITS = _listed(
    "% ‰ ° $ € £ ¥ percent percentage pct prozent pourcent porcento "
    "km m cm mm mi mph kph h mile miles ft feet foot yard yards inch inches acre acres hectare "
    "hectares kg g mg t lb lbs oz ounce ounces pound pounds ton tons tonne tonnes tonnen barrel "
    "barrels l ml litre litres liter liters gallon gallons kw mw gw kwh watt watts kb mb gb tb "
    "hour hours minute minutes second seconds day days week weeks month months year years decade "
    "decades century centuries p.m pm a.m uhr "
    "stunde stunden minuten sekunden tag tage tagen woche wochen monat monate jahr jahre jahren "
    "heure heures jour jours semaine semaines mois année années "
    "hora horas día días semana semanas meses año años dia dias mês ano anos "
    "thousand million millions billion billions trillion trillions tausend million millionen "
    "milliarde milliarden mille milliard milliards mil millón millones milhão milhões bilhão "
    "bilhões dollar dollars euro euros pence penny cent cents franc francs peso pesos reais "
    "degrees celsius fahrenheit grad degrés grados graus"
)

NUMBERS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousands dozen dozens half third quarter first second fourth fifth sixth "
    "seventh eighth ninth tenth once twice double triple both "
    "null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig "
    "fünfzig sechzig siebzig achtzig neunzig hundert dutzend halb hälfte drittel viertel erste "
    "ersten erster zweite zweiten dritte dritten doppelt beide "
    "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt "
    "trente quarante cinquante soixante cent cents moitié tiers premier première deuxième "
    "troisième "
    "cero dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince veinte "
    "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mitad tercio primero "
    "primera segundo segunda tercero tercera ambos "
    "dois duas três quatro sete oito nove dez doze treze quinze vinte trinta quarenta cinquenta "
    "cem cento metade terço primeiro primeira terceiro terceira"
)

COMMON = _listed(
    "a an the this that these those there here he she it we you they i his her its our your their "
    "and but or nor so yet if when while as at by for from in into of on over to under with after "
    "before since until because although though however also even still then now later earlier "
    "what who which why how where some many most more much such each every all any other another "
    "is are was were be been has have had do does did will would can could may might should "
    "der die das den dem ein eine einer einem einen er sie es wir ihr und aber oder wenn als wie "
    "wer was wo nach vor seit mit von zu bei im am auch noch doch dann jetzt diese dieser dieses "
    "le la les l un une des du de ce cette ces il elle on nous vous ils elles et mais ou si quand "
    "comme dans sur pour par avec après avant depuis selon aussi encore "
    "el los las una uno unos unas lo él ella ellos y pero o cuando como en con por para según "
    "desde hasta tras también aún este esta estos estas ese esa "
    "os as um uma uns umas ele ela eles elas e mas quando em no na nos nas com por para segundo "
    "após até também ainda esse essa"
)
