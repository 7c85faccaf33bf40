"""Which property or column holds the code of an area, and which its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.domain.errors import BadInput

Records = Sequence[Mapping[str, Any]]

# Most telling first. Compared without case.
_CODE_WORDS = (
    "code", "area_code", "area_id", "kokotunnus", "gss_code", "ward_code", "district_code", "zone_code",
    "tract_code", "geoid", "district", "ward", "beat", "zone", "zip", "zipcode", "postal_code", "postcode",
    "tunnus", "id", "key",
)  # fmt: skip
_CODE_ENDINGS = ("_code", "code", "tunnus", "_id", "_nr", "_no", "cd")
_NAME_WORDS = ("name", "area_name", "ward_name", "district_name", "nimi", "namn", "label", "title")
_NAME_STEMS = ("name", "nimi", "namn")


def choose_code(records: Records, wanted: str | None, where: str) -> str | None:
    """The property that holds the code; None when no property tells one area from another.

    A property whose values are all different wins over one where they repeat (parts of one area).
    """
    keys = _keys(records)
    if wanted is not None:
        if wanted not in keys:
            raise _no_property(wanted, keys, where)
        return wanted
    likely = [key for word in _CODE_WORDS for key in keys if key.lower() == word]
    likely += [k for k in keys if k.lower().endswith(_CODE_ENDINGS) and k not in likely]
    filled = [key for key in likely if all(text_of(record.get(key)) for record in records)]
    for key in filled:
        if len({text_of(record.get(key)) for record in records}) == len(records):
            return key
    return filled[0] if filled else None


def choose_names(records: Records, wanted: str | None, language: str, where: str) -> dict[str, str]:
    """The properties that hold the name, by language; empty when there is none.

    `name_fi` and `nimi_sv` say their language; a name without one is in `language`.
    """
    keys = _keys(records)
    if wanted is not None:
        if wanted not in keys:
            raise _no_property(wanted, keys, where)
        return {language: wanted}
    by_language: dict[str, str] = {}
    for key in keys:
        stem, _line, ending = key.lower().rpartition("_")
        if stem in _NAME_STEMS and len(ending) in (2, 3) and ending.isalpha():
            by_language.setdefault(ending, key)
    if by_language:
        return by_language
    for word in _NAME_WORDS:
        for key in keys:
            if key.lower() == word:
                return {language: key}
    ending_so = [key for key in keys if key.lower().endswith(_NAME_STEMS)]
    return {language: ending_so[0]} if ending_so else {}


def text_of(value: Any) -> str:
    """A value of a property as text: whole numbers without a fraction, nothing as ''."""
    if value is None or isinstance(value, bool | dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _keys(records: Records) -> list[str]:
    return list(dict.fromkeys(key for record in records for key in record))


def _no_property(wanted: str, keys: list[str], where: str) -> BadInput:
    what = _("No area has a property '%(name)s'") % {"name": wanted}
    return BadInput(what, where, _("There are: %(names)s.") % {"names": ", ".join(keys)})
