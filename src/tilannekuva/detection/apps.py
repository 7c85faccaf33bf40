from django.apps import AppConfig


class DetectionConfig(AppConfig):
    """Runs, findings and their triage; turns rows into arrays and results into rows."""

    name = "tilannekuva.detection"
    default_auto_field = "django.db.models.BigAutoField"
