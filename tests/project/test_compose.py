"""docker-compose.yml without an engine: health checks, order, users, pinned images, volumes, no secrets."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.asserting import non_empty

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
FILE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
ONCE = {name for name, service in SERVICES.items() if service["restart"] == "no"}
# Images whose entry point needs to be root (it makes its folder its own, it writes settings into its page) and whose
# server is then somebody else.
STEPS_DOWN = {"postgres", "valkey", "dashboard"}
DONE, HEALTHY = "service_completed_successfully", "service_healthy"


def waits_for(service: str) -> dict[str, str]:
    return {name: how["condition"] for name, how in SERVICES[service].get("depends_on", {}).items()}


def environment() -> dict[str, str]:
    """Return a service's environment variables with a value."""
    return {
        f"{name}.{key}": str(value)
        for name, service in SERVICES.items()
        for key, value in service.get("environment", {}).items()
    }


def test_the_whole_stack_is_there() -> None:
    assert set(SERVICES) == {
        "postgres", "valkey", "mailpit", "media", "dashboard",
        "saleor-migrate", "saleor-admin", "saleor", "saleor-worker", "saleor-beat",
        "migrate", "web", "proxy", "worker", "beat", "setup",
    }  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_health_check_or_ends(name: str) -> None:
    service = SERVICES[name]
    if name in ONCE:
        assert service["healthcheck"] == {"disable": True}
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_has_ended_well_or_is_healthy(name: str) -> None:
    assert all(how == (DONE if other in ONCE else HEALTHY) for other, how in waits_for(name).items())


def test_what_answers_waits_for_what_it_needs_and_the_shop_is_set_up_last() -> None:
    assert waits_for("web") == {"migrate": DONE, "valkey": HEALTHY}
    assert waits_for("migrate") == {"postgres": HEALTHY}
    assert waits_for("setup") == {"saleor": HEALTHY, "saleor-worker": HEALTHY, "web": HEALTHY}


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_stays_root(name: str) -> None:
    user = SERVICES[name].get("user", "root")
    assert (user not in ("root", "0")) or name in STEPS_DOWN


def test_the_image_is_not_roots() -> None:
    assert re.findall(r"^USER (\w+)", DOCKERFILE, re.M) == ["gradual"]


def test_the_image_holds_what_the_shop_is_locked_to_and_what_traces_need() -> None:
    pinned = re.compile(r"^([\w.-]+)==(\S+)", re.M)
    base, image = (
        dict(pinned.findall((ROOT / "requirements" / f"{name}.lock").read_text())) for name in ("base", "image")
    )
    assert base.items() <= image.items()
    assert "opentelemetry-sdk" in image
    assert "requirements/image.lock" in DOCKERFILE


def test_our_own_services_may_write_their_volume_and_nothing_else() -> None:
    for name in ("web", "worker", "beat", "setup", "migrate"):
        service = SERVICES[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["volumes"] == ["shop-data:/data"]


def test_every_image_is_pinned_to_a_patch() -> None:
    images = {service["image"] for service in SERVICES.values()} | set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.M))
    patch = re.compile(r"postgres:\d+\.\d+-|:v?\d+\.\d+\.\d+(-|$)|^gradual:local$")
    assert not {image for image in images if not patch.search(image)}


def test_what_is_to_be_kept_lies_in_named_volumes() -> None:
    mounts = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", ())}
    assert mounts == set(FILE["volumes"])


def test_no_secret_is_in_the_file_and_each_one_without_which_it_cannot_go_is_asked_for() -> None:
    secret = re.compile(r"(SECRET|PASSWORD|PRIVATE_KEY|TOKEN)")
    for name, value in non_empty(environment().items()):
        if secret.search(name):
            assert re.fullmatch(r"\$\{\w+(:[?-][^}]*)?\}", value), name
        assert not re.search(r"://\w+:(?!\$\{)[^@/]+@", value), name
    asked = set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert asked == {
        "SECRET_KEY", "SALEOR_SECRET_KEY", "SALEOR_RSA_PRIVATE_KEY", "POSTGRES_PASSWORD", "SALEOR_DB_PASSWORD",
        "GRADUAL_DB_PASSWORD", "SALEOR_EMAIL", "SALEOR_PASSWORD",
    }  # fmt: skip


def test_the_example_names_what_the_file_asks_for_and_holds_no_secret() -> None:
    example = dict(re.findall(r"^(\w+)=(.*)$", EXAMPLE, re.M))
    assert set(example) == set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    assert not [name for name, value in example.items() if value and re.search(r"SECRET|PASSWORD|KEY|TOKEN", name)]


def test_only_this_machine_reaches_the_stack() -> None:
    ports = {port for service in SERVICES.values() for port in service.get("ports", ())}
    assert len(ports) == 5
    assert "ports" not in SERVICES["web"]
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_saleors_beat_is_a_process_of_its_own_on_the_databases_schedule() -> None:
    assert "--scheduler=saleor.schedulers.schedulers.DatabaseScheduler" in SERVICES["saleor-beat"]["command"]
    assert not {"-B", "--beat"} & set(SERVICES["saleor-worker"]["command"])


def test_a_workers_sign_of_life_is_where_it_is_looked_for() -> None:
    for name in ("worker", "beat"):
        file = SERVICES[name]["environment"]["SIGN_OF_LIFE"]
        assert f"find {file} -mmin -1" in SERVICES[name]["healthcheck"]["test"][1]
        assert [file.startswith(f"{place}/") for place in SERVICES[name]["tmpfs"]] == [True]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "setup", "migrate"])
def test_our_services_are_given_only_settings_that_exist(name: str) -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.M))
    commands_own = {"SALEOR_EMAIL", "SALEOR_PASSWORD", "DEMO_SHOP"} if name == "setup" else set()
    assert set(SERVICES[name]["environment"]) <= documented | commands_own


def test_setting_up_uses_commands_that_exist() -> None:
    script = SERVICES["setup"]["command"][2]
    used = set(re.findall(r"manage\.py (\w+)", script))
    known = {path.stem for room in ("storefront", "education") for path in (ROOT / room).rglob("commands/*.py")}
    assert used == {"install_app", "import_guides"}
    assert used <= known
    assert re.findall(r"python -m (\S+)", script) == ["storefront.demo.seed_saleor"]


def test_the_image_is_built_without_the_sandbox() -> None:
    assert "storefront/sandbox" in (ROOT / ".dockerignore").read_text().splitlines()
    assert "SALEOR_API_URL=" in next(line for line in DOCKERFILE.splitlines() if "collectstatic" in line)
    for name in ("web", "worker", "beat", "setup", "migrate"):
        assert SERVICES[name]["environment"]["SALEOR_API_URL"]
