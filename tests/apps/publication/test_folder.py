"""Files come into a folder all together, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tilannekuva.domain.errors import BadInput
from tilannekuva.publication import folder as folder_module
from tilannekuva.publication.folder import check_folder, put_in_place


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_stand_only_after_the_body(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    with put_in_place(folder, {"a": b"1", "b": b"2", "gone": None}) as paths:
        assert paths == [folder / "a", folder / "b"]
        assert not any(path.exists() for path in paths)
    assert content_of(folder) == {"a": b"1", "b": b"2"}


def test_a_content_of_none_takes_a_file_away_and_makes_no_folder(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"0")
    with put_in_place(tmp_path, {"old": None, "a": b"1"}):
        assert (tmp_path / "old").exists()
    assert content_of(tmp_path) == {"a": b"1"}
    with put_in_place(tmp_path / "new", {"old": None}):
        pass
    assert not (tmp_path / "new").exists()


def test_a_failing_body_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    for folder in (tmp_path, tmp_path / "new"):
        with pytest.raises(ZeroDivisionError), put_in_place(folder, {"a": b"1", "b": b"2"}):
            raise ZeroDivisionError
    assert content_of(tmp_path) == {"a": b"old"}


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    write_aside = folder_module._write_aside

    def full(path: Path, content: bytes) -> Path:
        if path.name == "b":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_aside(path, content)

    monkeypatch.setattr(folder_module, "_write_aside", full)
    with pytest.raises(BadInput, match="No space left"), put_in_place(tmp_path, {"a": b"1", "b": b"2"}):
        pytest.fail("the body must not run")
    assert content_of(tmp_path) == {"a": b"old"}


def test_files_are_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    with put_in_place(tmp_path, {"a": b"1"}):
        pass
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    for path in (tmp_path / "file", tmp_path / "file" / "below" / "it"):
        with pytest.raises(BadInput, match="not a folder"):
            check_folder(path)
        with pytest.raises(BadInput, match="not a folder"), put_in_place(path, {"a": b"1"}):
            pytest.fail("the body must not run")
    check_folder(tmp_path / "not" / "there" / "yet")
    assert content_of(tmp_path) == {"file": b"mine"}
