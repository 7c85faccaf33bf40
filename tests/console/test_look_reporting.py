"""`look` at files that tell when each row was received, or who reported it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from .conftest import Command, edition_in
from .test_look_bad_input import Desk

LAST_ON = dt.date(2026, 3, 29)
NAMES = ("Harbour school", "Night buses")


@pytest.fixture
def desk(tmp_path: Path, command: Command) -> Desk:
    return Desk(tmp_path, command)


def _row(chance: np.random.Generator, days_ago: int, *more: object) -> str:
    day = LAST_ON - dt.timedelta(days=int(days_ago))
    latitude, longitude = 60.15 + 0.05 * chance.random(), 24.90 + 0.1 * chance.random()
    return ",".join(map(str, (day, f"{latitude:.5f}", f"{longitude:.5f}", *more))) + "\n"


def late_file(*, received: str = "received") -> str:
    """About 30 incidents a week over 40 weeks, known six days later in the mean: those known by the last day."""
    chance = np.random.default_rng(3)
    rows = []
    for days_ago in chance.integers(0, 280, 1200):
        received_days_ago = days_ago - (int(chance.geometric(1 / 7)) - 1)
        if received_days_ago >= 0:
            rows.append(_row(chance, days_ago, LAST_ON - dt.timedelta(days=int(received_days_ago))))
    return f"occurred,latitude,longitude,{received}\n" + "".join(rows)


def changed_file(*, reporter: str = "reporter", names: Iterable[str] = NAMES) -> str:
    """Ten incidents a week over 120 weeks by one who reports; five weeks ago another began with as many."""
    chance = np.random.default_rng(4)
    steady, new = names
    rows = [_row(chance, days_ago, steady) for days_ago in chance.integers(0, 840, 1200)]
    rows += [_row(chance, days_ago, new) for days_ago in chance.integers(0, 35, 60)]
    return f"occurred,latitude,longitude,{reporter}\n" + "".join(rows)


def test_late_reports_are_told_where_the_file_knows_days_of_receipt(desk: Desk) -> None:
    done = desk.look(late_file())
    assert "Day of receipt is read from 'received' (its name)." in done.out
    [told] = edition_in(desk.out)["readings"].values()
    newest = told["incoming"]
    assert 1.3 * newest["observed"] < newest["estimate"]
    assert newest["lower"] <= 30 <= newest["upper"]
    assert "still coming in" in (desk.out / "picture.html").read_text()

    done = desk.look(late_file(), "--received", "")
    assert "Day of receipt" not in done.out
    assert "1 column is not read: 'received'." in done.out
    assert not any("incoming" in told for told in edition_in(desk.out)["readings"].values())


@pytest.mark.parametrize("name", ["Vastaanotettu", "Inkommen", "Date Reported", "Ilmoituspvm"])
def test_the_day_of_receipt_is_known_by_its_name(desk: Desk, name: str) -> None:
    assert f"Day of receipt is read from '{name}' (its name)." in desk.look(late_file(received=name)).out
    done = desk.look(late_file(received="known"), "--received", "known")
    assert "Day of receipt is read from 'known' (as you said)." in done.out


def test_what_had_not_come_in_by_the_day_is_not_known(desk: Desk) -> None:
    content = late_file()
    as_of = LAST_ON - dt.timedelta(weeks=4)
    rows = [line.split(",") for line in content.splitlines()[1:]]
    known = [row for row in rows if row[3] <= as_of.isoformat()]
    later = [row for row in rows if row[0] <= as_of.isoformat() < row[3]]
    done = desk.look(content, "--as-of", as_of.isoformat())
    assert f"{len(later)} rows: received after the “as of” date" in done.out
    assert sum(line.endswith(",received,received after the “as of” date") for line in desk.rejected()) == len(
        later
    )
    edition = edition_in(desk.out)
    assert edition["basis"]["n_signals"] == len(known)
    assert any("incoming" in told for told in edition["readings"].values())


def test_a_file_that_was_cut_by_the_day_of_incidents_is_complete(desk: Desk) -> None:
    """Receipts go on for weeks after its last incident: those weeks were not quiet, they are not in it."""
    rows = late_file().splitlines(keepends=True)
    cut = "".join([rows[0], *(row for row in rows[1:] if row[:10] <= "2026-02-22")])
    done = desk.look(cut)
    assert "Some rows were received after 2026-02-22: what the file holds is taken as complete." in done.out
    edition = edition_in(desk.out)
    assert edition["as_of"] == "2026-02-22"
    assert edition["basis"]["n_signals"] == len(cut.splitlines()) - 1
    assert not any("incoming" in told for told in edition["readings"].values())


def test_days_after_the_last_incident_belong_to_the_picture_where_reports_still_came(desk: Desk) -> None:
    rows = late_file().splitlines(keepends=True)
    kept = [row for row in rows[1:] if row[:10] <= "2026-03-26" and row.split(",")[3].strip() <= "2026-03-28"]
    kept.append("2026-03-20,60.17,24.92,2026-03-28\n")
    desk.look("".join([rows[0], *kept]))
    assert edition_in(desk.out)["as_of"] == "2026-03-28"


def test_a_change_of_those_who_report_is_no_rise(desk: Desk) -> None:
    done = desk.look(changed_file())
    assert "Who reported is read from 'reporter' (its name)." in done.out
    assert "2 reporters are told apart, by number alone." in done.out
    assert "Those who report have changed" in done.out
    edition = edition_in(desk.out)
    [levels] = edition["city_levels"].values()
    assert "reporting_changed" in edition["notes"]
    assert levels["reported"]["4"]["panel"]["n_new"] == 1
    assert levels["reported"]["4"]["state"] == "as_expected"

    desk.look(changed_file(), "--reporter", "")
    edition = edition_in(desk.out)
    [levels] = edition["city_levels"].values()
    assert "reporting_changed" not in edition["notes"]
    assert levels["reported"]["4"]["state"] == "far_above"


def test_who_reports_is_named_nowhere(desk: Desk) -> None:
    done = desk.look(changed_file(reporter="Ilmoittaja"))
    assert "Who reported is read from 'Ilmoittaja' (its name)." in done.out
    written = done.out + "".join((desk.out / f"picture.{ending}").read_text() for ending in ("json", "html"))
    for name in NAMES:
        assert name not in written


def test_neither_the_order_of_rows_nor_the_names_of_reporters_change_the_picture(desk: Desk) -> None:
    desk.look(changed_file())
    levels = edition_in(desk.out)["city_levels"]
    head, *rows = changed_file().splitlines(keepends=True)
    desk.look(head + "".join(reversed(rows)))
    assert edition_in(desk.out)["city_levels"] == levels
    desk.look(changed_file(names=("B", "A")))
    assert edition_in(desk.out)["city_levels"] == levels


def test_columns_that_tell_nothing_of_use_are_left_aside_or_refused(desk: Desk) -> None:
    chance = np.random.default_rng(1)
    many = "occurred,latitude,longitude,caller\n" + "".join(
        _row(chance, days_ago, f"c{number}") for number, days_ago in enumerate(chance.integers(0, 99, 400))
    )
    assert desk.look(many, "--reporter", "caller").complained(
        "There are 400 different reporters, and at most 300 can be told apart", "--reporter ''"
    )
    # By its name alone such a column is not even taken for one of reporters.
    assert (
        "'reporter'"
        in desk.look(many.replace("caller", "reporter")).out.split("not read: ")[1].splitlines()[0]
    )
    months = "occurred,latitude,longitude,received\n" + "".join(
        _row(chance, days_ago, "2026-03") for days_ago in range(40)
    )
    assert desk.look(months, "--received", "received").complained("The times of receipt are months only")
    assert "'received' is not used" in desk.look(months).out


def test_the_day_on_which_a_register_was_filled_is_no_day_of_receipt(desk: Desk) -> None:
    rows = late_file(received="created").splitlines(keepends=True)
    filled = "".join([rows[0], *(row.rsplit(",", 1)[0] + ",2026-03-29\n" for row in rows[1:])])
    done = desk.look(filled, "--as-of", "2026-02-22")
    assert "'created' is not used: most of its days lie more than four weeks after" in done.out
    assert edition_in(desk.out)["basis"]["n_signals"] > 1000
    refused = desk.look(filled, "--as-of", "2026-02-22", "--received", "created")
    assert refused.code == 1
    assert "received after the “as of” date" in refused.err


def test_rows_without_receipt_or_reporter_are_kept_and_counted(desk: Desk) -> None:
    head, *rows = late_file().splitlines(keepends=True)
    without = "".join(row.rsplit(",", 1)[0] + ",\n" for row in rows[:7])
    done = desk.look(head + without + "".join(rows[7:]))
    assert "7 rows without a readable day of receipt count as received on the day they happened." in done.out
    assert edition_in(desk.out)["basis"]["n_rejected"] == 0
    done = desk.look(changed_file(names=("", "Night buses")))
    assert "1 reporter is told apart, by number alone." in done.out
    assert "1,200 rows without a reporter count as of one more." in done.out
