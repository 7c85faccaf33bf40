"""Text from a file, packed with gzip or not."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from tilannekuva.domain.errors import BadInput


def read_text(path: Path) -> str:
    """The whole text of a UTF-8 file, `.gz` as it is, byte-order mark removed. Raises `BadInput`."""
    try:
        raw = path.read_bytes()
        # By its first bytes, not its name: people rename files.
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
    except FileNotFoundError:
        raise BadInput(_("There is no such file"), str(path), _("Check the name and the folder.")) from None
    except IsADirectoryError:
        raise BadInput(_("This is a folder"), str(path), _("Give a file.")) from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadInput(_("The gzip file is damaged or cut short"), str(path), _("Fetch it again.")) from error
    except OSError as error:
        raise BadInput(
            _("The file cannot be read: %(reason)s") % {"reason": error.strerror or type(error).__name__},
            str(path),
            _("Give a readable file."),
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = _("The text is not UTF-8: byte %(byte)d in line %(line)d")
        raise BadInput(
            what % {"byte": error.start + 1, "line": line}, str(path), _("Save it as UTF-8.")
        ) from error
