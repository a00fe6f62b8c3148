"""Throwaway copies of demo products in a real Saleor, published in every demo channel."""

from pathlib import Path

import msgspec

from storefront.demo import data
from storefront.demo.data import Product
from storefront.demo.seeding import attributes, channels, products
from storefront.demo.seeding.staff import StaffSession
from storefront.saleor.client import api
from storefront.saleor.schema.operations import operations
from tests.contract.merchant.base import fresh
from tests.contract.merchant.real import STAFF_OPERATIONS
from tests.live_support import staff_now


class DemoProducts:
    """Creates copies and edits them as a merchant does in the Dashboard; `clean_up` deletes what is left."""

    def __init__(self) -> None:
        self._staff, self._demo = StaffSession(staff_now), data.load()
        self._channels = channels.create_channels(self._staff, self._demo)
        known = attributes.create_attributes(self._staff, self._demo, move_aside=False)
        self._terms = products.ProductTerms(
            attributes=known,
            product_types=attributes.create_product_types(self._staff, self._demo, known),
            categories=products.create_categories(self._staff, self._demo),
        )
        self._ids: dict[str, str] = {}

    def create_like(self, slug: str) -> Product:
        """Create a copy of a demo product, with another name, slug and SKUs and without pictures."""
        name = fresh("linked")
        model = next(product for product in self._demo.products if product.slug == slug)
        variants = tuple(
            msgspec.structs.replace(variant, sku=f"{name}-{position}")
            for position, variant in enumerate(model.variants)
        )
        product = msgspec.structs.replace(
            model, slug=name, name=name.capitalize(), reference=name, variants=variants, pictures=()
        )
        created = products.create_products(
            self._staff,
            msgspec.structs.replace(self._demo, products=(product,)),
            self._channels,
            self._terms,
            advance=lambda _: None,
        )
        self._ids[name] = created[name].id
        return product

    def unpublish(self, product: Product, *, channel: str) -> None:
        """Unpublish a copy in one channel."""
        channel_id = self._channels.ids[channel]
        self._run("ListProduct", STAFF_OPERATIONS, id=self._ids[product.slug], channel=channel_id, published=False)

    def set_flag(self, product: Product, slug: str, *, value: bool) -> None:
        """Set a yes-or-no attribute of a copy."""
        inputs = attributes.attribute_inputs({slug: value}, self._terms.attributes)
        self._run("EditProduct", Path(__file__).parent, id=self._ids[product.slug], input={"attributes": inputs})

    def delete(self, product: Product) -> None:
        """Delete a copy."""
        self._run("RemoveProduct", STAFF_OPERATIONS, id=self._ids.pop(product.slug))

    def clean_up(self) -> None:
        """Delete the copies that are left."""
        for product_id in self._ids.values():
            self._run("RemoveProduct", STAFF_OPERATIONS, id=product_id)

    def _run(self, name: str, folder: Path, **variables: object) -> None:
        api.execute(operations(folder)[name], msgspec.Raw, variables, caller=staff_now())
