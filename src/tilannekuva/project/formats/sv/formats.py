"""Swedish as it is written in Finland: a short date and a time have full stops."""

DATETIME_FORMAT = r"j F Y \k\l. H.i"
SHORT_DATE_FORMAT = "j.n.Y"
