"""Which names are agencies' and so have no given name?"""

from syndicate.domain.articles import Person

AGENCIES = {
    *("ap", "afp", "dpa", "reuters", "efe", "ansa", "lusa", "apa", "epa", "tass", "upi", "pti"),
    *("xinhua", "ians", "pa", "bloomberg", "kna", "epd", "sid", "ntb", "tt", "afx"),
    *("associated press", "the associated press", "agence france-presse", "press association"),
    *("deutsche presse-agentur", "agência lusa", "agência brasil", "europa press", "cnn", "bbc"),
    *("agencias", "agências", "agences", "agenturen", "redaktion", "redacción", "redação"),
}


def without_given_name(person: Person) -> bool:
    """Tell whether only a family name is told."""
    return " " not in person.name and person.name.casefold() not in AGENCIES
