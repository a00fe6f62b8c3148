"""The page of the first-toy chooser; a shared page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import selectors
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import active_market, all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.merchant.models import merchant_tag
from storefront.page_cache import cacheable
from storefront.safety.rules import RULES, active_rules
from storefront.safety.sources import SOURCES
from storefront.tools.first_toy.cautions import CAUTIONS, CODES, SHARED_CODES
from storefront.tools.first_toy.picks import outcome_of, picks_for
from storefront.tools.first_toy.questions import QUESTIONS, answers_of, read_questions


@require_safe
def first_toy(request: HttpRequest) -> HttpResponse:
    """Ask five questions and answer. The answers are in the address only; an unknown one is refused with status 404."""
    market = active_market()
    questions = read_questions({name: request.GET.getlist(name) for name in QUESTIONS})
    answers = answers_of(questions)
    is_refused = any(each.unknown for each in questions)
    is_answered = bool(answers) and not is_refused
    first = active_rules().stage(RULES.first_toy_stage)
    context = {
        "crumbs": (*selectors.shop_crumbs(()), Crumb(_("Choose a first toy"))),
        "questions": questions,
        "cautions": CAUTIONS,
        "outcome": outcome_of(answers) if is_answered else "",
        "picks": picks_for(answers, market) if is_answered else (),
        "is_shared": answers.get("who") == "more",
        "shared_sources": SHARED_CODES,
        "stages": [_(each.title) for each in active_rules().stages if first and each.order < first.order],
        "sources": tuple(SOURCES[code] for code in (*SHARED_CODES, *CODES)),
        "is_narrowed": bool(answers) or is_refused,
        "canonical": absolute_url(request.path),
        "alternates": () if answers or is_refused else alternates_in(all_markets(), "tools:first_toy"),
    }
    response = render(request, "tools/first_toy.html", context, status=404 if is_refused else 200)
    if is_refused:
        return response
    return cacheable(response, "catalog", "sections", merchant_tag(market.language), parameters=QUESTIONS)
