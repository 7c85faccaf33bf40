"""A file belongs to an organisation by itself, also when its source is gone again."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_from_source(apps: Any, schema_editor: Any) -> None:
    jobs = apps.get_model("intake", "ImportJob").objects
    sources = apps.get_model("intake", "Source").objects
    owner = sources.filter(pk=OuterRef("source_id")).values("organisation_id")
    jobs.update(organisation_id=Subquery(owner))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_may_vouch'),
        ('intake', '0010_retired_kinds'),
    ]

    operations = [
        migrations.AddField(
            model_name='importjob',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='import_jobs', to='accounts.organisation'),
        ),
        migrations.RunPython(take_from_source, migrations.RunPython.noop),
    ]
