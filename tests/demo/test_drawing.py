import re
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from PIL import Image

from storefront.demo.data import Product, load
from storefront.demo.drawing import picture, png

PRODUCTS = load().products
EVERY_PICTURE = pytest.mark.parametrize(
    ("row", "index"),
    [(row, index) for row in PRODUCTS for index in range(len(row.pictures))],
    ids=lambda value: value.reference if isinstance(value, Product) else str(value),
)
SVG = "{http://www.w3.org/2000/svg}"


def test_each_product_has_two_pictures_at_least_and_all_of_them_differ() -> None:
    drawn = [picture(row, index).svg for row in PRODUCTS for index in range(len(row.pictures))]
    shapes = [re.sub(r' aria-label="[^"]*"', "", svg) for svg in drawn]
    assert all(len(row.pictures) >= 2 for row in PRODUCTS)
    assert len({picture(row).svg for row in PRODUCTS}) == 36
    assert len(set(shapes)) == len(shapes)


@EVERY_PICTURE
def test_a_picture_is_well_formed_and_asks_for_nothing_from_outside(row: Product, index: int) -> None:
    svg = picture(row, index).svg
    root = _parsed(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 240 240"
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "rect", "path", "ellipse"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"href", "style", "class", "onload", "font-family"}
    assert "url(" not in svg
    assert "nan" not in re.sub(r'aria-label="[^"]*"', "", svg)


@EVERY_PICTURE
def test_a_picture_has_words_for_those_who_do_not_see_it(row: Product, index: int) -> None:
    drawn = picture(row, index)
    assert _parsed(drawn.svg).get("aria-label") == drawn.alt
    assert len(drawn.alt) > 20


def test_a_picture_carries_no_words_of_its_own() -> None:
    for row in PRODUCTS:
        assert "".join(_parsed(picture(row).svg).itertext()) == ""


def test_the_same_product_is_always_drawn_the_same() -> None:
    assert [picture(row) for row in PRODUCTS] == [picture(row) for row in PRODUCTS]


def test_every_toy_has_a_drawing_to_scale() -> None:
    toys = [row for row in PRODUCTS if row.category == "trainers-and-toys"]
    assert all("scale" in {spec.view for spec in row.pictures} for row in toys)


def test_a_toy_is_drawn_from_its_own_millimetres() -> None:
    slim, wide = _widths("T01"), _widths("T03")
    assert wide["base"] / slim["base"] == pytest.approx(60 / 48, abs=0.01)


def test_a_set_is_drawn_to_one_scale_beside_an_aa_battery() -> None:
    row = load().product("T04")
    index = next(i for i, spec in enumerate(row.pictures) if spec.view == "scale")
    bases, battery = _scale_widths(picture(row, index).svg)
    assert [round(width / battery * 14.5) for width in bases] == [48, 52, 60]


def test_two_colours_are_two_pictures() -> None:
    row = load().product("T01")
    clay, pine = (picture(row, variant.picture) for variant in row.variants)
    assert clay.svg != pine.svg
    assert "pine-green" in pine.alt


@pytest.mark.parametrize("size", [96, 512])
def test_a_picture_becomes_a_png_of_the_size_asked_for(size: int) -> None:
    image = Image.open(BytesIO(png(picture(load().product("T04"), 1).svg, size)))
    assert (image.format, image.size) == ("PNG", (size, size))
    assert len(image.convert("RGB").getcolors(size * size) or []) > 5


def test_a_picture_that_is_not_there_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        picture(load().product("W01"), 9)


def _parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own text)


def _rects(svg: str) -> list[dict[str, str]]:
    return [element.attrib for element in _parsed(svg).iter(f"{SVG}rect")]


def _widths(reference: str) -> dict[str, float]:
    """The widest rectangle but the ground: the flared base."""
    widths = sorted(float(rect["width"]) for rect in _rects(picture(load().product(reference)).svg))
    return {"base": widths[-2]}


def _scale_widths(svg: str) -> tuple[list[float], float]:
    """The widths of the bases, in order, and of the battery: the widest rectangle after them."""
    rects = _rects(svg)[1:]
    bases = [float(rect["width"]) for rect in rects if rect.get("fill") not in _BATTERY][:3]
    battery = max(float(rect["width"]) for rect in rects if rect.get("fill") in _BATTERY)
    return bases, battery


_BATTERY = {"#7c8583", "#c39a4a", "#b9bfbd"}
