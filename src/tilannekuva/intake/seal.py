"""Sealing files that wait: the database, and every copy of it, holds them unreadable without the installation's secret."""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12


def seal(content: bytes) -> bytes:
    """The content, encrypted and protected against change (AES-256-GCM)."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, content, None)


def unseal(sealed: bytes) -> bytes:
    """What was sealed, also under a secret that the installation had before. Raises ValueError for anything else."""
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret)).decrypt(nonce, body, None)
        except InvalidTag:
            continue
    raise ValueError("not sealed by this installation")


def _key(secret: str | bytes) -> bytes:
    return hashlib.sha256(b"files that wait" + str(secret).encode()).digest()
