"""Which column holds what: the choices of a person, and the names by which columns are known."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class ColumnRole(StrEnum):
    """What a column is used for."""

    TIME = "time"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    KIND = "kind"
    COUNT = "count"
    AREA = "area"
    RECEIVED = "received"
    REPORTER = "reporter"


OPTION_OF_ROLE: dict[ColumnRole, str] = {
    ColumnRole.TIME: "--time",
    ColumnRole.LATITUDE: "--lat",
    ColumnRole.LONGITUDE: "--lon",
    ColumnRole.KIND: "--kind",
    ColumnRole.COUNT: "--count",
    ColumnRole.AREA: "--area-id",
    ColumnRole.RECEIVED: "--received",
    ColumnRole.REPORTER: "--reporter",
}

REPORTING_ROLES = (ColumnRole.RECEIVED, ColumnRole.REPORTER)
"""What tells how reports came about: read only where it is asked for, and no row is refused for lack of it."""


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """The name of the column for each role.

    As a wish: None means "recognise it", the empty text "" means "use none" (not of time, latitude and longitude).
    As a result: None means that no column is used.
    """

    time: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    kind: str | None = None
    count: str | None = None
    area: str | None = None
    received: str | None = None
    reporter: str | None = None

    def of(self, role: ColumnRole) -> str | None:
        """The choice for one role."""
        choice: str | None = getattr(self, role.value)
        return choice


# Each tuple in order of preference: what tells most exactly when it happened comes first, when it became
# known or was published last. English, Finnish, Swedish; written as `plain_name` returns names.
KNOWN_NAMES: dict[ColumnRole, tuple[str, ...]] = {
    ColumnRole.TIME: (
        *("occurred", "occurred_date", "date_occurred", "occurrence_date", "date_occ", "incident_date"),
        *("incident_datetime", "incident_time", "event", "event_date", "event_datetime", "event_time"),
        *("offence_date", "offense_date", "crime_date", "tapahtuma_aika", "tapahtumaaika", "tapahtunut"),
        *("tapahtumapäivä", "tapahtumapvm", "händelsetid", "händelsedatum", "inträffade", "brottsdatum"),
        *("datetime", "date_time", "timestamp", "date", "pvm", "päivämäärä", "päivä", "ajankohta", "aika"),
        *("datum", "tidpunkt", "dag", "tid", "day", "time", "month", "year_month", "kuukausi", "månad"),
        *("reported", "report_date", "reported_date", "date_reported", "ilmoitettu", "ilmoitusaika"),
        *("anmäld", "anmälningsdatum", "rapporterad", "call_time", "received", "created", "created_date"),
        *("published", "julkaistu", "publicerad", "updated"),
    ),
    ColumnRole.LATITUDE: (
        *("latitude", "lat", "leveysaste", "leveyspiiri", "latitud", "breddgrad"),
        *("y", "northing", "northing_m", "y_coord", "y_coordinate", "pohjoinen", "nord", "n_koordinaatti"),
    ),
    ColumnRole.LONGITUDE: (
        *("longitude", "lon", "lng", "long", "pituusaste", "pituuspiiri", "longitud", "längdgrad"),
        *("x", "easting", "easting_m", "x_coord", "x_coordinate", "itä", "öst", "e_koordinaatti"),
    ),
    ColumnRole.KIND: (
        *("kind", "phenomenon_kind", "phenomenon", "phenomenon_group", "ilmiö", "ilmiötyyppi", "fenomen"),
        *("offense", "offence", "offense_type", "offence_type", "crime_type", "crime", "primary_type"),
        *("rikosnimike", "rikos", "rikoslaji", "brottstyp", "brott", "brottskategori", "händelsetyp"),
        *("event_type", "incident_type", "call_type", "tapahtumatyyppi", "tapahtumalaji", "type", "laji"),
        *("tyyppi", "typ", "category", "kategoria", "luokka", "kategori"),
    ),
    # Not "number": that can as well be the number of a case or of a house.
    ColumnRole.COUNT: (
        *("count", "n_events", "cases", "n", "n_cases", "counts", "number_of_incidents"),
        *("incidents", "määrä", "lukumäärä", "lkm", "kpl", "tapauksia", "antal", "antal_fall"),
    ),
    ColumnRole.AREA: (
        *("area", "area_code", "area_id", "alue", "aluekoodi", "aluetunnus", "område", "områdeskod"),
        *("osa_alue", "kaupunginosa", "stadsdel", "district", "district_code", "ward", "ward_code"),
        *("beat", "precinct", "zip", "zip_code", "zipcode", "postal_code", "postcode", "postinumero"),
        *("postnummer", "neighbourhood", "neighborhood", "community_area", "borough", "municipality"),
        *("kunta", "kommun", "county", "block", "tract", "code", "koodi", "kod", "location", "location_id"),
        *("aluenimi", "områdesnamn", "place", "paikka", "plats", "region"),
    ),
    # When somebody else learnt of it; when a row was typed in comes last.
    ColumnRole.RECEIVED: (
        *("received", "received_date", "date_received", "received_time", "receipt_date", "date_of_receipt"),
        *("saapunut", "saapumispäivä", "saapumispvm", "saapumisaika", "vastaanotettu", "vastaanottopäivä"),
        *("vastaanottopvm", "mottagen", "mottaget", "mottagningsdatum", "inkommen", "ankomstdatum"),
        *("reported", "report_date", "reported_date", "date_reported", "date_rptd", "ilmoitettu"),
        *("ilmoitusaika", "ilmoituspäivä", "ilmoituspvm", "anmäld", "anmälningsdatum", "rapporterad"),
        *("created", "created_date", "entered", "registered", "kirjattu", "kirjauspäivä", "registrerad"),
    ),
    # Not "source": that is as often the way by which a report came.
    ColumnRole.REPORTER: (
        *("reporter", "reported_by", "reporting_organisation", "reporting_organization", "reporting_agency"),
        *("reporting_unit", "organisation", "organization", "agency"),
        *("ilmoittaja", "ilmoittajataho", "ilmoittava_organisaatio", "organisaatio"),
        *("rapportör", "uppgiftslämnare", "anmälare", "rapporterande_organisation"),
    ),
}

# Years alone are known by name too, to say why they are not enough.
YEAR_NAMES = ("year", "vuosi", "år")

# Numbers by which a register tells its rows apart. They are compared, never kept.
ROW_ID_NAMES = frozenset(
    {
        *("id", "row_id", "case_id", "case_number", "case_no", "incident_id", "incident_number", "event_id"),
        *("record_id", "report_id", "report_number", "objectid", "object_id", "uuid", "guid", "rivi_id"),
        *("tapaus_id", "tapausnumero", "tapahtuma_id", "ilmoitus_id", "tunniste", "tunnus", "asianumero"),
        *("händelse_id", "händelsenummer", "ärende_id", "ärendenummer", "anmälan_id", "rad_id", "löpnummer"),
    }
)

_WORDS_WITHOUT_MEANING = re.compile(r"(_(local|utc|wgs84|at|on|dt|value|field))+$")


def plain_name(name: str) -> str:
    """A column name in the form of `KNOWN_NAMES`: `Occurred (local)` and `OccurredAt` become `occurred`."""
    spaced = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", "_", unicodedata.normalize("NFKC", name))
    joined = re.sub(r"\W+", "_", spaced.casefold()).strip("_")
    return _WORDS_WITHOUT_MEANING.sub("", joined)
