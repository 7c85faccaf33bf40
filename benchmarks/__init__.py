"""How fast and how big: one file for each thing that is measured. `make bench` runs all of them.

These are no tests: they print what they measured beside what we aim at, and fail only when an answer is
wrong. What they build is kept in `var/bench`; remove that folder to begin anew.
"""
