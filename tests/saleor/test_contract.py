"""The contract holds everything that the operations use and nothing else, and is part of Saleor's schema."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from graphql import (
    GraphQLInputObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    parse,
    print_ast,
    print_schema,
    validate,
    validate_schema,
)
from graphql.execution import get_variable_values
from graphql.language import FragmentDefinitionNode, Node, OperationDefinitionNode

from storefront.saleor.schema import contract
from storefront.saleor.schema.contract import CONTRACT_PATH, SENT_INPUT_FIELDS, check, derive, read_schema
from storefront.saleor.schema.introspection import introspect
from storefront.saleor.schema.operations import Operation, operations, parse_all
from tests.saleor.calls import Sent, everything_sent

WHOLE = settings.BASE_DIR.parent / "shared" / "saleor" / "schema-3.23.graphql"
SENT = everything_sent()


@pytest.fixture(scope="module")
def ours() -> GraphQLSchema:
    return contract.contract()


@pytest.fixture(scope="module")
def whole() -> str:
    """The whole schema of Saleor 3.23, recorded from a running one."""
    if not WHOLE.exists():
        pytest.skip("Saleor's whole schema is not beside this checkout (shared/saleor/schema-3.23.graphql)")
    return WHOLE.read_text()


def test_the_contract_is_what_the_operations_touch_and_no_more(whole: str) -> None:
    assert CONTRACT_PATH.read_text() == derive(whole)


def test_the_contract_is_part_of_saleors_schema(whole: str) -> None:
    report = check(read_schema(whole))

    assert report.kept
    assert (report.missing, report.changed) == ((), ())
    # In 3.23 no other field tells of a chosen collection point, a preorder, the variants of a product that is in no
    # list, or the sums that a delivery is offered for.
    assert {text.partition(" is deprecated")[0] for text in report.deprecated} == {
        "The field Checkout.deliveryMethod",
        "The field Product.variants",
        "The field ProductVariant.preorder",
        "The field PreorderData.endDate",
        "The field ShippingMethod.minimumOrderPrice",
        "The field ShippingMethod.maximumOrderPrice",
    }


def test_the_contract_derived_from_itself_is_itself() -> None:
    assert derive(CONTRACT_PATH.read_text()) == CONTRACT_PATH.read_text()


def test_the_contract_is_a_good_schema(ours: GraphQLSchema) -> None:
    assert validate_schema(read_strictly(CONTRACT_PATH)) == []


def read_strictly(path: Path) -> GraphQLSchema:
    return build_schema(path.read_text())


@pytest.mark.parametrize("operation", operations().values(), ids=lambda operation: operation.name)
def test_every_operation_is_good_by_the_contract(operation: Operation, ours: GraphQLSchema) -> None:
    assert validate(ours, parse(operation.text)) == []


def test_every_operation_is_asked_by_some_function_and_the_other_way_round() -> None:
    assert {sent.name for sent in SENT} == set(operations())


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: sent.name)
def test_what_is_sent_fits_the_operations_variables(sent: Sent, ours: GraphQLSchema) -> None:
    (definition,) = (
        node for node in parse(operations()[sent.name].text).definitions if isinstance(node, OperationDefinitionNode)
    )

    values = get_variable_values(ours, definition.variable_definitions or (), dict(sent.variables))

    assert not isinstance(values, list), values
    declared = {node.variable.name.value for node in definition.variable_definitions or ()}
    assert set(sent.variables) <= declared


def test_the_table_of_input_fields_is_what_the_code_sends(ours: GraphQLSchema) -> None:
    sent: dict[str, set[str]] = {name: set() for name in SENT_INPUT_FIELDS}
    for call in SENT:
        (definition,) = (
            node
            for node in parse(operations()[call.name].text).definitions
            if isinstance(node, OperationDefinitionNode)
        )
        for variable in definition.variable_definitions or ():
            kind = ours.type_map[_inner_name(variable.type)]
            _note(kind, call.variables.get(variable.variable.name.value), sent)
    sent["OrderSortingInput"] |= {"field", "direction"}  # written out in order.graphql
    sent["ProductOrder"] |= {"field", "direction"}  # written out in catalog.graphql

    assert sent == {name: set(fields) for name, fields in SENT_INPUT_FIELDS.items()}


def _inner_name(node: Node) -> str:
    """Return a type's name without lists and exclamation marks."""
    return re.sub(r"[\[\]!]", "", print_ast(node))


