"""What a browser sends for a report."""

from __future__ import annotations

import datetime as dt
import uuid

from tests.web import edition_sample as sample


def event(number: int = 0, **changes: str) -> dict[str, str]:
    given = {
        "kind": sample.DRUG_TRADE, "area": "A1", "occurred_on": dt.date.today().isoformat(), "time_band": "evening",
        "sureness": "sure", "observation": "own", "stream": "partner_observation", "severity": "moderate",
        "n_events": "1", "marking": "amber", **changes,
    }  # fmt: skip
    return {f"form-{number}-{name}": value for name, value in given.items()}


def with_words(text: str, **changes: str) -> dict[str, str]:
    return event(text=text, **{"is_about_one": "no", **changes})


def sending(*events: dict[str, str], report_id: str | None = None, **more: str) -> dict[str, str]:
    joined = {name: value for one in events for name, value in one.items()}
    return {
        "report_id": report_id or str(uuid.uuid4()),
        "form-TOTAL_FORMS": str(len(events)), "form-INITIAL_FORMS": "0", **joined, **more,
    }  # fmt: skip
