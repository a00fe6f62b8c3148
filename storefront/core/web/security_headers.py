"""Headers that every response carries, from a page to an error, a redirect, a webhook's answer and a static file.

Django's SecurityMiddleware, XFrameOptionsMiddleware and django-csp set the others (storefront/settings.py).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# The shop uses none of what is listed. Sharing and copying a guide's address are allowed to the shop itself.
_FORBIDDEN_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
_OWN_FEATURES = ("clipboard-write", "fullscreen", "publickey-credentials-get", "web-share")
PERMISSIONS_POLICY = ", ".join(
    [*(f"{name}=()" for name in _FORBIDDEN_FEATURES), *(f"{name}=(self)" for name in _OWN_FEATURES)]
)
NOT_STORED = "private, no-store"


def security_headers_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add the headers. A response without Cache-Control must not be stored."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        response.headers.setdefault("Cache-Control", NOT_STORED)
        return response

    return middleware
