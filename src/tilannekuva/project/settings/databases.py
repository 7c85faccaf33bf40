"""Where rows are kept: SQLite in one file, or a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tilannekuva.domain.errors import BadInput


def database(url: str | None, sqlite_path: Path | str) -> dict[str, object]:
    """Django's settings for the database at `url`; without one, for SQLite at `sqlite_path`.

    Raises BadInput when the address is not one of PostgreSQL.
    """
    if not url:
        return _sqlite(sqlite_path)
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise BadInput(
            f"The database address begins with {parts.scheme!r}",
            "TILANNEKUVA_DATABASE_URL",
            "Use postgresql://user:password@host/name, or leave it out for SQLite.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # `?host=/folder` names a Unix socket, as the server's own programs write it.
        "HOST": dict(parse_qsl(parts.query)).get("host") or parts.hostname or "",
        "PORT": parts.port or "",
    }


def _sqlite(path: Path | str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Writers queue instead of failing; readers never wait for them.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        },
    }
