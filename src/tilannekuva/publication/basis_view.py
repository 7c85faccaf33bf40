"""From what and by what a picture was made, as a reader is told it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tilannekuva.detection.words import count_text
from tilannekuva.domain.city import text_in
from tilannekuva.picture.words import LAYERS

from .place_table import day_in_full


def basis_rows(basis: Mapping[str, Any]) -> list[tuple[str, str]]:
    """From what and by what a picture was made."""
    words = {
        "n_signals": _("Signals read"),
        "run": _("Run"),
        "seed": _("Seed"),
        "code_version": _("Version"),
        "inputs_sha256": _("Checksum of the inputs"),
        "file_sha256": _("Checksum of the file"),
        "n_rows_read": _("Rows read"),
        "n_rejected": _("Rows not taken"),
    }
    return [
        (words[key], count_text(basis[key]) if key.startswith("n_") else _value(key, basis[key]))
        for key in words
        if key in basis
    ]


def _value(key: str, value: object) -> str:
    """A code as it is, but for the name of the run that no installation keeps."""
    return _("Made from a file, not kept") if (key, value) == ("run", "look") else str(value)


def rejected_rows(basis: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Rows of a file that were not taken, by reason, the most frequent first; nothing when all were."""
    counts: Mapping[str, int] = basis.get("rejected", {})
    # The reasons are the marked texts of the import, which wrote them into the edition.
    return [
        (_(reason), count_text(n))
        for reason, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def layer_rows(edition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The layers of a picture: what each is, how old, and where it comes from."""
    return [
        {
            "name": str(LAYERS[layer["layer"]]),
            "age": _age(layer),
            "age_unknown": _age_is_unknown(layer),
            "sources": [text_in(source, get_language() or "en") for source in layer["sources"]],
        }
        for layer in edition["layers"]
    ]


def _age_is_unknown(layer: Mapping[str, Any]) -> bool:
    return layer["layer"] == "areas" and not layer["as_of"]


def _age(layer: Mapping[str, Any]) -> str:
    if _age_is_unknown(layer):
        return _("The file of areas does not say from which day its borders are.")
    if not layer["as_of"]:
        return ""
    as_of = day_in_full(layer["as_of"])
    if not layer["good_until"]:
        return _("As of %(as_of)s.") % {"as_of": as_of}
    good_until = day_in_full(layer["good_until"])
    return _("As of %(as_of)s, good until %(good_until)s.") % {"as_of": as_of, "good_until": good_until}
