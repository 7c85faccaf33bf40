"""Putting files into a folder: all of them or none, and never half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from tilannekuva.domain.errors import BadInput


def check_folder(folder: Path) -> None:
    """Raises BadInput when no file could be written into `folder`, whether it is there yet or not."""
    standing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not standing.is_dir():
        raise BadInput(_("This is not a folder"), str(standing), _("Name another folder."))
    if not os.access(standing, os.W_OK | os.X_OK):
        raise BadInput(_("Nothing may be written here"), str(standing), _("Name another folder."))


@contextmanager
def put_in_place(folder: Path, contents: Mapping[str, bytes | None]) -> Iterator[list[Path]]:
    """Put files into a folder when the body has succeeded; the body gets their paths.

    All are written out under other names first, so that a full disk or a failing body leaves the folder
    as it was: no file is half there, none is of another run than its neighbours. A content of None takes
    away a file of that name. Raises BadInput when the folder cannot be written.
    """
    check_folder(folder)
    is_new = not folder.exists()
    temporary: dict[str, Path] = {}
    try:
        try:
            if any(content is not None for content in contents.values()):
                folder.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                if content is not None:
                    temporary[name] = _write_aside(folder / name, content)
            yield [folder / name for name in temporary]
            for name, path in temporary.items():
                os.replace(path, folder / name)
            for name in contents.keys() - temporary.keys():
                (folder / name).unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            what = _("The files cannot be written: %(reason)s")
            raise BadInput(what % {"reason": reason}, str(folder), _("Free it first.")) from None
    except BaseException:
        for path in temporary.values():
            path.unlink(missing_ok=True)
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise


def _write_aside(path: Path, content: bytes) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # As readable as any file that the person makes.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)