def _note(kind: object, value: object, sent: dict[str, set[str]]) -> None:
    """Record every field of an input object and of what it holds."""
    if isinstance(value, list):
        for entry in value:
            _note(kind, entry, sent)
    elif isinstance(kind, GraphQLInputObjectType) and isinstance(value, dict):
        sent[kind.name] |= set(value)
        for name, inner in value.items():
            _note(get_named_type(kind.fields[name].type), inner, sent)


def test_a_saleor_that_lost_a_field_breaks_the_contract() -> None:
    poorer = CONTRACT_PATH.read_text().replace("  quantityAvailable(countryCode: CountryCode): Int\n", "")

    report = check(read_schema(poorer))

    assert not report.kept
    assert any("quantityAvailable" in text for text in report.missing)


def test_a_saleor_that_wants_something_more_of_us_breaks_the_contract() -> None:
    stricter = CONTRACT_PATH.read_text().replace(
        "checkoutEmailUpdate(email: String!, id: ID)", "checkoutEmailUpdate(email: String!, id: ID, captcha: String!)"
    )

    assert any("captcha" in text for text in check(read_schema(stricter)).missing)


def test_a_saleor_that_offers_more_keeps_the_contract() -> None:
    richer = CONTRACT_PATH.read_text().replace("type Checkout {", "type Checkout {\n  somethingNew(first: Int): String")

    assert check(read_schema(richer)).kept


def test_an_answer_that_saleor_no_longer_gives_is_noted_and_breaks_nothing() -> None:
    fewer = CONTRACT_PATH.read_text().replace("enum OrderStatus {\n  DRAFT\n", "enum OrderStatus {\n")

    report = check(read_schema(fewer))

    assert report.kept
    assert any("OrderStatus.DRAFT" in text for text in report.changed)


def test_a_country_that_saleor_no_longer_takes_breaks_the_contract() -> None:
    fewer = CONTRACT_PATH.read_text().replace("  GB\n", "")

    assert any("CountryCode.GB" in text for text in check(read_schema(fewer)).missing)


def test_deprecated_fields_are_reported_and_break_nothing() -> None:
    older = CONTRACT_PATH.read_text().replace(
        "  quantityAvailable(countryCode: CountryCode): Int\n",
        '  quantityAvailable(countryCode: CountryCode): Int @deprecated(reason: "Ask elsewhere.")\n',
    )

    report = check(read_schema(older))

    assert report.kept
    assert any("Ask elsewhere." in text for text in report.deprecated)


def test_an_operation_that_saleor_does_not_understand_derives_nothing() -> None:
    with pytest.raises(contract.ContractBroken, match="somethingElse"):
        derive(CONTRACT_PATH.read_text(), parse("query Q { somethingElse }"))


def test_enum_defaults_are_written_as_enum_values() -> None:
    """Saleor's introspection returns them as strings, which a strict parser refuses."""
    text = 'enum Size { BIG SMALL } type Query { picture(size: Size = "BIG", alt: String = "BIG"): String }'

    derived = derive(text, parse('{ picture(size: SMALL, alt: "") }'))

    assert 'picture(size: Size = BIG, alt: String = "BIG"): String' in derived


@pytest.mark.django_db
def test_the_sandbox_serves_exactly_the_contract(ours: GraphQLSchema) -> None:
    assert print_schema(read_schema(introspect())) == print_schema(read_strictly(CONTRACT_PATH))


def test_deriving_writes_the_contract_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, out = tmp_path / "schema.graphql", StringIO()
    monkeypatch.setattr("storefront.saleor.management.commands.derive_contract.CONTRACT_PATH", there)

    call_command("derive_contract", str(CONTRACT_PATH), stdout=out)

    assert there.read_text() == CONTRACT_PATH.read_text()
    assert "schema.graphql" in out.getvalue()


def test_no_two_operations_or_fragments_share_a_name() -> None:
    names = [
        node.name.value
        for node in parse_all().definitions
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode) and node.name
    ]

    assert len(names) == len(set(names))
