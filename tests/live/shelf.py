"""Products like one of the demo shop's, in every channel of a real Saleor, to be hidden, changed and taken away."""

from pathlib import Path

import msgspec

from storefront.demo import data
from storefront.demo.data import Product
from storefront.demo.seeding import shop, vocabulary, wares
from storefront.demo.seeding.desk import Desk
from storefront.saleor import api
from storefront.saleor.operations import operations
from tests.contract.merchant.base import fresh
from tests.contract.merchant.real import STAFF_OPERATIONS
from tests.live_support import staff_now


class Shelf:
    """What a merchant does with them in the Dashboard; `leave` takes away what is left."""

    def __init__(self) -> None:
        self._desk, self._demo = Desk(staff_now), data.load()
        self._places = shop.places(self._desk, self._demo)
        known = vocabulary.attributes(self._desk, self._demo, move_aside=False)
        self._words = wares.Vocabulary(
            attributes=known,
            product_types=vocabulary.product_types(self._desk, self._demo, known),
            categories=wares.categories(self._desk, self._demo),
        )
        self._made: dict[str, str] = {}

    def puts_out(self, like: str) -> Product:
        """A new product that differs from this one of the demo shop in its name alone."""
        name = fresh("linked")
        model = next(product for product in self._demo.products if product.slug == like)
        variants = tuple(
            msgspec.structs.replace(variant, sku=f"{name}-{place}") for place, variant in enumerate(model.variants)
        )
        product = msgspec.structs.replace(
            model, slug=name, name=name.capitalize(), reference=name, variants=variants, pictures=()
        )
        made = wares.products(
            self._desk,
            msgspec.structs.replace(self._demo, products=(product,)),
            self._places,
            self._words,
            advance=lambda _: None,
        )
        self._made[name] = made[name].id
        return product

    def hides(self, product: Product, *, channel: str) -> None:
        """Unpublished in one channel."""
        place = self._places.channels[channel]
        self._do("ListProduct", STAFF_OPERATIONS, id=self._made[product.slug], channel=place, published=False)

    def states(self, product: Product, slug: str, *, value: bool) -> None:
        """Another value of a yes-or-no attribute."""
        said = vocabulary.assigned({slug: value}, self._words.attributes)
        self._do("EditProduct", Path(__file__).parent, id=self._made[product.slug], input={"attributes": said})

    def deletes(self, product: Product) -> None:
        """Gone from Saleor altogether."""
        self._do("RemoveProduct", STAFF_OPERATIONS, id=self._made.pop(product.slug))

    def leave(self) -> None:
        """Take away what is left."""
        for made in self._made.values():
            self._do("RemoveProduct", STAFF_OPERATIONS, id=made)

    def _do(self, name: str, folder: Path, **variables: object) -> None:
        api.execute(operations(folder)[name], msgspec.Raw, variables, caller=staff_now())
