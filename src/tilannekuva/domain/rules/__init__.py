"""Rules in pairs: `check_x` raises with the reason, `can_x` is the same rule as a boolean."""
