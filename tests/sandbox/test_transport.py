"""HTTP and JSON of the sandbox, as Saleor's."""

import httpx2
import msgspec
import pytest

from storefront.sandbox.transport import SandboxTransport

ADDRESS = "http://sandbox.invalid/graphql/"


@pytest.fixture
def shop() -> httpx2.Client:
    return httpx2.Client(transport=SandboxTransport())


def ask(shop: httpx2.Client, query: str, **variables: object) -> httpx2.Response:
    return shop.post(ADDRESS, json={"query": query, "variables": variables})


def code_of(answer: httpx2.Response) -> str:
    read: dict[str, list[dict[str, dict[str, dict[str, str]]]]] = msgspec.json.decode(answer.content)
    return read["errors"][0]["extensions"]["exception"]["code"]


@pytest.mark.parametrize(
    "query",
    ["{ channel(slug: ", "{ nothingLikeThis }", "query($slug: String!) { channel(slug: $slug) { slug } }"],
    ids=["syntax", "unknown field", "missing variable"],
)
def test_a_wrong_request_is_http_400_without_data(shop: httpx2.Client, query: str) -> None:
    answer = ask(shop, query)

    assert answer.status_code == 400
    assert "data" not in msgspec.json.decode(answer.content)


def test_an_unknown_country_is_http_400(shop: httpx2.Client) -> None:
    query = "query($c: CountryCode!) { addressValidationRules(countryCode: $c) { countryCode } }"

    assert ask(shop, query, c="XX").status_code == 400


def test_a_body_that_is_no_json_is_http_400(shop: httpx2.Client) -> None:
    assert shop.post(ADDRESS, content=b"not json").status_code == 400


def test_an_id_of_the_wrong_type_is_a_top_level_error_with_http_200(shop: httpx2.Client) -> None:
    answer = ask(shop, "query($id: ID!) { checkout(id: $id) { id } }", id="UHJvZHVjdDox")

    assert (answer.status_code, code_of(answer)) == (200, "GraphQLError")
    assert msgspec.json.decode(answer.content)["data"] == {"checkout": None}


def test_a_customer_mutation_is_denied_to_anonymous_callers(shop: httpx2.Client) -> None:
    answer = ask(shop, "mutation { tokensDeactivateAll { errors { code } } }")

    assert (answer.status_code, code_of(answer)) == (200, "PermissionDenied")


def test_only_the_api_address_answers(shop: httpx2.Client) -> None:
    assert shop.get("http://sandbox.invalid/dashboard/").status_code == 404
