"""Gather the few browser files that pages use from node_modules into var/vendor. `make setup` calls it.

Served as they come, but for the pointers to source maps, which are not served.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
NODE_MODULES = CHECKOUT / "node_modules"
TARGET = CHECKOUT / "var" / "vendor"

# What is served, and where it stands in its package.
FILES = {
    "font/source-sans-3-latin-400-normal.woff2": "@fontsource/source-sans-3/files",
    "font/source-sans-3-latin-600-normal.woff2": "@fontsource/source-sans-3/files",
    "font/source-sans-3-latin-700-normal.woff2": "@fontsource/source-sans-3/files",
    "hds-core/components/button/button.min.css": "hds-core/lib/components/button",
    "hds-tokens/all.min.css": "hds-design-tokens/lib",
    "htmx/htmx.min.js": "htmx.org/dist",
    "maplibre/maplibre-gl.js": "maplibre-gl/dist",
    "maplibre/maplibre-gl-csp.js": "maplibre-gl/dist",
    "maplibre/maplibre-gl-csp-worker.js": "maplibre-gl/dist",
    "maplibre/maplibre-gl.css": "maplibre-gl/dist",
    "vega/vega.min.js": "vega/build",
    "vega-lite/vega-lite.min.js": "vega-lite/build",
    "vega-embed/vega-embed.min.js": "vega-embed/build",
}
_SOURCE_MAP = re.compile(rb"(?m)^(//[#@] sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/)\s*$")


def main() -> None:
    missing = [
        name for name, folder in FILES.items() if not (NODE_MODULES / folder / Path(name).name).is_file()
    ]
    if missing:
        sys.exit(f"node_modules lacks {', '.join(missing)}. Run `make setup`.")
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, folder in FILES.items():
        target = TARGET / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (NODE_MODULES / folder / target.name).read_bytes()
        target.write_bytes(_SOURCE_MAP.sub(b"", content) if target.suffix in (".js", ".css") else content)


if __name__ == "__main__":
    main()
