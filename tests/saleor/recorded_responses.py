"""A Saleor made of prepared responses."""

from contextlib import AbstractContextManager

import httpx2

from storefront.saleor.client import api

CHANNEL = {"slug": "uk", "countries": [{"code": "GB", "country": "United Kingdom"}]}


class Recorded:
    """Return one response after another and record the requests; the last response repeats."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers, self.requests = list(answers), list[httpx2.Request]()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)


def answering(**data: object) -> httpx2.Response:
    return httpx2.Response(200, json={"data": data})


def failing(code: str, *, status: int = 200, message: str = "No.") -> httpx2.Response:
    return httpx2.Response(status, json={"errors": [{"message": message, "extensions": {"exception": {"code": code}}}]})


def through(*answers: httpx2.Response | Exception) -> tuple[Recorded, AbstractContextManager[None]]:
    saleor = Recorded(*answers)
    return saleor, api.override_transport(httpx2.MockTransport(saleor))
