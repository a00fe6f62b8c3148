from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("saleor", "0001_initial")]

    operations = [migrations.RenameField("appinstallation", "sealed_token", "encrypted_token")]
