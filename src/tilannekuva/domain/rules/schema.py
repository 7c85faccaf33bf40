"""What a column, a form field or a column of a file may be called: nothing that describes a person (L-01)."""

from __future__ import annotations

import re

from ..errors import RuleBroken

# A word of a name that is one of these describes a person, in English, Finnish or Swedish.
_WORDS = frozenset(
    {
        *("name", "names", "firstname", "forename", "surname", "lastname", "fullname"),
        *("nimi", "etunimi", "sukunimi", "namn", "förnamn", "fornamn", "efternamn"),
        *("nickname", "nick", "alias", "handle", "username", "lempinimi", "nimimerkki", "smeknamn"),
        *("hetu", "henkilötunnus", "henkilotunnus", "personnummer", "personbeteckning", "ssn", "pin"),
        *("person", "persons", "people", "henkilö", "henkilo", "individual"),
        *("dob", "birth", "birthday", "birthdate", "born", "age", "ikä", "ålder"),
        *("phone", "mobile", "msisdn", "puhelin", "telefon", "telephone", "imei", "ip", "mac"),
        *("email", "mail", "sähköposti", "epost"),
        *("address", "street", "osoite", "katuosoite", "adress", "gatuadress", "apartment", "household"),
        *("plate", "licence", "license", "vehicle", "rekisteri", "rekisterinumero", "registreringsnummer"),
        *("photo", "photograph", "image", "picture", "face", "portrait", "video", "audio", "voice"),
        *("kuva", "valokuva", "kasvot", "foto", "bild", "ansikte", "biometric", "dna"),
        *("ethnic", "ethnicity", "race", "nationality", "citizenship", "religion"),
        *("kansalaisuus", "etnisyys", "uskonto", "medborgarskap", "etnicitet", "roma", "romani"),
        *("gender", "sex", "sukupuoli", "kön", "health", "diagnosis", "terveys", "hälsa"),
        *("suspect", "offender", "perpetrator", "culprit", "criminal", "accused", "witness", "victim"),
        *("epäilty", "tekijä", "uhri", "todistaja", "misstänkt", "gärningsman", "offer", "vittne"),
        *("client", "customer", "patient", "pupil", "student", "child", "guardian"),
        *("asiakas", "potilas", "oppilas", "lapsi", "klient", "elev", "barn", "huoltaja"),
        *("family", "perhe", "familj", "relative", "associate"),
        *("passport", "passi", "iban"),
    }
)
# Words joined to others without a mark between them: `henkilotunnus2`, `puhelinnumero`, `suspectname`.
_STEMS = (
    *("henkil", "puhelin", "telefonn", "personnum", "personbet", "syntym", "födel", "fodel", "kansalais"),
    *("rekisterinum", "registreringsnum", "suspect", "offender", "perpetrator", "victim", "epäilt", "epailt"),
    *("misstänk", "misstank", "nickname", "surname", "forename", "firstname", "lastname", "ethnic"),
)


def person_word_in(name: str) -> str | None:
    """The part of `name` that describes a person, or None. `SuspectName`, `suspect-name` are read alike."""
    spaced = re.sub(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])", "_", name)
    for word in re.split(r"[\W_]+", spaced.casefold()):
        bare = word.rstrip("0123456789")
        if bare in _WORDS or bare.startswith(_STEMS):
            return bare
    return None


def check_describes_no_person(name: str) -> None:
    """The rule: a signal tells what, where and when; never who."""
    word = person_word_in(name)
    if word is not None:
        raise RuleBroken(
            "“%(name)s” says something about a person (“%(word)s”). This system holds places and phenomena.",
            name=name,
            word=word,
        )


def describes_no_person(name: str) -> bool:
    try:
        check_describes_no_person(name)
    except RuleBroken:
        return False
    return True
