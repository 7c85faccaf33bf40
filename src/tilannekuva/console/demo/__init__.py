"""The demo city: a written, seeded simulation, its truth, and how well detection finds it."""
