"""Turn the web font of node_modules into one that the PDF can embed. `make setup` calls it."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "node_modules" / "@fontsource" / "source-sans-3"
TARGET = CHECKOUT / "src" / "tilannekuva" / "publication" / "fonts"
WEIGHTS = (400, 600, 700)


def main() -> None:
    if not SOURCE.is_dir():
        sys.exit(f"{SOURCE.relative_to(CHECKOUT)} is missing. Run `make setup`.")
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "LICENSE").write_bytes((SOURCE / "LICENSE").read_bytes())
    for weight in WEIGHTS:
        target = TARGET / f"source-sans-3-{weight}.ttf"
        if target.exists():
            continue
        parts = []
        for subset in ("latin", "latin-ext"):
            part = TARGET / f"{subset}-{weight}.part"
            font = TTFont(SOURCE / "files" / f"source-sans-3-{subset}-{weight}-normal.woff2")
            font.flavor = None
            font.save(part)
            parts.append(part)
        # The same bytes at every set-up: no time of making inside.
        merged = Merger().merge([str(part) for part in parts])
        merged["head"].created = merged["head"].modified = 0
        merged.recalcTimestamp = False
        merged.save(target)
        for part in parts:
            part.unlink()


if __name__ == "__main__":
    main()
