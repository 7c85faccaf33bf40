"""Which column is which: by what a person said, by name, then by content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tilannekuva.domain.errors import BadInput

from .area_codes import AreaWords, codes_without_zeros, lost_zeros, share_of_codes, share_of_words
from .columns import KNOWN_NAMES, OPTION_OF_ROLE, YEAR_NAMES, ColumnChoices, ColumnRole, plain_name
from .content import UNNAMED_SHARE, is_category, is_number, looks_like_degrees, share_of_times
from .text_columns import as_text
from .times import unreadable
from .words import in_column, listed

_SAMPLE_ROWS = 1000
_NAMED_SHARE = 0.5

# "it is read from the column, for this reason": one sentence for each role.
_READ_FROM = {
    ColumnRole.TIME: gettext_lazy("Time is read from '%(name)s' (%(why)s)%(also)s."),
    ColumnRole.LATITUDE: gettext_lazy("Latitude is read from '%(name)s' (%(why)s)%(also)s."),
    ColumnRole.LONGITUDE: gettext_lazy("Longitude is read from '%(name)s' (%(why)s)%(also)s."),
    ColumnRole.KIND: gettext_lazy("Kind is read from '%(name)s' (%(why)s)%(also)s."),
    ColumnRole.COUNT: gettext_lazy("Count is read from '%(name)s' (%(why)s)%(also)s."),
    ColumnRole.AREA: gettext_lazy("Area is read from '%(name)s' (%(why)s)%(also)s."),
    ColumnRole.RECEIVED: gettext_lazy("Day of receipt is read from '%(name)s' (%(why)s)%(also)s."),
    ColumnRole.REPORTER: gettext_lazy("Who reported is read from '%(name)s' (%(why)s)%(also)s."),
}


_ROLES = {
    ColumnRole.TIME: gettext_lazy("time"),
    ColumnRole.LATITUDE: gettext_lazy("latitude"),
    ColumnRole.LONGITUDE: gettext_lazy("longitude"),
    ColumnRole.KIND: gettext_lazy("kind"),
    ColumnRole.COUNT: gettext_lazy("count"),
    ColumnRole.AREA: gettext_lazy("area"),
    ColumnRole.RECEIVED: gettext_lazy("day of receipt"),
    ColumnRole.REPORTER: gettext_lazy("reporter"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """The columns to use, and sentences that say why these."""

    choices: ColumnChoices
    notes: tuple[str, ...]


def recognise(
    frame: pl.DataFrame,
    wishes: ColumnChoices,
    *,
    areas: AreaWords,
    areas_have_outlines: bool,
    decimal_comma: bool,
    where: str,
    with_reporting: bool = False,
) -> Recognised:
    """Choose a column for each role that the table can fill; `with_reporting`: also for `REPORTING_ROLES`.

    Names of standing meaning come before content; content decides alone only where one column fits.
    Raises `BadInput`, with the columns seen and the option to use, if a wish names no column, if two
    columns fit equally, or if there is no time or no place.
    """
    search = _Search(frame, wishes, areas, decimal_comma, where)
    time = search.time()
    latitude, longitude = search.coordinates()
    count = search.named(ColumnRole.COUNT, search.is_number)
    area = search.area(has_points=latitude is not None, areas_have_outlines=areas_have_outlines)
    kind = search.named(ColumnRole.KIND, search.is_category)
    # Last: what another role needs is not taken away from it.
    received = search.named(ColumnRole.RECEIVED, search.is_time) if with_reporting else None
    reporter = search.named(ColumnRole.REPORTER, search.is_category) if with_reporting else None
    return Recognised(
        ColumnChoices(time, latitude, longitude, kind, count, area, received, reporter),
        tuple(note for note in (*search.notes, search.not_read()) if note),
    )


@dataclass
class _Search:
    """One look through the columns; `taken` keeps a column from filling two roles."""

    frame: pl.DataFrame
    wishes: ColumnChoices
    areas: AreaWords
    decimal_comma: bool
    where: str
    taken: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sample = self.frame.gather_every(max(1, self.frame.height // _SAMPLE_ROWS))
        self.plain = {name: plain_name(name) for name in self.frame.columns}

    # The roles

    def time(self) -> str:
        found = self.named(ColumnRole.TIME, self.is_time)
        if found is not None:
            return found
        fitting = [
            name for name in self.free() if share_of_times(self.sample[name], digits=False) >= UNNAMED_SHARE
        ]
        if len(fitting) > 1:
            raise self.several(ColumnRole.TIME, fitting)
        if fitting:
            return self.take(ColumnRole.TIME, fitting[0], _("the only column of dates"))
        known = (*KNOWN_NAMES[ColumnRole.TIME], *YEAR_NAMES)
        named = [name for name in self.free() if self.plain[name] in known]
        if named and share_of_times(self.sample[named[0]], digits=True) > 0:
            return self.take(ColumnRole.TIME, named[0], _("its name, although much of it cannot be read"))
        if named:
            raise unreadable(as_text(self.frame[named[0]]), in_column(self.where, named[0]))
        raise self.refusal(_("No column of times was found"), ColumnRole.TIME)

    def coordinates(self) -> tuple[str | None, str | None]:
        latitude = self.named(ColumnRole.LATITUDE, self.is_number)
        longitude = self.named(ColumnRole.LONGITUDE, self.is_number)
        if (latitude is None) == (longitude is None):
            return latitude, longitude
        if self.wishes.latitude or self.wishes.longitude or not self.areas.codes:
            lacking = ColumnRole.LATITUDE if latitude is None else ColumnRole.LONGITUDE
            what = _("'%(name)s' needs a column of the %(role)s beside it")
            raise self.refusal(what % {"name": latitude or longitude, "role": _ROLES[lacking]}, lacking)
        self.taken -= {latitude or "", longitude or ""}
        self.notes.pop()
        return None, None

    def area(self, *, has_points: bool, areas_have_outlines: bool) -> str | None:
        wish = self.wishes.area
        if wish and not self.areas.codes:
            raise BadInput(
                _("A column of area codes needs the areas"),
                "--area-id",
                _("Give the file of areas: --areas."),
            )
        if wish:
            return self.take(ColumnRole.AREA, self.resolve(ColumnRole.AREA, wish), _("as you said"))
        if not self.areas.codes:
            if not has_points:
                raise self.no_place()
            return None
        holds = self.holds_codes if has_points else self.names_areas
        fitting = [] if wish == "" else [name for name in self.free() if holds(name)]
        fitting.sort(key=self.rank_of_area)
        if has_points and areas_have_outlines:
            if fitting:
                note = _(
                    "The points decide the area; '%(name)s' also holds codes of areas (--area-id '%(name)s' lets it "
                    "decide)."
                )
                self.notes.append(note % {"name": fitting[0]})
            return None
        if not fitting:
            raise self.no_codes()
        ranks = [self.rank_of_area(name) for name in fitting[:2]]
        if len(fitting) > 1 and ranks[0] == ranks[1]:
            what = _("Several columns hold codes of areas (%(names)s)")
            raise self.refusal(what % {"names": listed(fitting)}, ColumnRole.AREA)
        why = _("its values are codes of the areas")
        if not self.holds_codes(fitting[0]):
            why = _("its values are names of the areas")
        return self.take(ColumnRole.AREA, fitting[0], why)

    def named(self, role: ColumnRole, fits: Callable[[str], bool]) -> str | None:
        """The column that a person named, or the best known name whose content fits."""
        wish = self.wishes.of(role)
        if wish:
            return self.take(role, self.resolve(role, wish), _("as you said"))
        if wish == "":
            return None
        known = KNOWN_NAMES[role]
        by_rank = [[name for name in self.free() if self.plain[name] == each] for each in known]
        if role in (ColumnRole.LATITUDE, ColumnRole.LONGITUDE):
            ends = tuple(f"_{each}" for each in known if len(each) > 1)
            by_rank.append([name for name in self.free() if self.plain[name].endswith(ends)])
        fitting = [[name for name in names if fits(name)] for names in by_rank]
        found = [names for names in fitting if names]
        if not found:
            return None
        if len(found[0]) > 1:
            raise self.several(role, found[0])
        others = [name for names in found[1:] for name in names]
        return self.take(role, found[0][0], _("its name"), others)

    # What a column holds

    def is_time(self, name: str) -> bool:
        return share_of_times(self.sample[name], digits=True) >= _NAMED_SHARE

    def is_number(self, name: str) -> bool:
        return is_number(self.sample[name], self.decimal_comma)

    def is_category(self, name: str) -> bool:
        return is_category(self.sample[name])

    def holds_codes(self, name: str) -> bool:
        column = self.sample[name]
        if column.dtype.is_temporal():
            return False
        return share_of_codes(column, frozenset(self.areas.codes)) >= _NAMED_SHARE

    def names_areas(self, name: str) -> bool:
        """By codes or by names. Where points decide the area, names beside them are not worth a word."""
        column = self.sample[name]
        return not column.dtype.is_temporal() and share_of_words(column, self.areas) >= _NAMED_SHARE

    def rank_of_area(self, name: str) -> int:
        known = KNOWN_NAMES[ColumnRole.AREA]
        plain = self.plain[name]
        return known.index(plain) if plain in known else len(known)

    # Bookkeeping

    def free(self) -> list[str]:
        wished = {wish for role in ColumnRole if (wish := self.wishes.of(role))}
        return [name for name in self.frame.columns if name not in self.taken | wished]

    def take(self, role: ColumnRole, name: str, why: str, others: Sequence[str] = ()) -> str:
        self.taken.add(name)
        also = ""
        if others:
            also = _("; %(names)s could serve as well (%(option)s)") % {
                "names": listed(others, 5),
                "option": OPTION_OF_ROLE[role],
            }
        self.notes.append(str(_READ_FROM[role]) % {"name": name, "why": why, "also": also})
        return name

    def not_read(self) -> str:
        """Which columns are left out: what is not taken is told."""
        unused = [name for name in self.frame.columns if name not in self.taken]
        if not unused:
            return ""
        told = ngettext(
            "%(n)d column is not read: %(names)s.", "%(n)d columns are not read: %(names)s.", len(unused)
        )
        return told % {"n": len(unused), "names": listed(unused, 20)}

    def resolve(self, role: ColumnRole, wish: str) -> str:
        if wish in self.frame.columns:
            return wish
        similar = [name for name in self.frame.columns if name.casefold() == wish.strip().casefold()]
        if len(similar) == 1:
            return similar[0]
        raise self.refusal(_("There is no column '%(name)s'") % {"name": wish}, role)

    def refusal(self, what: str, role: ColumnRole) -> BadInput:
        step = _("Name the column: %(option)s NAME.") % {"option": OPTION_OF_ROLE[role]}
        return BadInput(what, self.where, f"{self.seen()} {step}")

    def several(self, role: ColumnRole, names: list[str]) -> BadInput:
        what = _("Several columns could be the %(role)s (%(names)s)")
        return self.refusal(what % {"role": _ROLES[role], "names": listed(names)}, role)

    def seen(self) -> str:
        return _("The columns are %(names)s.") % {"names": listed(self.frame.columns)}

    def no_place(self) -> BadInput:
        numbers = [name for name in self.free() if looks_like_degrees(self.sample[name], self.decimal_comma)]
        if len(numbers) == 2:
            what = _("%(names)s look like coordinates, but nothing tells which is the latitude")
            return BadInput(
                what % {"names": listed(numbers)},
                self.where,
                f"{self.seen()} {_('Say so: --lat NAME --lon NAME.')}",
            )
        codes = [name for name in self.free() if self.plain[name] in KNOWN_NAMES[ColumnRole.AREA]]
        steps = [self.seen(), _("Name them: --lat NAME --lon NAME.")]
        if codes:
            hint = _("If %(names)s holds codes of areas, give the areas: --areas FILE.")
            steps.append(hint % {"names": listed(codes, 3)})
        return BadInput(_("No columns of coordinates were found"), self.where, " ".join(steps))

    def no_codes(self) -> BadInput:
        codes = sorted(self.areas.codes)
        for name in self.free():
            if lost_zeros(as_text(self.sample[name]), codes):
                return codes_without_zeros(codes, in_column(self.where, name))
        shares = {name: share_of_words(self.sample[name], self.areas) for name in self.free()}
        best = max(shares, key=lambda name: shares[name], default=None)
        what = _("No column holds codes or names of the given areas")
        if best and shares[best] > 0:
            what = _(
                "No column holds codes or names of the given areas; nearest is '%(name)s', with %(share)d %%"
            )
            what %= {"name": best, "share": round(100 * shares[best])}
        step = _(
            "The areas have codes such as %(codes)s. Name the column: --area-id NAME (or --lat and --lon)."
        )
        return BadInput(what, self.where, f"{self.seen()} {step % {'codes': listed(codes, 3)}}")
