from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Areas, grid cells, population, and who is responsible where."""

    name = "tilannekuva.places"
    default_auto_field = "django.db.models.BigAutoField"
