"""Writes on places: loading the areas and cells of a city, and who is responsible where."""
