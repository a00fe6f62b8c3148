"""Search words in more than one language, and the first German ones. What editors already have stays as it is."""

from django.db import migrations, models

FIRST_GERMAN = {
    "gleitcreme": "gleitmittel",
    "gleitcremes": "gleitmittel",
    "gleitgel": "gleitmittel",
    "gleitgele": "gleitmittel",
    "gleitflüssigkeit": "gleitmittel",
    "flutschi": "gleitmittel",
    "lube": "gleitmittel",
    "analplug": "plug",
    "analplugs": "plug",
    "analstöpsel": "plug",
    "butt plug": "plug",
    "buttplug": "plug",
    "dildo": "toy",
    "dildos": "toy",
    "sexspielzeug": "toy",
    "sextoy": "toy",
    "sextoys": "toy",
    "spielzeug": "toy",
    "gummi": "kondom",
    "gummis": "kondom",
    "pariser": "kondom",
    "präser": "kondom",
    "präservativ": "kondom",
    "präservative": "kondom",
    "verhüterli": "kondom",
    "oralschutztuch": "lecktuch",
    "dentaldam": "lecktuch",
    "leckertuch": "lecktuch",
    "einlauf": "analdusche",
    "klistier": "analdusche",
    "darmspülung": "analdusche",
    "umschnalldildo": "strap on",
    "umschnaller": "strap on",
    "strapon": "strap on",
    "pegging": "strap on",
    "po": "anal",
    "popo": "anal",
    "hintern": "anal",
    "breite": "durchmesser",
    "dicke": "durchmesser",
    "umfang": "durchmesser",
    "allergisch": "allergie",
    "waschen": "reinigen",
    "putzen": "reinigen",
    "säubern": "reinigen",
    "saubermachen": "reinigen",
    "einverständnis": "zustimmung",
    "codewort": "stoppwort",
    "safeword": "stoppwort",
    "ansteckung": "sti",
    "geschlechtskrankheit": "sti",
}


def first_german_words(apps, schema_editor):
    Synonym = apps.get_model("vocabulary", "Synonym")
    for word, means in FIRST_GERMAN.items():
        Synonym.objects.get_or_create(language="de", word=word, defaults={"means": means})


class Migration(migrations.Migration):

    dependencies = [
        ("vocabulary", "0002_first_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="synonym",
            name="language",
            field=models.CharField(
                choices=[("en", "English"), ("de", "German")], default="en", max_length=2, verbose_name="language"
            ),
        ),
        migrations.AlterField(
            model_name="synonym",
            name="word",
            field=models.CharField(max_length=60, verbose_name="what readers type"),
        ),
        migrations.AlterModelOptions(
            name="synonym",
            options={
                "ordering": ["language", "word"],
                "verbose_name": "search word",
                "verbose_name_plural": "search words",
            },
        ),
        migrations.AddConstraint(
            model_name="synonym",
            constraint=models.UniqueConstraint(
                fields=("language", "word"),
                name="one_meaning_each",
                violation_error_message="This word has its meaning already.",
            ),
        ),
        migrations.RunPython(first_german_words, migrations.RunPython.noop),
    ]
