"""How soon the command answers, and a web process shows its first page; and what they leave unloaded."""

from __future__ import annotations

import json

from .installation import home_with
from .process import Ran, run
from .table import Line, show

AT_MOST_S = 1.0
HEAVY = ("numba", "numpy", "scipy", "shapely", "tilannekuva.stats")
_TRIES = 3

_FIRST_PAGE = f"""
import json, sys, time
started = time.perf_counter()
from tilannekuva.project.wsgi import application
loaded = time.perf_counter()
from io import BytesIO
from wsgiref.util import setup_testing_defaults
environment = {{"PATH_INFO": "/sign-in/", "HTTP_HOST": "localhost", "wsgi.input": BytesIO()}}
setup_testing_defaults(environment)
status = []
page = b"".join(application(environment, lambda line, headers, error=None: status.append(line)))
answered = time.perf_counter()
print(json.dumps({{
    "loaded_s": loaded - started,
    "answered_s": answered - started,
    "status": status[0],
    "heavy": [name for name in {HEAVY} if name in sys.modules],
}}))
"""


def main() -> None:
    home = home_with(10_000)
    environment = {"TILANNEKUVA_HOME": str(home)}
    web = _best([run(["-c", _FIRST_PAGE], environment) for _ in range(_TRIES + 1)])
    told = json.loads(web.out.splitlines()[-1])
    helped = _best([run(["-m", "tilannekuva", "--help"]) for _ in range(_TRIES + 1)])
    show(
        f"start-up: the best of {_TRIES} starts",
        [
            Line("web process, modules loaded", told["loaded_s"], "s"),
            Line("first page answered", told["answered_s"], "s", at_most=AT_MOST_S),
            Line("whole process, from nothing to the end", web.seconds, "s"),
            Line("most memory", web.peak_mib, "MiB"),
            Line("heavy modules loaded", len(told["heavy"]), "", at_most=0),
            Line("tilannekuva --help", helped.seconds, "s", at_most=0.7),
        ],
        [f"The page answered {told['status']}.", *(f"Loaded: {name}." for name in told["heavy"])],
    )


def _best(runs: list[Ran]) -> Ran:
    return min(runs[1:], key=lambda ran: ran.seconds)


if __name__ == "__main__":
    main()
