"""What there is of each kind against what is expected, and what its course tells: measured, and no finding.

`measuring` puts it together; the other modules hold one question each.
"""
