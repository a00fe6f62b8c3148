"""Hooks: every one has a callable that takes the declared arguments, and the system check says so when not."""

import pytest

from storefront.core import registry


def test_every_hook_has_a_callable_of_its_type() -> None:
    assert registry.check_hooks() == []


REQUIRED_HOOKS = [hook for hook in registry.HOOKS if not hook.is_optional]


@pytest.mark.parametrize("hook", REQUIRED_HOOKS, ids=lambda hook: hook.name)
def test_a_hook_without_a_callable_is_an_error(hook: registry.Hook[registry.WebhookHandler]) -> None:
    with hook.replaced_by():
        assert [(error.id, hook.name in error.msg) for error in registry.check_hooks()] == [("registry.E001", True)]


def test_only_what_the_sandbox_registers_is_optional() -> None:
    optional = [hook for hook in registry.HOOKS if hook.is_optional]
    assert optional == [registry.embedded_transport, registry.app_token_issuer]

    with registry.embedded_transport.replaced_by(), registry.app_token_issuer.replaced_by():
        assert registry.check_hooks() == []


def test_a_callable_with_other_arguments_is_an_error() -> None:
    def takes_too_little(event: str) -> None: ...

    with registry.webhook_handlers[registry.WebhookSubject.ORDERS].replaced_by(takes_too_little):  # type: ignore[arg-type]
        assert [error.id for error in registry.check_hooks()] == ["registry.E002"]


def test_registering_twice_counts_once_and_a_single_hook_keeps_the_last() -> None:
    many, single = registry.product_change_handlers, registry.language_of_checkout

    def handle(products: object) -> None: ...
    def first(checkout_id: str) -> str | None: ...
    def second(checkout_id: str) -> str | None: ...

    with many.replaced_by(), single.replaced_by():
        many.register(handle)
        many.register(handle)
        single.register(first)
        single.register(second)
        assert list(many) == [handle]
        assert single.only is second
