from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Pictures as pages, files and PDF, all made from one edition."""

    name = "tilannekuva.publication"
    default_auto_field = "django.db.models.BigAutoField"
