"""Building the view models of the home page, and the category tiles that the search page shows too."""

from dataclasses import replace

from education.guides.guide_views import guide_cards, live_guides
from education.guides.view_models import CategoryTile, Commitment, FeaturedGuide, HomeView, StageTitle
from education.localization import other_language, page_url
from education.models import GuidePage, HomePage
from storefront.catalog.models import Category, Listing
from storefront.catalog.selectors import cards_for
from storefront.core.markets import Market

_MAX_GUIDES = 6


def home_view(page: HomePage, market: Market) -> HomeView:
    """Return the home page of a market. A featured guide is shown in the market's own translation."""
    guides = tuple(live_guides())
    featured = next((guide for guide in guides if guide.pk == page.featured_id), None)
    if featured is None and page.featured:
        featured = next((guide for guide in guides if guide.translation_key == page.featured.translation_key), None)
    return HomeView(
        headline=page.headline,
        lede=page.lede,
        featured=featured and _featured(featured),
        guides=guide_cards(guides[:_MAX_GUIDES]),
        categories=category_tiles(market),
        commitments=tuple(
            Commitment(title=block.value["title"], text=block.value["text"]) for block in page.commitments
        ),
    )


def category_tiles(market: Market) -> tuple[CategoryTile, ...]:
    """Return the top-level categories in which a market lists products, each with a picture of its first product.

    The pictures have no text alternative, because the category's name is next to them.
    """
    listed = list(
        Listing.objects.filter(channel=market.channel, published=True, is_in_lists=True, product__may_be_sold=True)
        .order_by("product__name")
        .values_list("product_id", "product__category__path")
    )
    products_in = {
        category: [pk for pk, path in listed if path == category.path or (path or "").startswith(f"{category.path}/")]
        for category in Category.objects.filter(withdrawn=False, parent=None).order_by("name")
    }
    cards = cards_for({products[0] for products in products_in.values() if products}, market)
    tiles = []
    for category, products in products_in.items():
        if products:
            cover = cards.get(products[0])
            picture = cover.picture if cover else None
            tiles.append(
                CategoryTile(
                    label=category.translated("name"),
                    url=category.get_absolute_url(),
                    picture=picture and replace(picture, alt=picture.alt.with_words("")),
                    count=len(products),
                )
            )
    return tuple(tiles)


def _featured(guide: GuidePage) -> FeaturedGuide:
    titles = [stage["value"]["title"] for stage in guide.stages.raw_data]
    return FeaturedGuide(
        title=guide.title,
        url=page_url(guide.url_path),
        kind_label=guide.get_kind_display(),
        minutes=guide.reading_minutes,
        language=other_language(guide),
        stages=tuple(StageTitle(number=number, title=title) for number, title in enumerate(titles, start=1)),
    )
