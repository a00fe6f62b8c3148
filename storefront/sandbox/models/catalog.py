"""The catalogue, channel by channel. Amounts are gross, in major units of the channel's currency.

`translations` maps a language as Saleor names it (`DE`) to the translated fields: name, description (EditorJS JSON),
seo_title, seo_description, and for a product `attributes`, its text attributes by slug.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.utils import timezone


class Translatable(models.Model):
    """A row with translated texts."""

    translations = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def translation(self, language_code: str) -> Mapping[str, object] | None:
        """Return the texts in a language, or None when there are none."""
        return self.translations.get(language_code) or None


class Described(Translatable):
    """A row with a name and texts for its page; `description` is EditorJS JSON."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class CountryTaxRate(models.Model):
    """A country's tax rate in percent. A country without a row is not taxed."""

    country = models.CharField(max_length=2, unique=True)
    rate = models.DecimalField(max_digits=5, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.rate} % in {self.country}"

    @classmethod
    def of(cls, country: str) -> Decimal:
        """Return the rate of a country, in percent."""
        rates = cls._default_manager.filter(country=country).values_list("rate", flat=True)
        return next(iter(rates), Decimal(0))


class Channel(models.Model):
    """A sales channel. `countries` are the ISO 3166 codes it ships to."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    default_country = models.CharField(max_length=2)
    countries = models.JSONField(default=list)
    display_gross_prices = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug

    @cached_property
    def tax_rate(self) -> Decimal:
        """The rate where no address is known, in percent."""
        return CountryTaxRate.of(self.default_country)


class Category(Described):
    """A node of the category tree; `level` 0 is a root."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)
    level = models.PositiveSmallIntegerField(default=0)


class Collection(Described):
    """A hand-picked group of products, published in some channels."""

    channels = models.ManyToManyField(Channel)


class Attribute(models.Model):
    """An attribute of products or variants. `values` maps the slugs of its choices to their names, in order."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=255)
    input_type = models.CharField(max_length=50)
    unit = models.CharField(max_length=100, blank=True)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.slug


class ProductType(models.Model):
    """Names the attributes of its products and of their variants: slugs, in order."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=250)
    attributes = models.JSONField(default=list)
    variant_attributes = models.JSONField(default=list)
    is_shipping_required = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class Product(Described):
    """A product. `attributes` is a mapping as docs/attributes.md describes."""

    product_type = models.ForeignKey(ProductType, on_delete=models.CASCADE)
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL)
    collections = models.ManyToManyField(Collection, related_name="products")
    attributes = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    # The channel of the present request, set by the query.
    in_channel: Channel


class Listing(models.Model):
    """Whether a product is published, listed and, from `available_at` on, for sale in one channel."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    is_published = models.BooleanField(default=True)
    is_available_for_purchase = models.BooleanField(default=True)
    available_at = models.DateTimeField(null=True)
    visible_in_listings = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "channel"], name="sandbox_listing_once")]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.channel_id}"

    @property
    def is_for_sale_now(self) -> bool:
        """Return whether the time from which it is for sale has come."""
        return self.is_available_for_purchase and (self.available_at is None or self.available_at <= timezone.now())


class Variant(Translatable):
    """A variant. `stock` is what is left over all channels; the database keeps it from falling below zero.

    With `preorder_until`, `stock` is how many can be preordered. `sent_to` names the countries that the stock can be
    sent to; empty for all.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    attributes = models.JSONField(default=dict)
    stock = models.PositiveIntegerField(default=0)
    preorder_until = models.DateTimeField(null=True)
    sent_to = models.JSONField(default=list)
    quantity_limit_per_customer = models.PositiveIntegerField(null=True)
    sort_order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    in_channel: Channel  # as for a product

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(stock__gte=0), name="sandbox_stock_not_negative")]

    def __str__(self) -> str:
        return self.sku

    @property
    def preorder(self) -> dict[str, object] | None:
        return {"end_date": self.preorder_until.isoformat()} if self.preorder_until else None


class Price(models.Model):
    """A variant's price in one channel, tax included. Without a row the variant is not sold there."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="prices")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    price_undiscounted = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "channel"], name="sandbox_price_once")]

    def __str__(self) -> str:
        return f"{self.price} in {self.channel_id}"

    @property
    def currency(self) -> str:
        return self.channel.currency

    @property
    def tax_rate(self) -> Decimal:
        return self.channel.tax_rate


class Media(models.Model):
    """A product picture: the file `storefront.demo.data.picture_file(slug, sort_order)`; or with `video_url` a video.

    `oembed_data` is what the video's host says of it, as JSON.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="media")
    alt = models.CharField(max_length=250, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    video_url = models.URLField(blank=True)
    oembed_data = models.TextField(default="{}")

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["product", "sort_order"], name="sandbox_picture_once")]

    def __str__(self) -> str:
        return f"picture {self.sort_order} of {self.product_id}"

    @property
    def type(self) -> str:
        return "VIDEO" if self.video_url else "IMAGE"

    def url(self, **_: object) -> str:
        """Return the address; a picture's SVG serves every size and format that is asked for."""
        return self.video_url or f"/sandbox/media/{self.product.slug}/{self.sort_order}.svg"
