"""Add the first synonyms and let editors keep them. Existing synonyms stay as they are."""

from django.db import migrations

from education.roles import grant_to_editors

ENGLISH = {
    "lube": "lubricant",
    "lubes": "lubricant",
    "lubrication": "lubricant",
    "butt plug": "plug",
    "butt plugs": "plug",
    "buttplug": "plug",
    "bum": "anal",
    "butt": "anal",
    "backdoor": "anal",
    "rubber": "condom",
    "rubbers": "condom",
    "enema": "rinse",
    "pegging": "strap on",
    "strapon": "strap on",
    "width": "diameter",
    "thickness": "diameter",
    "girth": "diameter",
    "allergic": "allergy",
    "wash": "cleaning",
    "washing": "cleaning",
    "safeword": "stop word",
}

GERMAN = {
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


def add_synonyms(apps, schema_editor):
    Synonym = apps.get_model("search", "Synonym")
    for language, words in (("en", ENGLISH), ("de", GERMAN)):
        for word, means in words.items():
            Synonym.objects.get_or_create(language=language, word=word, defaults={"means": means})


def allow_editors_to_edit(apps, schema_editor):
    grant_to_editors(apps, "search")


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [
        migrations.RunPython(add_synonyms, migrations.RunPython.noop),
        migrations.RunPython(allow_editors_to_edit, migrations.RunPython.noop),
    ]
