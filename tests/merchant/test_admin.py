"""Who may keep the merchant's records, and what a logo does that goes missing."""

from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from education.models import GuideImage
from storefront.merchant.models import Brand, MerchantProfile, Policy
from storefront.page_cache.models import Invalidation
from storefront.recalls.models import Recall

pytestmark = pytest.mark.django_db


def signed_in(group: str) -> Client:
    user = User.objects.create_user("person", password="a long example phrase")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def branded() -> Brand:
    file = BytesIO()
    Image.new("RGB", (200, 60)).save(file, "PNG")
    brand = Brand.objects.get()
    brand.logo = GuideImage.objects.create(title="logo", file=SimpleUploadedFile("logo.png", file.getvalue()))
    brand.save()
    return brand


@pytest.mark.parametrize(("group", "may_edit"), [("Merchants", True), ("Editors", False), ("Authors", False)])
def test_merchants_and_no_other_group_keep_the_records(group: str, may_edit: bool) -> None:
    client = signed_in(group)

    for model in (MerchantProfile, Brand, Policy):
        url = reverse(f"wagtailsnippets_merchant_{model._meta.model_name}:edit", args=[model.objects.all()[0].pk])
        assert (client.get(url).status_code == 200) is may_edit, model
    assert (client.get(reverse("wagtailsnippets_recalls_recall:add")).status_code == 200) is may_edit


def test_a_merchant_publishes_a_policy_and_a_recall() -> None:
    client = signed_in("Merchants")
    policy = Policy.objects.get(market="en-gb", kind="terms")
    form = {"market": "en-gb", "kind": "terms", "title": "Our terms", "body": "{}", "action-publish": "1"}
    body = '{"blocks": [{"key": "a", "text": "New terms", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], '
    form["body"] = body + '"entityRanges": [], "data": {}}], "entityMap": {}}'

    client.post(reverse("wagtailsnippets_merchant_policy:edit", args=[policy.pk]), form)
    recall = {"items": "DEMO-W01", "batches": "", "ordered_from": "", "ordered_until": "", "state": "published"}
    texts = {"language": "en", "product": "Gel", "hazard": "It burns.", "what_to_do": "Stop.", "remedy": "Refund."}
    recall |= {f"texts-0-{name}": text for name, text in texts.items()} | {"texts-0-id": "", "texts-0-DELETE": ""}
    recall |= {
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-MIN_NUM_FORMS": "1",
        "texts-MAX_NUM_FORMS": "",
    }
    client.post(reverse("wagtailsnippets_recalls_recall:add"), recall)

    page = Client().get("/legal/terms/").content.decode()
    assert "Our terms" in page
    assert "New terms" in page
    assert Recall.objects.get().published_at is not None


def test_a_logo_whose_file_is_gone_leaves_the_name() -> None:
    brand = branded()
    assert 'alt="Gradual"' in Client().get("/").content.decode()
    assert brand.logo is not None

    for file in brand.logo.renditions.all():
        file.delete()
    Path(brand.logo.file.path).unlink()
    brand.save()

    page = Client().get("/")
    assert page.status_code == 200
    assert "<span>Gradual</span>" in page.content.decode()


def test_deleting_the_logos_image_drops_the_pages_that_show_it() -> None:
    brand = branded()
    before = Invalidation.objects.filter(tag="site").count()

    assert brand.logo is not None
    brand.logo.delete()

    assert Invalidation.objects.filter(tag="site").count() > before
    assert 'alt="Gradual"' not in Client().get("/").content.decode()
