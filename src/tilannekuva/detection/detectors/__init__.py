"""The detectors. Each is a module with ID, VERSION, plan, run and explain.

`plan(events, places, scope, periods)` cuts the work into tasks of plain arrays; `run(task, scope)` calls
`stats`; `explain(task, result, events, places, scope, n_tasks=…)` turns the result into facts that say
observed, expected, where, since when, how sure and by which method. Adding a detector is adding a module and
naming it in `ALL`.
"""

from __future__ import annotations

from . import farrington_alarm, slow_rise, space_time_scan

ALL = (space_time_scan, farrington_alarm, slow_rise)
