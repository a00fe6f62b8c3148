"""Which drawing a picture asks for: one scene for each drawing and view."""

from collections.abc import Callable

from storefront.demo.data import PictureSpec
from storefront.safety.facts import ProductFacts

from . import fluids, packs, toys, vessels, wares
from .dressing import Scene, look_of
from .vessels import Look


def draw(spec: PictureSpec, facts: ProductFacts) -> str:
    """The shapes of one picture, without its ground. Raises KeyError for a drawing or view not known."""
    return _SCENES[spec.drawing, spec.view](spec, facts)


def _plain(scene: Callable[[Look], str]) -> Scene:
    return lambda spec, facts: scene(look_of(spec))


_SCENES: dict[tuple[str, str], Scene] = {
    ("bottle", "object"): fluids.alone(vessels.bottle),
    ("bottle", "pair"): fluids.with_carton(vessels.bottle),
    ("bottle", "dish"): fluids.bottle_and_dish,
    ("dropper", "object"): fluids.alone(vessels.dropper),
    ("dropper", "pair"): fluids.with_carton(vessels.dropper),
    ("pump", "object"): fluids.pump,
    ("pump", "pair"): fluids.with_carton(vessels.pump),
    ("pump", "beside-small"): fluids.pumps,
    ("tube", "object"): fluids.alone(vessels.tube),
    ("tube", "pair"): fluids.tube_lying,
    ("sachets", "object"): fluids.sachets,
    ("sachets", "pair"): fluids.sachet_box,
    ("tin", "object"): fluids.tin,
    ("tin", "pair"): fluids.closed_tin,
    ("foamer", "object"): fluids.alone(vessels.foamer),
    ("foamer", "pair"): fluids.foamer_and_cloth,
    ("plug", "object"): toys.plug,
    ("plug", "scale"): toys.to_scale(toys.sized_plug),
    ("vibrating-plug", "object"): toys.vibrating_plug,
    ("vibrating-plug", "scale"): toys.to_scale(toys.sized_plug),
    ("set", "object"): toys.graduated_set,
    ("set", "scale"): toys.to_scale(toys.sized_set),
    ("probe", "object"): toys.probe,
    ("probe", "scale"): toys.to_scale(toys.sized_probe),
    ("harness-toy", "object"): toys.harness_toy,
    ("harness-toy", "scale"): toys.to_scale(toys.sized_wand),
    ("massager", "object"): toys.massager,
    ("massager", "scale"): toys.to_scale(toys.sized_massager),
    ("harness", "object"): _plain(wares.harness),
    ("harness", "scale"): toys.to_scale(toys.sized_rings),
    ("wipes", "object"): _plain(wares.wipes),
    ("wipes", "pair"): _plain(wares.closed_wipes),
    ("basket", "object"): _plain(wares.basket),
    ("basket", "pair"): _plain(wares.basket_in_pan),
    ("pouches", "object"): _plain(wares.pouches),
    ("pouches", "pair"): _plain(wares.pouch_flat),
    ("gloves", "object"): _plain(packs.glove_box),
    ("gloves", "pair"): _plain(packs.glove_pair),
    ("cots", "object"): _plain(packs.cot_pot),
    ("cots", "pair"): _plain(packs.cot_row),
    ("condoms", "object"): _plain(packs.condom_carton),
    ("condoms", "pair"): _plain(packs.condom_wrapper),
    ("internal-condoms", "object"): _plain(packs.internal_carton),
    ("internal-condoms", "pair"): _plain(packs.internal_wrapper),
    ("dams", "object"): _plain(packs.dam_carton),
    ("dams", "pair"): _plain(packs.dam_sheet),
    ("applicators", "object"): _plain(packs.applicators),
    ("applicators", "scale"): toys.to_scale(toys.sized_applicator),
    ("bulb", "object"): _plain(wares.bulb_scene),
    ("bulb", "scale"): toys.to_scale(toys.sized_bulb),
}
