"""Forms of a file: handing it in, and saying how it is to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tilannekuva.detection.words import STREAMS
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.imports import LARGEST_UPLOAD_BYTES, FileTells
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import Stream, streams_of_reporter
from tilannekuva.intake.gate import Outcome, judge
from tilannekuva.intake.importers.date_order import DateOrder
from tilannekuva.intake.models import ImportJob
from tilannekuva.intake.queries import kinds
from tilannekuva.intake.reading_choices import LEAVE_OUT, ReadingChoices

from .report import SignalForm

_RECOGNISE, _NONE = "?", "-"
_KIND_FIELD = "kind_of_value_"

COLUMN_LABELS = {
    "time": gettext_lazy("Column of times"),
    "area": gettext_lazy("Column of areas"),
    "latitude": gettext_lazy("Column of latitudes"),
    "longitude": gettext_lazy("Column of longitudes"),
    "kind": gettext_lazy("Column of kinds"),
    "count": gettext_lazy("Column of counts"),
    "period": gettext_lazy("Column of periods"),
    "row_id": gettext_lazy("Column that tells rows apart"),
}
_COLUMNS_OF = {
    FileTells.SIGNALS: ("time", "area", "latitude", "longitude", "kind", "count", "row_id"),
    FileTells.STATISTICS: ("area", "period", "count"),
}


class UploadForm(forms.Form):
    """A file, what it tells and how that came about."""

    tells = forms.ChoiceField(
        label=gettext_lazy("What the file tells"),
        widget=forms.RadioSelect,
        initial=FileTells.SIGNALS,
        choices=[
            (FileTells.SIGNALS, gettext_lazy("Events, one row each: they become signals")),
            (FileTells.STATISTICS, gettext_lazy("Counts by area and month, quarter or year: a statistic")),
        ],
    )
    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)
    stream = forms.ChoiceField(label=gettext_lazy("How did it come about"))
    source = forms.SlugField(
        label=gettext_lazy("Where it comes from"),
        max_length=60,
        initial="file",
        help_text=gettext_lazy(
            "A short name for the system, in small letters, such as incident-system. Files of one source are compared "
            "with each other, so that no row comes in twice."
        ),
    )
    marking = forms.ChoiceField(
        label=SignalForm.base_fields["marking"].label,
        initial=Marking.AMBER,
        choices=SignalForm.base_fields["marking"].choices,  # type: ignore[attr-defined]
    )

    def __init__(
        self, *args: Any, organisation_kind: str, known_sources: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        streams = streams_of_reporter(organisation_kind)
        self.fields["stream"].choices = [(stream, STREAMS[stream]) for stream in streams]  # type: ignore[attr-defined]
        self.fields["file"].help_text = _(
            "CSV, XLSX or Parquet, up to %(n)d MB; CSV also packed as .gz. A larger file comes in at the console."
        ) % {"n": LARGEST_UPLOAD_BYTES // 1024**2}
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.tsv,.gz,.xlsx,.parquet"
        self.fields["source"].widget.attrs["list"] = "known-sources"
        self.known_sources = known_sources

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        if judge(source).outcome is Outcome.STOPS:
            raise ValidationError(_("This tells who somebody is. Give the name of a system."))
        return source.lower()

    def choices(self) -> ReadingChoices:
        """How the file is to be read, as far as it is known before it was read. Only of a valid form."""
        return ReadingChoices(stream=self.cleaned_data["stream"], marking=self.cleaned_data["marking"])


class ReadingForm(forms.Form):
    """How a file is to be read: a column for each role, and a kind for each value that stands for one."""

    def __init__(self, *args: Any, job: ImportJob, organisation_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job, self.stored = job, ReadingChoices.of(job.choices)
        self.tells = FileTells(job.tells)
        self.roles = _COLUMNS_OF[self.tells]
        self.columns: list[str] = job.reading.get("columns", [])
        self.values: list[dict[str, Any]] = job.reading.get("kinds", [])
        self.vocabulary = list(kinds())
        if self.tells is FileTells.STATISTICS:
            self._add_words()
        else:
            self._add_kinds()
        self._add_columns()
        self._add_rest(organisation_kind)

    def _add_words(self) -> None:
        self.fields["title"] = forms.CharField(
            label=_("What is counted, in a few words"), max_length=120, initial=self.stored.title
        )
        self.fields["definition"] = forms.CharField(
            label=_("Definition and source"),
            max_length=1000,
            initial=self.stored.definition,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What counts and what does not, who counted it, and how the areas are bounded."),
        )
        self.fields["extracted_on"] = forms.DateField(
            label=_("Day of the extraction"),
            initial=self.stored.extracted_on,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=_("The day on which the register looked like this. A newer one takes its place."),
        )
        self.fields["only_kind"] = self._kind_choice(_("Phenomenon"), _("None of the vocabulary"))
        self.fields["only_kind"].initial = self.stored.only_kind

    def _add_kinds(self) -> None:
        self.fields["only_kind"] = self._kind_choice(_("Kind of all rows"), _("The column of kinds tells it"))
        self.fields["only_kind"].initial = self.stored.only_kind
        for number, value in enumerate(self.values):
            chosen = self._kind_choice(
                value["name"], _("Choose a kind"), [(LEAVE_OUT, _("Leave these rows out"))]
            )
            chosen.initial = value["code"] or ""
            self.fields[f"{_KIND_FIELD}{number}"] = chosen

    def _add_columns(self) -> None:
        taken = self.job.reading.get("taken", {}) | {"row_id": self.job.reading.get("row_id", "")}
        named = [(f"={name}", name) for name in self.columns]
        for role in self.roles:
            field = forms.ChoiceField(label=COLUMN_LABELS[role], required=False)
            field.choices = [(_RECOGNISE, _("Find it out")), *named]
            if role in ("area", "kind", "count", "row_id") and self.tells is FileTells.SIGNALS:
                field.choices = [*field.choices, (_NONE, _("None"))]
            said = self.stored.columns.get(role)
            field.initial = _NONE if said == "" else f"={said}" if said else _RECOGNISE
            if said is None and taken.get(role):
                field.initial = f"={taken[role]}"
            self.fields[f"column_{role}"] = field

    def _add_rest(self, organisation_kind: str) -> None:
        streams = [(stream, STREAMS[stream]) for stream in streams_of_reporter(organisation_kind)]
        self.fields["stream"] = forms.ChoiceField(
            label=_("How did it come about"), choices=streams, initial=self.stored.stream
        )
        marking = SignalForm.base_fields["marking"]
        self.fields["marking"] = forms.ChoiceField(
            label=marking.label,
            choices=marking.choices,  # type: ignore[attr-defined]
            initial=self.stored.marking,
        )
        if self.tells is FileTells.STATISTICS:
            return
        self.fields["date_order"] = forms.ChoiceField(
            label=_("What comes first in dates such as 3/4/2026"),
            required=False,
            initial=self.stored.date_order,
            choices=[
                ("", _("Find it out")),
                (DateOrder.DAY_FIRST, _("The day")),
                (DateOrder.MONTH_FIRST, _("The month")),
            ],
        )
        self.fields["time_zone"] = forms.CharField(
            label=_("Zone of times that name none"),
            required=False,
            max_length=40,
            initial=self.stored.time_zone,
            help_text=_("Such as Europe/Helsinki or UTC. Empty: that of the city."),
        )
        self.fields["crs"] = forms.CharField(
            label=_("Coordinate system of the columns"),
            required=False,
            max_length=20,
            initial=self.stored.crs,
            help_text=_("Such as EPSG:3879. Empty: degrees of latitude and longitude."),
        )
        self.fields["takes_identical"] = forms.BooleanField(
            label=_("Take rows of which identical ones are in already"),
            required=False,
            initial=self.stored.takes_identical,
            help_text=_("Where no column tells rows apart, and this file goes on where the last one ended."),
        )

    def _kind_choice(self, label: str, empty: str, more: Sequence[tuple[str, str]] = ()) -> forms.ChoiceField:
        language = get_language() or "en"
        named = [(kind.code, kind.name(language)) for kind in self.vocabulary]
        return forms.ChoiceField(label=label, required=False, choices=[("", empty), *named, *more])

    def clean_extracted_on(self) -> Any:
        day = self.cleaned_data["extracted_on"]
        if day > today_on(settings.TIME_ZONE):
            raise ValidationError(_("This day has not come yet. Give the day of the extraction."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("title", "definition"):
            if cleaned.get(name) and judge(cleaned[name]).outcome is not Outcome.PASSES:
                self.add_error(
                    name, _("This tells who somebody is. Say what is counted, and of whom nothing.")
                )
                # It does not come back to the page either.
                self.data = {**self.data.dict(), name: ""}  # type: ignore[attr-defined]
        return cleaned

    def choices(self) -> ReadingChoices:
        """How the file is to be read now. Only of a valid form."""
        given = self.cleaned_data
        columns = {
            role: "" if value == _NONE else value[1:]
            for role in self.roles
            if (value := given.get(f"column_{role}") or _RECOGNISE) != _RECOGNISE
        }
        kinds_chosen = {
            value["name"]: given[f"{_KIND_FIELD}{number}"]
            for number, value in enumerate(self.values)
            if given.get(f"{_KIND_FIELD}{number}")
        }
        day = given.get("extracted_on")
        return ReadingChoices(
            stream=Stream(given["stream"]),
            marking=Marking(given["marking"]),
            columns=columns,
            kinds={**self.stored.kinds, **kinds_chosen},
            only_kind=given.get("only_kind") or "",
            time_zone=given.get("time_zone") or "",
            crs=given.get("crs") or "",
            date_order=given.get("date_order") or "",
            takes_identical=bool(given.get("takes_identical")),
            by_hand=True,
            title=given.get("title") or "",
            definition=given.get("definition") or "",
            extracted_on=day.isoformat() if day else "",
        )

    @property
    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """The fields as the page shows them: words and kinds, columns, the rest."""
        names = list(self.fields)
        kinds_shown = [n for n in names if n.startswith(_KIND_FIELD)]
        column_names = [n for n in names if n.startswith("column_")]
        rest = [n for n in names if n not in kinds_shown and n not in column_names]
        words = [n for n in ("title", "definition", "extracted_on", "only_kind") if n in rest]
        yield "", [self[n] for n in words if self.tells is FileTells.STATISTICS]
        yield (
            _("Kinds"),
            [self[n] for n in (*(["only_kind"] if self.tells is FileTells.SIGNALS else []), *kinds_shown)],
        )
        yield _("Columns"), [self[n] for n in column_names]
        yield _("How it is read"), [self[n] for n in rest if n not in words]
