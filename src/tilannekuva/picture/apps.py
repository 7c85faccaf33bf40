from django.apps import AppConfig


class PictureConfig(AppConfig):
    """Editions of the joint picture."""

    name = "tilannekuva.picture"
    default_auto_field = "django.db.models.BigAutoField"
