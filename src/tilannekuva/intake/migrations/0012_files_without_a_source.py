"""Apart from the rows that 0011 changes: PostgreSQL alters no table with changes under way."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0011_files_of_organisations'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importjob',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_jobs', to='accounts.organisation'),
        ),
        migrations.AlterField(
            model_name='importjob',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='import_jobs', to='intake.source'),
        ),
        migrations.AddConstraint(
            model_name='importjob',
            constraint=models.CheckConstraint(condition=models.Q(('sealed__isnull', True), ('source__isnull', False), _connector='OR'), name='file_that_is_held_has_a_source'),
        ),
    ]
