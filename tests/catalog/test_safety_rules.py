"""The safety rules at the desk: who may change what, what follows for products, and what happens when it breaks."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from celery import shared_task
from django.contrib.auth.models import Group, User
from django.core import checks
from django.test import Client
from django.urls import reverse

from storefront.catalog.models import Product, RuleVersion
from storefront.catalog.safety_rules import versions
from storefront.catalog.safety_rules.judging import judge_again
from storefront.catalog.safety_rules.loading import check_stored_rules, loaded_rules, read_again
from storefront.catalog.safety_rules.versions import Reason
from storefront.catalog.tasks import judge_products
from storefront.safety.choices import Base
from storefront.safety.rules import PACKAGED, Rating, active_rules, use_rules
from storefront.safety.rules.editing import as_json, parse_changes
from storefront.safety.verdicts import judge_pair

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = RuleVersion.State

REASON = Reason(why="A new leaflet says so.", source="Leaflet of a clinic, page 3", source_date=date(2026, 11, 2))
STRICTER = {"limits.osmolality_ceiling": "300", "materials.silicone.silicone": "never"}
LAXER = {"limits.osmolality_ceiling": "1300"}
GEL = "everyday-water-based-gel-100-ml"


@pytest.fixture(autouse=True)
def _packaged_again() -> Any:
    yield
    use_rules(PACKAGED)


def person(name: str, *groups: str) -> User:
    user = User.objects.create_user(name, password="a long example phrase", first_name=name.title())
    user.groups.set(Group.objects.filter(name__in=groups))
    return User.objects.get(pk=user.pk)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def made(changes: dict[str, Any], author: User) -> RuleVersion:
    current = read_again()
    return versions.make_version(parse_changes(changes), based_on=current.version, reason=REASON, author=author)


def form_of(client: Client, **changes: str) -> dict[str, Any]:
    """The form as the page sends it back, with some fields changed."""
    html = client.get(reverse("safety_rules_change")).content.decode()
    typed: dict[str, Any] = {}
    for select in re.findall(r'<select name="([^"]+)".*?</select>', html, re.S):
        block = re.search(rf'<select name="{re.escape(select)}".*?</select>', html, re.S)
        assert block
        typed[select] = re.findall(r'<option value="([^"]*)" selected', block[0])[0]
    for tag in re.findall(r"<input[^>]+>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="text"' in tag or name[1] == "in_force"):
            typed[name[1]] = unescape(value[1]) if value else ""
    reason = {"why": REASON.why, "source": REASON.source, "source_date": "2026-11-02"}
    return {**typed, **reason, **changes}


def test_what_is_stricter_holds_once_one_person_saves_it_and_products_follow(
    django_capture_on_commit_callbacks: Any,
) -> None:
    gel = Product.objects.get(slug=GEL)
    assert gel.may_be_sold
    merchant = client_of(person("mia", "Merchants"))
    typed = form_of(merchant, **{"limits.osmolality_ceiling": "250"})

    shown = unescape(merchant.post(reverse("safety_rules_change"), typed).content.decode())
    assert "Everyday Water-Based Gel 100 ml" in shown
    assert RuleVersion.objects.count() == 0
    assert active_rules() is PACKAGED

    with django_capture_on_commit_callbacks(execute=True):
        merchant.post(reverse("safety_rules_change"), {**typed, "do": "save"})
    version = RuleVersion.objects.get()
    assert (version.state, version.author_name, version.source) == (State.IN_FORCE, "Mia", REASON.source)
    assert active_rules().limits.osmolality_ceiling == 250
    judge_products()
    gel.refresh_from_db()
    assert not gel.may_be_sold
    assert "G4" in gel.gate_breaks
    assert "Add to cart" not in Client().get(gel.get_absolute_url()).content.decode().partition("<main")[2][:20000]


def test_what_is_laxer_waits_for_a_second_person_with_the_permission() -> None:
    author, merchant = person("ada", "Clinical reviewers"), person("mia", "Merchants")
    version = made(LAXER, author)
    assert version.state == State.PROPOSED
    assert read_again().rules is PACKAGED

    address = reverse("safety_rules_version", args=[version.pk])
    for who in (author, merchant):
        assert "Accept and put in force" not in client_of(who).get(address).content.decode()
        answer = client_of(who).post(address, {"do": "accept"})
        assert answer.status_code in (302, 403)
        version.refresh_from_db()
        assert version.state == State.PROPOSED
        with pytest.raises(versions.NotASecondPerson):
            versions.accept(version, who)

    second = client_of(person("cleo", "Clinical reviewers"))
    assert "1 change of the safety rules waits" in second.get("/desk/").content.decode()
    assert "Accept and put in force" in second.get(address).content.decode()
    second.post(address, {"do": "accept"})
    version.refresh_from_db()
    assert (version.state, version.decided_name) == (State.IN_FORCE, "Cleo")
    assert read_again().rules.limits.osmolality_ceiling == 1300


def test_neither_a_superuser_nor_anyone_after_the_author_left_can_accept_alone() -> None:
    root = User.objects.create_superuser("root")
    version = made(LAXER, root)
    assert not versions.may_accept(version, root)

    other = person("cleo", "Clinical reviewers")
    assert versions.may_accept(version, other)
    root.delete()
    version.refresh_from_db()
    assert not versions.may_accept(version, other)


def test_going_back_to_something_laxer_needs_a_second_person_too_and_what_was_accepted_holds_on() -> None:
    ada, cleo = person("ada", "Clinical reviewers"), person("cleo", "Clinical reviewers")
    versions.accept(made(LAXER, ada), cleo)

    stricter = made({**LAXER, "limits.set_step_mm": "5"}, ada)
    assert stricter.state == State.IN_FORCE
    assert read_again().rules.limits.osmolality_ceiling == 1300

    assert made({}, ada).state == State.PROPOSED
    assert made({"limits.set_step_mm": "5"}, ada).state == State.IN_FORCE


def test_a_proposal_from_rules_that_are_no_longer_in_force_cannot_be_accepted() -> None:
    ada, cleo = person("ada", "Clinical reviewers"), person("cleo", "Clinical reviewers")
    proposal = made(LAXER, ada)
    made({"limits.set_step_mm": "5"}, cleo)

    with pytest.raises(versions.RulesMoved):
        versions.accept(proposal, cleo)
    with pytest.raises(versions.RulesMoved):
        versions.make_version({}, based_on=None, reason=REASON, author=ada)
    proposal.refresh_from_db()
    assert proposal.state == State.PROPOSED
    address = reverse("safety_rules_version", args=[proposal.pk])
    assert "cannot be accepted" in client_of(cleo).get(address).content.decode()


def test_a_refused_version_stays_in_the_history_and_an_author_withdraws_their_own() -> None:
    ada = person("ada", "Clinical reviewers")
    version = made(LAXER, ada)

    client_of(ada).post(reverse("safety_rules_version", args=[version.pk]), {"do": "refuse"})

    version.refresh_from_db()
    assert version.state == State.REFUSED
    assert str(version.pk) in client_of(ada).get(reverse("safety_rules")).content.decode()


@pytest.mark.parametrize("stored", [{"materials.abs.oil": "maybe"}, {"gone": "1"}, ["no"]])
def test_a_version_that_cannot_be_read_leaves_the_packaged_rules_in_force_and_says_so(stored: object) -> None:
    version = made(STRICTER, person("ada", "Clinical reviewers"))
    RuleVersion.objects.filter(pk=version.pk).update(changes=stored)

    assert read_again().rules is PACKAGED
    assert [warning.id for warning in check_stored_rules(databases=["default"])] == ["catalog.W001"]
    assert Client().get("/readyz").json()["degraded"] == ["safety-rules"]
    html = client_of(person("mia", "Merchants")).get(reverse("safety_rules")).content.decode()
    assert "the packaged rules are in force" in html
    assert Client().get(reverse("catalog:product", args=[GEL])).status_code == 200


def test_what_was_accepted_for_another_release_does_not_count_and_is_named() -> None:
    ada, cleo = person("ada", "Clinical reviewers"), person("cleo", "Clinical reviewers")
    version = made({**LAXER, "limits.set_step_mm": "5"}, ada)
    versions.accept(version, cleo)
    RuleVersion.objects.filter(pk=version.pk).update(approved_for="of another one")

    loaded = read_again()

    assert loaded.left_out == ("limits.osmolality_ceiling",)
    assert loaded.rules.limits.osmolality_ceiling == PACKAGED.limits.osmolality_ceiling
    assert loaded.rules.limits.set_step_mm == 5
    assert [warning.id for warning in check_stored_rules(databases=["default"])] == ["catalog.W002"]
    assert made({"limits.set_step_mm": "4"}, ada).approved_for == ""


def test_each_request_and_each_task_judges_by_the_version_in_force() -> None:
    made(STRICTER, person("ada", "Clinical reviewers"))
    use_rules(PACKAGED)
    Client().get(reverse("catalog:product", args=[GEL]))
    assert active_rules().limits.osmolality_ceiling == 300

    use_rules(PACKAGED)
    seen: list[object] = []

    @shared_task(name="tests.ceiling")
    def see() -> None:
        seen.append(active_rules().limits.osmolality_ceiling)

    see.delay()
    assert seen == [300]
    assert loaded_rules().version == RuleVersion.objects.get().pk

    products = list(Product.objects.with_category())
    lubricants = [each.facts for each in products if each.facts.base is Base.SILICONE]
    toys = [each.facts for each in products if each.facts.material == "silicone" and each.facts.flared_base]
    assert {judge_pair(lubricant, toy).rating for lubricant in lubricants for toy in toys} == {Rating.NO}


def test_products_are_judged_once_and_only_those_that_change_are_announced(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    assert judge_again() == 0
    made({"banned.local-anaesthetic.substances": ["everyday water-based gel"]}, person("ada", "Clinical reviewers"))
    read_again()

    with django_assert_max_num_queries(25):
        assert judge_again() == 2  # the bottle and the pump
    assert not Product.objects.get(slug=GEL).may_be_sold
    with django_assert_num_queries(3):
        assert judge_again() == 0
    assert Product.objects.exclude(rules=active_rules().fingerprint).count() == 0


@pytest.mark.parametrize(
    ("group", "may_read", "may_change"),
    [
        ("Merchants", True, True),
        ("Clinical reviewers", True, True),
        ("Editors", True, False),
        ("Authors", False, False),
    ],
)
def test_roles(group: str, may_read: bool, may_change: bool) -> None:
    client = client_of(person("person", group))

    assert (client.get(reverse("safety_rules")).status_code == 200) is may_read
    assert (client.get(reverse("safety_rules_change")).status_code == 200) is may_change


@pytest.mark.parametrize(
    "typed",
    [
        {"limits.osmolality_ceiling": "12000"},
        {"limits.osmolality_ceiling": "much"},
        {"limits.osmolality_ceiling": ""},
        {"limits.ph_min": "7.5"},
        {"materials.abs.oil": "maybe"},
        {"banned.local-anaesthetic.effects": "gel"},
        {"why": ""},
        {"why": "so"},
        {"source": ""},
        {"source_date": "2999-01-01"},
    ],
)
def test_what_cannot_be_is_refused_at_its_field(typed: dict[str, str]) -> None:
    client = client_of(person("mia", "Merchants"))

    html = client.post(reverse("safety_rules_change"), {**form_of(client), **typed, "do": "save"}).content.decode()

    assert 'role="alert"' in html
    assert RuleVersion.objects.count() == 0


def test_the_form_reads_back_what_it_shows_and_an_older_version_fills_it() -> None:
    ada = person("ada", "Clinical reviewers")
    version = made({**STRICTER, "words.toy": ["wiggler"], "porous": ["silicone"]}, ada)
    made({**STRICTER, "words.toy": ["wiggler", "wobbler"], "porous": ["silicone"]}, ada)
    client = client_of(ada)

    html = client.get(f"{reverse('safety_rules_change')}?from={version.pk}").content.decode()

    assert "wiggler" in html
    assert "wobbler" in html  # in the preview: it would go
    assert as_json(parse_changes(version.changes)) == version.changes


def test_the_checks_of_the_shop_are_silent_with_the_packaged_rules() -> None:
    assert check_stored_rules(databases=["default"]) == []
    assert check_stored_rules() == []
    assert not [each for each in checks.run_checks(databases=["default"]) if (each.id or "").startswith("catalog.")]
