"""The trend charts of a file that opens without a server: drawn beforehand, wide and for a narrow screen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.safestring import mark_safe

from .charts import trend_chart
from .drawing import chart_svg

_PERIODS_IN_CHART = 104
# In pixels. A wide chart made small on a telephone would have labels that nobody can read.
_WIDTHS = {"wide": 680, "narrow": 300}


def offline_charts(edition: dict[str, Any], languages: Iterable[str]) -> list[dict[str, Any]]:
    """The trend of every kind in both widths, once for all languages that write it alike.

    Each with `kind`, `width` (wide or narrow), `languages` (codes with spaces between) and `svg`.
    """
    charts: dict[tuple[str, str, str], list[str]] = {}
    for language in languages:
        with translation.override(language):
            for kind in edition["kinds"]:
                for width, width_px in _WIDTHS.items():
                    if kind["code"] in edition["courses"]:
                        spec = _specification(edition, kind["code"], width_px)
                        charts.setdefault((kind["code"], width, spec), []).append(language)
    return [
        {
            "kind": kind,
            "width": width,
            "languages": " ".join(alike),
            # Our own specification, so the drawing is markup and not text.
            "svg": mark_safe(chart_svg(json.loads(spec))),
        }
        for (kind, width, spec), alike in charts.items()
    ]


def _specification(edition: dict[str, Any], kind: str, width_px: int) -> str:
    spec = trend_chart(edition, kind, group="all", n_periods=_PERIODS_IN_CHART, width=width_px)
    if spec["encoding"]["y"]["axis"]["values"][-1] < 1000:
        # Numbers below a thousand are written alike in all languages.
        del spec["config"]["locale"]
    return json.dumps(spec, sort_keys=True)
