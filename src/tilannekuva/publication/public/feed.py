"""The feed of an area (Atom, RFC 4287): one entry for each release that stands, without a word that could frighten."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One release as an entry. `release_id`: of the release; with the area it makes an id that never changes."""

    release_id: uuid.UUID
    title: str
    summary: str
    updated_at: dt.datetime


def area_feed(
    entries: Sequence[FeedEntry],
    *,
    area_code: str,
    area_name: str,
    city: str,
    page_url: str,
    feed_url: str,
    language: str,
) -> bytes:
    """The feed, the newest entry first. `page_url`, `feed_url`: whole addresses."""
    own_id = uuid.uuid5(uuid.NAMESPACE_URL, feed_url)
    newest_at = max((entry.updated_at for entry in entries), default=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    title = _("What is reported in %(area)s") % {"area": area_name}
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language)}>',
        f"<id>urn:uuid:{own_id}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{_instant(newest_at)}</updated>",
        f"<author><name>{escape(city)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed_url)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(page_url)}/>',
        *(_entry(entry, area_code, page_url) for entry in entries),
        "</feed>",
    ]
    return "\n".join(lines).encode()


def _entry(entry: FeedEntry, area_code: str, page_url: str) -> str:
    return (
        f"<entry><id>urn:uuid:{uuid.uuid5(entry.release_id, area_code)}</id>"
        f"<title>{escape(entry.title)}</title>"
        f"<updated>{_instant(entry.updated_at)}</updated>"
        f'<link rel="alternate" type="text/html" href={quoteattr(page_url)}/>'
        f"<summary>{escape(entry.summary)}</summary></entry>"
    )


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
