"""What the merchant sells, channel by channel. Money is in major units of the channel's currency.

`translations` maps a language as Saleor names it (`DE`) to what is written in it: name, description (EditorJS JSON),
seo_title, seo_description, and of a product `attributes`, its texts by slug; variants have a name alone.
"""

from django.db import models


class Channel(models.Model):
    """A sales channel. `tax_percent` is included in every price; `countries` are the ISO 3166 codes it ships to."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    countries = models.JSONField(default=list)
    tax_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class Category(models.Model):
    """A node of the category tree; `level` 0 is a root. `description` is EditorJS JSON."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    translations = models.JSONField(default=dict)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)
    level = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.slug


class Collection(models.Model):
    """A hand-picked group of products, published in some channels."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    translations = models.JSONField(default=dict)
    channels = models.ManyToManyField(Channel)

    def __str__(self) -> str:
        return self.slug


class Attribute(models.Model):
    """A fact that products or variants may state. `values` maps the slugs of its choices to their names, in order."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=255)
    input_type = models.CharField(max_length=50)
    unit = models.CharField(max_length=100, blank=True)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.slug


class ProductType(models.Model):
    """Which attributes, by slug and in order, its products and their variants state."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=250)
    attributes = models.JSONField(default=list)
    variant_attributes = models.JSONField(default=list)
    is_shipping_required = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class Product(models.Model):
    """A product. `attributes` is a mapping as docs/attributes.md describes; `description` is EditorJS JSON."""

    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    translations = models.JSONField(default=dict)
    product_type = models.ForeignKey(ProductType, on_delete=models.CASCADE)
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL)
    collections = models.ManyToManyField(Collection, related_name="products")
    attributes = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.slug


class Listing(models.Model):
    """A product's standing in one channel: shown at all, and for sale."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    is_published = models.BooleanField(default=True)
    is_for_sale = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "channel"], name="sandbox_listing_once")]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.channel_id}"


class Variant(models.Model):
    """What is bought. `stock` is what is left to sell over all channels; the database never lets it go below zero."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    translations = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)
    stock = models.PositiveIntegerField(default=0)
    sort_order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(stock__gte=0), name="sandbox_stock_not_negative")]

    def __str__(self) -> str:
        return self.sku


class Price(models.Model):
    """What a variant costs in one channel, tax included; no row means that it is not sold there."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="prices")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    full_amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "channel"], name="sandbox_price_once")]

    def __str__(self) -> str:
        return f"{self.amount} in {self.channel_id}"


class Media(models.Model):
    """A picture of a product; `storefront.sandbox.views` draws it by the product's slug and `sort_order`."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="media")
    alt = models.CharField(max_length=250, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["product", "sort_order"], name="sandbox_picture_once")]

    def __str__(self) -> str:
        return f"picture {self.sort_order} of {self.product_id}"
