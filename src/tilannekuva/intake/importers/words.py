"""Small pieces of the sentences that tell what was read."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogues. Django's own asks for settings, and this module may come before them."""
    return message


def number_text(n: int) -> str:
    """A whole number as it is written in the active language."""
    return formats.number_format(n, decimal_pos=0, force_grouping=True)


def rows_text(n: int) -> str:
    """`1 row`, `12,000 rows`, in the active language."""
    return ngettext("%(n)s row", "%(n)s rows", n) % {"n": number_text(n)}


def size_text(n_bytes: int) -> str:
    """`4 GiB`, `256 MiB`: a limit as people read it."""
    if n_bytes >= 1024**3:
        return _("%(n)d GiB") % {"n": n_bytes // 1024**3}
    return _("%(n)d MiB") % {"n": n_bytes // 1024**2}


def in_column(where: str, name: str) -> str:
    """`incidents.csv, column 'time'`: where something stands, in the active language."""
    return _("%(file)s, column '%(name)s'") % {"file": where, "name": name}


def in_columns(where: str, names: tuple[str, str]) -> str:
    """`incidents.csv, columns 'latitude' and 'longitude'`, in the active language."""
    return _("%(file)s, columns '%(first)s' and '%(second)s'") % {
        "file": where,
        "first": names[0],
        "second": names[1],
    }


def listed(names: Sequence[str], most: int = 30) -> str:
    """The names in quotation marks, shortened and at most so many."""
    shown = ", ".join(f"'{shortened(name)}'" for name in names[:most])
    if len(names) <= most:
        return shown
    rest = len(names) - most
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest) % {
        "names": shown,
        "n": rest,
    }


def shortened(text: str, most: int = 40) -> str:
    """At most so many characters: names and codes can be of any length in a damaged file."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def shape_of(value: str) -> str:
    """The form of a value without what it says: `9999-99-99`, `Aaaa aaa`.

    Messages show this in place of the value, which could be text about a person.
    """
    letters = ("9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in value[:24])
    return "".join(letters)
