"""What a reader chose to see of an edition: read from an address, held to what the edition has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tilannekuva.domain.stream import StreamGroup


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind (None: all of them), a window in periods, and a group of streams."""

    kind: str | None
    window: int
    group: StreamGroup
    language: str

    def query(self, **changes: str | int | None) -> str:
        """The query string of this choice, with changes: the same view behind a link."""
        values = {"kind": self.kind, "period": self.window, "stream": self.group.value, **changes}
        return "?" + urlencode({key: value for key, value in values.items() if value is not None})


def first_choice(edition: Mapping[str, Any], language: str) -> Choice:
    """What is shown before anybody chose: all phenomena, or the only one that there is.

    What is reported, unless all that there is was discovered: then the picture begins with what there is.
    """
    kinds = [kind["code"] for kind in edition["kinds"]]
    reported, discovered = (
        any(n for groups in edition["courses"].values() for n in groups.get(part, {}).get("observed", ()))
        for part in (StreamGroup.REPORTED.value, StreamGroup.DISCOVERED.value)
    )
    return Choice(
        kind=kinds[0] if len(kinds) == 1 else None,
        window=edition["windows"][0],
        group=StreamGroup.DISCOVERED if discovered and not reported else StreamGroup.REPORTED,
        language=language,
    )


def choice_from(
    query: Mapping[str, str], edition: Mapping[str, Any], language: str
) -> tuple[Choice, list[str]]:
    """The choice of a query string, and a message for each value that is not among the listed ones.

    Only what the edition holds can be chosen: no free date, no free area (D-07). An unknown value
    falls back to the default, and says so.
    """
    messages: list[str] = []
    unlisted = unlisted_messages()

    def listed(key: str, allowed: list[str], default: str) -> str:
        value = query.get(key, "") or default
        if value in allowed or value == default:
            return value
        messages.append(unlisted[key] % {"value": value[:60]})
        return default

    kind = listed("kind", [kind["code"] for kind in edition["kinds"]], "")
    window = listed("period", [str(n) for n in edition["windows"]], str(edition["windows"][0]))
    group = listed("stream", [group.value for group in StreamGroup], StreamGroup.REPORTED.value)
    return Choice(kind or None, int(window), StreamGroup(group), language), messages


def unlisted_messages() -> dict[str, str]:
    """What is said of a value (%(value)s) that is not among the listed ones, by its name in an address."""
    return {
        "kind": _("“%(value)s” is not among the phenomena of this picture. All of them are shown."),
        "period": _("“%(value)s” is not among the periods of this picture. The shortest one is shown."),
        "stream": _("“%(value)s” is not among the streams of this picture. Reported signals are shown."),
    }
