"""Finnish: the month stands in the partitive, "3. marraskuuta"."""

MONTH_DAY_FORMAT = "j. E"
