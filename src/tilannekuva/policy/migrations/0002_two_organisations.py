"""Changes say for which organisations they were proposed and decided."""

from typing import Any

import django.db.models.deletion
import tilannekuva.domain.setting
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_organisations(apps: Any, schema_editor: Any) -> None:
    """Of proposals that wait: the organisation in which their proposer holds a role."""
    roles = apps.get_model("accounts", "Role").objects
    organisation = roles.filter(person_id=OuterRef("proposed_by_id")).order_by("valid_from_on", "pk")
    waiting = apps.get_model("policy", "SettingChange").objects.filter(state="proposed")
    waiting.update(proposed_for_id=Subquery(organisation.values("organisation_id")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_may_vouch'),
        ('policy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='settingchange',
            name='decided_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='settingchange',
            name='proposed_for',
            field=models.ForeignKey(blank=True, help_text='the organisation of the proposer; unknown of the earliest changes', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.RunPython(name_organisations, migrations.RunPython.noop),
    ]
