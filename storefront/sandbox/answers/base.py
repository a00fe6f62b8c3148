"""Money, pages and countries."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django_countries import countries

from storefront.sandbox.refusals import TopLevelError
