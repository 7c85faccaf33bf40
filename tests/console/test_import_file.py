"""`tilannekuva import`: a file's incidents become signals, whole or not at all, and no row is lost silently."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tilannekuva.accounts.models import Agreement, Organisation
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.city import City, load_city
from tilannekuva.domain.errors import BadInput, RuleBroken
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import load_vocabulary
from tilannekuva.intake.importers.rejections import Reason
from tilannekuva.intake.models import ImportBatch, Signal, Source
from tilannekuva.places.actions.loading import load_city_places

from .conftest import Command

BY = system("tester")
BLACKPOOL = Path(__file__).parents[2] / "cities" / "blackpool"
ANCHORSHOLME = "E05001643"
HEADER = "time,latitude,longitude,kind\n"
GOOD = "2026-03-01T13:00,53.868,-3.035,assault\n"
IN_NO_TIME = ",53.868,-3.035,assault\n"

Import = Callable[..., list[str]]


@pytest.fixture
def blackpool(db: None) -> City:
    city = load_city(BLACKPOOL)
    load_city_places(city=city, by=BY)
    load_vocabulary(kinds=city.kinds, by=BY)
    return city


@pytest.fixture
def bring_in(blackpool: City, school: Organisation, tmp_path: Path) -> Import:
    from tilannekuva.console.importing import FileReading, import_file

    def bring_in(content: str, **options: Any) -> list[str]:
        file = tmp_path / "incidents.csv"
        file.write_text(content)
        usual: dict[str, Any] = {
            "city": blackpool,
            "organisation": school.code,
            "stream": Stream.OTHER,
            "reading": FileReading(),
            "source": "file",
            "share": False,
            "list_rejected": None,
            "rejected_folder": tmp_path / "rejected_rows",
            "tell": lambda what, done, of: None,
        }
        return import_file(file, **(usual | options))

    return bring_in


def stored() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Signal, ImportBatch, Source, Agreement, AuditEntry)  # type: ignore[attr-defined]
    }


def test_every_row_not_taken_is_listed_inside_the_installation(bring_in: Import, tmp_path: Path) -> None:
    lines = bring_in(HEADER + IN_NO_TIME + GOOD * 3 + IN_NO_TIME * 30)
    (listed,) = (tmp_path / "rejected_rows").iterdir()
    assert listed.name.startswith("incidents.csv.")
    rows = [2, *range(6, 36)]
    assert listed.read_text() == "row,column,reason\n" + "".join(f"{row},time,no time\n" for row in rows)
    batch = ImportBatch.objects.get()
    assert (batch.n_rows_read, batch.n_signals, batch.n_rejected) == (34, 3, 31)
    assert batch.rejected == {"no time": 31}
    assert "31 rows: no time" in lines
    assert any(line.startswith(str(listed)) for line in lines)


def test_the_list_goes_where_a_person_says(bring_in: Import, tmp_path: Path) -> None:
    wanted = tmp_path / "lists" / "mine.csv"
    bring_in(HEADER + GOOD + IN_NO_TIME, list_rejected=wanted)
    assert wanted.read_text() == "row,column,reason\n3,time,no time\n"
    assert not (tmp_path / "rejected_rows").exists()
    bring_in(HEADER + GOOD.replace("T13", "T03"), list_rejected=wanted)
    assert not wanted.exists()


def test_the_list_never_takes_the_place_of_the_file(bring_in: Import, tmp_path: Path) -> None:
    content = HEADER + GOOD + IN_NO_TIME
    with pytest.raises(BadInput, match="take the place of the file"):
        bring_in(content, list_rejected=tmp_path / "incidents.csv")
    assert (tmp_path / "incidents.csv").read_text() == content
    assert Signal.objects.count() == 0


def test_without_rejections_there_is_no_list(bring_in: Import, tmp_path: Path) -> None:
    assert not any("not taken" in line.lower() for line in bring_in(HEADER + GOOD))
    assert [path.name for path in tmp_path.iterdir()] == ["incidents.csv"]


def test_areas_by_their_code_come_in_as_areas(bring_in: Import) -> None:
    bring_in(f"date,area,kind\n2026-03-01,{ANCHORSHOLME},assault\n2026-03-02,nowhere,assault\n")
    signal = Signal.objects.get()
    assert (signal.cell, signal.area and signal.area.code) == (None, ANCHORSHOLME)
    assert ImportBatch.objects.get().rejected == {str(Reason.AREA_UNKNOWN): 1}


def test_a_point_comes_in_as_its_cell(bring_in: Import) -> None:
    bring_in(HEADER + GOOD)
    signal = Signal.objects.get()
    assert signal.cell is not None
    assert signal.area == signal.cell.area


def test_places_that_ended_are_rejected_and_listed(bring_in: Import, tmp_path: Path) -> None:
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.places.models import Area

    with unlocked():
        Area.objects.filter(code=ANCHORSHOLME).update(valid_to_on="2020-01-01")
    other = "E05001644"
    bring_in(
        f"date,area,kind\n,{other},assault\n2026-03-01,{ANCHORSHOLME},assault\n2026-03-01,{other},assault\n"
    )
    (listed,) = (tmp_path / "rejected_rows").iterdir()
    assert listed.read_text() == f"row,column,reason\n2,date,no time\n3,,{Reason.PLACE_UNREGISTERED}\n"
    before = stored()
    with pytest.raises(BadInput, match="1 row does not lie in a place that is registered today"):
        bring_in(f"date,area,kind\n2026-03-01,{ANCHORSHOLME},assault\n")
    assert stored() == before


@pytest.mark.parametrize(
    ("content", "options", "error"),
    [
        (HEADER + GOOD.replace("assault", "sorcery"), {}, BadInput),
        (HEADER + GOOD, {"organisation": "nobody"}, BadInput),
        (HEADER, {}, BadInput),
        (HEADER + GOOD + IN_NO_TIME, {"list_rejected": Path(__file__) / "below"}, BadInput),
    ],
    ids=["unknown kind", "unknown organisation", "no rows", "list nowhere to put"],
)
def test_what_fails_stores_nothing(
    bring_in: Import, content: str, options: dict[str, Any], error: type[Exception], tmp_path: Path
) -> None:
    before = stored()
    with pytest.raises(error):
        bring_in(content, share=True, **options)
    assert stored() == before
    assert [path.name for path in tmp_path.iterdir()] == ["incidents.csv"]


def test_the_same_file_comes_in_once_and_a_second_try_changes_nothing(
    bring_in: Import, tmp_path: Path
) -> None:
    bring_in(HEADER + GOOD + IN_NO_TIME)
    (listed,) = (tmp_path / "rejected_rows").iterdir()
    before, content = stored(), listed.read_text()
    with pytest.raises(RuleBroken, match="come in already"):
        bring_in(HEADER + GOOD + IN_NO_TIME, share=True)
    assert stored() == before
    assert listed.read_text() == content


def test_counts_can_be_shared_after_the_signals_came_in(
    bring_in: Import, blackpool: City, school: Organisation
) -> None:
    from tilannekuva.console.importing import share_counts

    lines = bring_in(HEADER + GOOD)
    assert any("tilannekuva share-counts school" in line for line in lines)
    for _again in range(2):
        share_counts(school, blackpool)
    assert Agreement.objects.get().gives == school


def test_columns_and_kind_are_those_that_a_person_names(bring_in: Import) -> None:
    from tilannekuva.console.importing import FileReading
    from tilannekuva.intake.importers.columns import ColumnChoices

    content = "seen,found,north,east,how_many,type,remark\n2026-03-01 23:30,2026-04-01,53.868,-3.035,4,x,y\n"
    reading = FileReading(
        columns=ColumnChoices(time="seen", latitude="north", longitude="east", kind="", count="how_many"),
        time_zone="Europe/Helsinki",
        only_kind="assault",
    )
    lines = bring_in(content, reading=reading)
    signal = Signal.objects.get()
    assert (signal.kind.code, signal.n_events) == ("assault", 4)
    assert str(signal.occurred_on) == "2026-03-01"
    assert signal.time_band == "evening"  # 21:30 in London
    assert "3 columns are not read: 'found', 'type', 'remark'." in lines


OPTIONS_OF_A_FILE = {
    "--time", "--time-zone", "--lat", "--lon", "--kind", "--count", "--area-id", "--crs", "--stream",
    "--date-order", "--language",
}  # fmt: skip


def test_look_and_import_read_a_file_by_the_same_options() -> None:
    import typer.main

    from tilannekuva.console import city_commands, look_command

    app = typer.Typer()
    for commands in (look_command, city_commands):
        commands.add_to(app)
    group: Any = typer.main.get_command(app)
    helps = [
        {
            option.opts[0]: option.help
            for option in group.commands[verb].params
            if option.opts[0] in OPTIONS_OF_A_FILE
        }
        for verb in ("look", "import")
    ]
    assert helps[0] == helps[1]
    assert set(helps[0]) == OPTIONS_OF_A_FILE


def test_import_hands_its_options_on(
    command: Command, blackpool: City, school: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tilannekuva.console import import_command

    monkeypatch.setattr(import_command, "start_installed", lambda home: (None, blackpool))
    file = tmp_path / "own.csv"
    file.write_text("kk,pit,lev,osa\n2026-03,-3.035,53.868,2\n")
    done = command(
        *("import", file, "--home", tmp_path / "home", "--organisation", school.code, "--stream", "other"),
        *("--time", "kk", "--lat", "lev", "--lon", "pit", "--count", "osa", "--only-kind", "assault"),
    )
    assert done.code == 0, done.err
    assert Signal.objects.get().n_events == 2
    both = command(
        *("import", file, "--home", tmp_path, "--organisation", school.code, "--stream", "other"),
        *("--only-kind", "assault", "--kind", "osa"),
    )
    assert both.complained("--only-kind, --kind")
    named = command(
        *("import", file, "--home", tmp_path, "--organisation", school.code, "--stream", "other"),
        *("--source", "open data!"),
    )
    assert named.complained("'open data!' cannot be a code (--source)", "letters from a to z")
