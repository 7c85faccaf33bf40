"""Asking another system over the network: encrypted, bounded, and only the address that was given (C-28)."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from tilannekuva.domain.errors import BadInput

_SECONDS = 30
_MOST_BYTES = 50_000_000
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Another address than the one a person named is not asked."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


def get_json(address: str) -> object:
    """What an address answers. Raises BadInput for one that is not encrypted, silent, too long or no JSON."""
    parts = urlsplit(address)
    where = f"{parts.scheme}://{parts.netloc}{parts.path}"
    if parts.scheme != "https" and parts.hostname not in _THIS_MACHINE:
        raise BadInput(
            "The connection would not be encrypted", where, "Give an address that begins with https."
        )
    opener = urllib.request.build_opener(_NoRedirects)
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            body = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise BadInput(f"The other system answers with {error.code}", where, "Look at the address.") from None
    except (OSError, HTTPException) as error:
        raise BadInput(f"There is no answer ({type(error).__name__})", where, "Try again later.") from None
    if len(body) > _MOST_BYTES:
        raise BadInput("The answer is longer than 50 MB", where, "Ask for fewer days with --since.")
    try:
        return json.loads(body)
    except ValueError:
        raise BadInput("The answer is no JSON", where, "Give an interface of Open311 GeoReport v2.") from None
