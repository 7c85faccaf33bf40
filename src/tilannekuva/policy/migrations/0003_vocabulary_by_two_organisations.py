"""Apart from the rows that 0002 changes: PostgreSQL alters no table with changes under way."""

import django.db.models.expressions
import tilannekuva.domain.setting
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0002_two_organisations'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='settingchange',
            constraint=models.CheckConstraint(condition=models.Q(('needs_two', True), models.Q(('room__in', [tilannekuva.domain.setting.Room['DETECTION'], tilannekuva.domain.setting.Room['PUBLICATION'], tilannekuva.domain.setting.Room['RETENTION'], tilannekuva.domain.setting.Room['VOCABULARY']]), _negated=True), _connector='OR'), name='rooms_of_two_need_two'),
        ),
        migrations.AddConstraint(
            model_name='settingchange',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_for__isnull', False), models.Q(('state', tilannekuva.domain.setting.ChangeState['PROPOSED']), _negated=True), _connector='OR'), name='proposals_name_their_organisation'),
        ),
        migrations.AddConstraint(
            model_name='settingchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('room__in', [tilannekuva.domain.setting.Room['VOCABULARY']]), _negated=True), models.Q(('state', tilannekuva.domain.setting.ChangeState['IN_FORCE']), _negated=True), ('proposed_for__isnull', True), models.Q(('decided_for__isnull', False), models.Q(('decided_for', models.F('proposed_for')), _negated=True)), _connector='OR'), name='vocabulary_is_changed_by_two_organisations'),
        ),
    ]
