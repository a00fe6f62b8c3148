"""The demo shop's pictures: one SVG file for each picture that the catalogue names, safe to serve, drawn to scale."""

import re
import xml.etree.ElementTree as ET

import pytest

from storefront.demo.data import Product, load, picture_file
from tests.asserting import non_empty

PRODUCTS = load().products
EVERY_PICTURE = pytest.mark.parametrize(
    ("product", "number"),
    [(product, number) for product in PRODUCTS for number in range(len(product.pictures))],
    ids=lambda value: value.reference if isinstance(value, Product) else str(value),
)
SVG = "{http://www.w3.org/2000/svg}"


def svg(product: Product, number: int) -> str:
    return picture_file(product.slug, number).read_text(encoding="utf-8")


def rectangles(text: str) -> list[dict[str, str]]:
    return [element.attrib for element in ET.fromstring(text).iter(f"{SVG}rect")]  # noqa: S314 (our own file)


def scale_drawing(reference: str) -> str:
    product = load().product(reference)
    number = next(i for i, picture in enumerate(product.pictures) if "beside an AA battery" in picture.alt)
    return svg(product, number)


def test_the_catalogue_names_every_file_and_two_for_each_product_at_least() -> None:
    named = {
        picture_file(product.slug, number).name for product in PRODUCTS for number, _ in enumerate(product.pictures)
    }
    folder = picture_file("any", 0).parent  # type: ignore[attr-defined]  # a folder of the source tree

    assert named == {path.name for path in folder.iterdir()}
    assert all(len(product.pictures) >= 2 for product in non_empty(PRODUCTS))


def test_all_pictures_differ_by_more_than_their_alternative_text() -> None:
    texts = [svg(product, number) for product in PRODUCTS for number in range(len(product.pictures))]
    shapes = {re.sub(r' aria-label="[^"]*"', "", text) for text in texts}

    assert len(shapes) == len(texts)


@EVERY_PICTURE
def test_a_picture_is_well_formed_and_loads_nothing(product: Product, number: int) -> None:
    text = svg(product, number)
    root = ET.fromstring(text)  # noqa: S314 (our own file)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 240 240"
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "rect", "path", "ellipse"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"href", "style", "class", "onload", "font-family"}
    assert "url(" not in text
    assert "".join(root.itertext()).strip() == ""


@EVERY_PICTURE
def test_a_picture_has_the_alternative_text_of_the_catalogue(product: Product, number: int) -> None:
    root = ET.fromstring(svg(product, number))  # noqa: S314 (our own file)

    assert root.get("aria-label") == product.pictures[number].alt
    assert len(product.pictures[number].alt) > 20


def test_every_toy_has_a_drawing_to_scale() -> None:
    toys = [product for product in PRODUCTS if product.category == "trainers-and-toys"]

    assert toys
    assert [scale_drawing(toy.reference) for toy in toys]


def test_a_toy_is_drawn_in_its_own_proportions() -> None:
    def base(reference: str) -> float:
        """The flared base: the widest rectangle but the background."""
        return sorted(float(each["width"]) for each in rectangles(svg(load().product(reference), 0)))[-2]

    assert base("T03") / base("T01") == pytest.approx(60 / 48, abs=0.01)


def test_a_set_is_drawn_to_one_scale_next_to_an_aa_battery() -> None:
    battery_colours = {"#7c8583", "#c39a4a", "#b9bfbd"}
    drawn = rectangles(scale_drawing("T04"))[1:]
    bases = [float(each["width"]) for each in drawn if each.get("fill") not in battery_colours][:3]
    battery = max(float(each["width"]) for each in drawn if each.get("fill") in battery_colours)

    assert [round(width / battery * 14.5) for width in bases] == [48, 52, 60]


def test_two_colours_are_two_pictures() -> None:
    product = load().product("T01")
    clay, pine = (variant.picture for variant in product.variants)

    assert svg(product, clay) != svg(product, pine)
    assert "pine-green" in product.pictures[pine].alt
