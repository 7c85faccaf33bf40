"""The pages: each view reads through queries, writes through actions, and puts the result into a template."""
