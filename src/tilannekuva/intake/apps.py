from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Signals, sources and imports: how what was seen comes in."""

    name = "tilannekuva.intake"
    default_auto_field = "django.db.models.BigAutoField"
