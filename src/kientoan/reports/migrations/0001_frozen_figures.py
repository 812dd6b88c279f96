import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FrozenFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('figure', models.CharField(max_length=40)),
                ('definition_version', models.PositiveSmallIntegerField()),
                ('unit_number', models.BigIntegerField(db_index=True)),
                ('unit_code', models.CharField(blank=True, max_length=20)),
                ('unit_name', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('known_at', models.DateTimeField()),
                ('parameters', models.JSONField(default=dict)),
                ('content', models.TextField()),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('frozen_at', models.DateTimeField()),
                ('frozen_by', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['-frozen_at', '-pk'],
            },
        ),
    ]
