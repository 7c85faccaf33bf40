"""`python -m benchmarks [name …]`: all benchmarks, or those that are named."""

from __future__ import annotations

import sys
import time
from importlib import import_module

NAMES = (
    "start_up",
    "reading",
    "imports",
    "placing",
    "look",
    "kernels",
    "scan",
    "alarms",
    "near_repeats",
    "hot_spots",
    "effects",
    "city",
    "back_tests",
    "short_histories",
    "slow_rises",
    "real_histories",
    "picture_page",
    "inbox",
    "reports",
    "public_release",
)


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]!r}. There are: {', '.join(NAMES)}.")
    started = time.perf_counter()
    for name in names or NAMES:
        import_module(f"benchmarks.{name}").main()
    print(f"\nAll in {time.perf_counter() - started:.0f} s.")


if __name__ == "__main__":
    main(sys.argv[1:])
