import pytest
from django.utils import timezone

from education.models import GuidePage, Reviewer, StageProduct
from education.models.publish_checks import UnsafePick, problems_of
from education.stage_products.selectors import stages_of_product
from education.templatetags.education_tags import product_guides
from tests.education.editing import guide, new_guide, product, put_beside, stage, state

pytestmark = pytest.mark.django_db
GEL = "thicker-water-based-gel-100-ml"


def stages_of(slug: str) -> list[str]:
    return [link.url for link in stages_of_product(product(slug))]


def picks_at(anchor: str) -> set[str]:
    rows = StageProduct.objects.filter(guide_title__startswith="Gradual", anchor=anchor, is_matched=False)
    return set(rows.values_list("product__slug", flat=True))


@pytest.mark.database
def test_a_pick_that_breaks_its_stage_cannot_go_live_and_is_named_with_the_reason() -> None:
    page = put_beside(guide(), "exterior-touch", "slim-starter-plug-18-mm")
    revision = page.save_revision()
    with pytest.raises(UnsafePick, match=r"Slim Starter Plug.*Touch around the outside.*made to go inside"):
        revision.publish()
    assert guide().stages[0].value["products"][0]["product"].slug != "slim-starter-plug-18-mm"


def test_a_product_that_the_shop_may_not_suggest_cannot_be_picked_for_any_stage() -> None:
    state("slim-starter-plug-18-mm", **{"flared-base": False})
    page = new_guide(stage("a-part-of-its-own", "slim-starter-plug-18-mm"))
    (problem,) = problems_of(page)
    assert "flared base" in problem.message


def test_a_product_of_which_nothing_is_stated_cannot_be_picked() -> None:
    bare = product("slim-starter-plug-18-mm")
    bare.attributes = {}
    bare.save()
    (problem,) = problems_of(new_guide(stage("a-part-of-its-own", bare.slug)))
    assert "Nothing is stated" in problem.message


def test_a_wider_product_than_a_stage_allows_cannot_be_picked() -> None:
    page = new_guide(stage("start-small", "small-plug-24-mm", max_diameter_mm=18))
    assert "18 mm" in problems_of(page)[0].message


def test_the_same_product_twice_in_a_stage_is_refused() -> None:
    page = new_guide(stage("fingers-or-toys", "small-plug-24-mm", "small-plug-24-mm"))
    assert "twice" in problems_of(page)[0].message


def test_an_anchor_used_twice_and_a_source_not_listed_keep_a_guide_from_going_live() -> None:
    again = stage("one-place")
    again["value"]["sources"] = "S99"
    messages = " ".join(problem.message for problem in problems_of(new_guide(stage("one-place"), again)))
    assert "“one-place” is used twice" in messages
    assert "S99" in messages


def test_what_breaks_a_rule_by_the_time_it_is_due_is_left_unpublished_and_off_the_schedule() -> None:
    page = put_beside(guide(), "exterior-touch", "slim-starter-plug-18-mm")
    revision = page.save_revision(approved_go_live_at=timezone.now())
    revision.publish(log_action="wagtail.publish.scheduled")
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert guide().live_revision_id != revision.pk


def test_a_clinical_review_needs_a_clinician() -> None:
    page = guide()
    page.review_status = "clinical"
    page.reviewer = Reviewer(name="A. Example", credential="Editor", is_clinician=False)
    with pytest.raises(Exception, match="Name the clinician"):
        page.full_clean()


@pytest.mark.database
def test_a_product_knows_its_stages_in_one_statement(django_assert_num_queries: object) -> None:
    gel = product("thicker-water-based-gel-100-ml")
    with django_assert_num_queries(1):  # type: ignore[operator]
        links = product_guides(gel)["links"]
    assert [link.number for link in links if link.number] == [3, 5, 6]
    assert links[0].url == "/guides/gradual-anal-training/#adding-lubricant"
    assert links[-1].number is None


@pytest.mark.database
def test_the_projection_follows_publishing_unpublishing_and_deleting() -> None:
    page = put_beside(guide(), "adding-lubricant", GEL)
    page.save_revision()
    assert picks_at("adding-lubricant") != {GEL}
    page.save_revision().publish()
    assert picks_at("adding-lubricant") == {GEL}
    guide().unpublish()
    assert not any("gradual-anal-training" in url for url in stages_of(GEL))
    guide().save_revision().publish()
    assert any("gradual-anal-training" in url for url in stages_of(GEL))
    guide().delete()
    assert not any("gradual-anal-training" in url for url in stages_of(GEL))
    assert not StageProduct.objects.filter(guide_title__startswith="Gradual").exists()


def test_a_product_that_no_longer_suits_a_stage_stops_leading_there() -> None:
    assert any("#fingers-or-toys" in url for url in stages_of("slim-starter-plug-18-mm"))
    state("slim-starter-plug-18-mm", **{"max-diameter": "36"})
    assert stages_of("slim-starter-plug-18-mm") == []


def test_a_guide_that_moves_takes_its_links_along() -> None:
    page = guide()
    page.slug = "slow-training"
    page.save_revision().publish()
    assert "/guides/slow-training/#adding-lubricant" in stages_of("thicker-water-based-gel-100-ml")


def test_publishing_one_guide_leaves_the_rows_of_others_alone() -> None:
    others, live = StageProduct.objects.exclude(page=guide()).count(), GuidePage.objects.live().count()
    guide().save_revision().publish()
    assert StageProduct.objects.exclude(page=guide()).count() == others
    assert GuidePage.objects.live().count() == live
