"""Official channels: where a concern for one child or person belongs, since it never belongs here (L-12)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .city_keys import Table

_PHONE = re.compile(r"\+?[0-9][0-9 ]{1,18}")
_WEB = re.compile(r"https://[^\s\"'<>]{1,191}")


@dataclass(frozen=True, slots=True)
class OfficialChannel:
    """One way in, such as the emergency number: what it is called and when to use it, by language.

    `phone` as people dial it, or empty; `web` an address that begins with https://, or empty.
    """

    code: str
    names: Mapping[str, str]
    when: Mapping[str, str]
    phone: str = ""
    web: str = ""

    @property
    def dialled(self) -> str:
        """The number without its spaces, for a link that calls."""
        return self.phone.replace(" ", "")


def is_phone(phone: str) -> bool:
    """Whether people can dial it: digits and spaces, with or without a plus."""
    return _PHONE.fullmatch(phone) is not None


def is_web_address(address: str) -> bool:
    """Whether it is an address that a browser opens safely."""
    return _WEB.fullmatch(address) is not None


def read_channels(tables: tuple[Table, ...], languages: tuple[str, ...]) -> tuple[OfficialChannel, ...]:
    """The channels in the order of the file, the most urgent first. Raises `BadInput` for what is wrong."""
    channels: dict[str, OfficialChannel] = {}
    for table in tables:
        channel = _read_channel(table, languages)
        if channel.code in channels:
            raise table.wrong("code", f"repeats {channel.code!r}", "Give each channel its own code.")
        channels[channel.code] = channel
    return tuple(channels.values())


def _read_channel(table: Table, languages: tuple[str, ...]) -> OfficialChannel:
    channel = OfficialChannel(
        code=table.code("code"),
        names=table.texts("names", languages),
        when=table.texts("when", languages),
        phone=table.text("phone") if table.has("phone") else "",
        web=table.text("web") if table.has("web") else "",
    )
    if channel.phone and not is_phone(channel.phone):
        raise table.wrong("phone", f"is {channel.phone!r}", "Write digits and spaces, such as 112.")
    if channel.web and not is_web_address(channel.web):
        raise table.wrong("web", f"is {channel.web!r}", "Write an address that begins with https://.")
    table.check_all_used()
    return channel
