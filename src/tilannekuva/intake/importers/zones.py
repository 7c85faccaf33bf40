"""From times as written to local time in the city, round the nights when the clock is moved too."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput

from .words import number_text

DAY_MS = 86_400_000


def check_zone(name: str) -> None:
    """Raise `BadInput` unless `name` is a time zone of the IANA list, such as Europe/Helsinki."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(
            _("'%(name)s' is not a time zone") % {"name": name},
            "--time-zone",
            _("Give a name such as Europe/Helsinki."),
        ) from None


@dataclass(frozen=True, slots=True)
class Zones:
    """`city` is the zone that days and bands are told in, `written` the zone of times without one.

    `city` None: no zone is known, and times are told as they are written.
    """

    city: str | None
    written: str | None

    def to_local(
        self, read_ms: NDArray[np.int64], *, has_time: NDArray[np.bool_], has_zone: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], list[str]]:
        """Milliseconds of the local clock, for milliseconds as written (UTC where `has_zone`).

        Dates without a time are never moved. A local time that the clock skipped in spring (03:30 on
        29.3.2026 in Helsinki) keeps its day and band, which differ in neither reading. One that occurred
        twice in autumn (03:30 on 25.10.2026) has one day and band as well; where it must be converted to
        another zone, the earlier of the two instants is taken.
        """
        zoned, plain = has_time & has_zone, has_time & ~has_zone
        local_ms, notes = read_ms, []
        if zoned.any() and plain.any():
            notes.append(_mixed(int(zoned.sum()), int(plain.sum())))
        if zoned.any() and self.city is None:
            notes.append(_("Times with a zone are told in UTC: no --time-zone was given."))
        if zoned.any() and self.city is not None:
            local_ms = _moved(local_ms, zoned, _between(local_ms[zoned], "UTC", self.city))
            notes.append(_("Times with a zone were converted to %(zone)s.") % {"zone": self.city})
        if plain.any():
            notes.append(self._sentence())
        if not plain.any() or self.written is None:
            return local_ms, notes
        n_skipped = _n_skipped(local_ms[plain], self.written)
        if n_skipped:
            note = ngettext(
                "In %(zone)s the clock skips the hour of %(n)s time; day and time of day were kept.",
                "In %(zone)s the clock skips the hour of %(n)s times; day and time of day were kept.",
                n_skipped,
            )
            notes.append(note % {"zone": self.written, "n": number_text(n_skipped)})
        if self.city is not None and self.written != self.city:
            local_ms = _moved(local_ms, plain, _between(local_ms[plain], self.written, self.city))
        return local_ms, notes

    def _sentence(self) -> str:
        if self.written is None:
            return _("Times have no zone and are taken as local time of the place.")
        if self.city is not None and self.written != self.city:
            taken = _(
                "Times without a zone are taken as local time in %(written)s and converted to %(zone)s."
            )
            return taken % {"written": self.written, "zone": self.city}
        return _("Times without a zone are taken as local time in %(written)s.") % {"written": self.written}


def _mixed(n_zoned: int, n_plain: int) -> str:
    """A file in which some times name a zone and some do not: how many of each."""
    zoned = ngettext("%(n)s time names its zone", "%(n)s times name their zone", n_zoned)
    plain = ngettext("%(n)s names none", "%(n)s name none", n_plain)
    return _("%(zoned)s, %(plain)s.") % {
        "zoned": zoned % {"n": number_text(n_zoned)},
        "plain": plain % {"n": number_text(n_plain)},
    }


def _moved(
    all_ms: NDArray[np.int64], rows: NDArray[np.bool_], moved_ms: NDArray[np.int64]
) -> NDArray[np.int64]:
    result = all_ms.copy()
    result[rows] = moved_ms
    return result


def _between(clock_ms: NDArray[np.int64], source: str, target: str) -> NDArray[np.int64]:
    """What the clock in `target` shows when the one in `source` shows `clock_ms`."""
    clock = pl.Series(clock_ms).cast(pl.Datetime("ms"))
    instant = clock.dt.replace_time_zone(source, ambiguous="earliest", non_existent="null")
    if instant.null_count():
        # A skipped time is read with the offset before the change, as a clock that nobody has moved yet.
        later = clock.dt.offset_by("1h")
        moved = later.dt.replace_time_zone(source, ambiguous="earliest", non_existent="null")
        instant = instant.fill_null(moved)
    return instant.dt.convert_time_zone(target).dt.replace_time_zone(None).to_physical().to_numpy()


def _n_skipped(clock_ms: NDArray[np.int64], zone: str) -> int:
    clock = pl.Series(clock_ms).cast(pl.Datetime("ms"))
    return clock.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").null_count()
