"""The exceptions of the statistics: what is wrong, where, and what to do next.

All of them are `ValueError`s, so that a caller who does not care may catch just that::

    StatsError
    ├── BadArgument      a value of the wrong kind, shape or range
    ├── BadCoordinates   places that cannot be right
    ├── LimitsClash      limits that nothing can keep together
    └── TooLittleData    the arguments are sound, but there is not enough to say anything
"""


class StatsError(ValueError):
    """Something the statistics cannot work with; the message says what, where and what next."""


class BadArgument(StatsError):
    """An argument of the wrong kind, shape or range."""


class BadCoordinates(StatsError):
    """Coordinates that are not numbers, lie outside the earth, look swapped, or name one place twice."""


class TooLittleData(StatsError):
    """Sound arguments, but too few places, periods or cases for the method."""


class LimitsClash(StatsError):
    """No allocation keeps all limits; the message names those that clash."""
