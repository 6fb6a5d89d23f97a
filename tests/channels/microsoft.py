"""A stand-in for Microsoft: its metadata and keys, the token for an app, and the service that takes answers."""

from __future__ import annotations

import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

APP = "11111111-aaaa-4aaa-8aaa-111111111111"
TENANT = "22222222-bbbb-4bbb-8bbb-222222222222"
EVA = "33333333-cccc-4ccc-8ccc-333333333333"
SERVICE = "https://smba.trafficmanager.net/emea/"
ISSUER = "https://api.botframework.com"
METADATA = "https://login.example/metadata"
TOKEN = "https://login.example/{tenant}/token"
SECRET = "what-microsoft-gave"
OURS = generate_private_key(65537, 2048)
FOREIGN = generate_private_key(65537, 2048)


class Microsoft:
    """What it was asked, what it took, and how it answers next."""

    def __init__(self) -> None:
        self.endorsements: list[str] | None = ["msteams"]
        self.asked: list[str] = []
        self.taken: list[dict[str, Any]] = []
        self.proofs: list[str | None] = []
        self.refuses: list[tuple[int, dict[str, str]]] = []
        self.tokens = 0
        self.app = Starlette(
            routes=[
                Route("/metadata", self.metadata),
                Route("/keys", self.keys),
                Route("/{tenant}/token", self.token, methods=["POST"]),
                Route("/emea/v3/conversations/{id:path}/activities", self.activities, methods=["POST"]),
            ]
        )

    async def metadata(self, request: Request) -> Response:
        self.asked.append("metadata")
        return JSONResponse({"issuer": ISSUER, "jwks_uri": "https://login.example/keys"})

    async def keys(self, request: Request) -> Response:
        self.asked.append("keys")
        key = {**RSAAlgorithm.to_jwk(OURS.public_key(), as_dict=True), "kid": "ours", "use": "sig"}
        return JSONResponse({"keys": [{**key, **({"endorsements": self.endorsements} if self.endorsements else {})}]})

    async def token(self, request: Request) -> Response:
        form = await request.form()
        if (form["client_id"], form["client_secret"], request.path_params["tenant"]) != (APP, SECRET, TENANT):
            return JSONResponse({"error": "invalid_client"}, 401)
        assert (form["grant_type"], form["scope"]) == ("client_credentials", f"{ISSUER}/.default")
        self.tokens += 1
        return JSONResponse({"access_token": f"token-{self.tokens}", "expires_in": 3600, "token_type": "Bearer"})

    async def activities(self, request: Request) -> Response:
        self.proofs.append(request.headers.get("authorization"))
        if self.refuses:
            status, headers = self.refuses.pop(0)
            return Response(status_code=status, headers=headers)
        self.taken.append({**(await request.json()), "to": request.path_params["id"]})
        return JSONResponse({"id": f"{len(self.taken)}"}, 201)

    def said(self) -> list[dict[str, Any]]:
        """The messages that a person sees."""
        return [each for each in self.taken if each["type"] == "message"]


def sign(key: RSAPrivateKey | str = OURS, algorithm: str = "RS256", kid: str = "ours", **changed: Any) -> str:
    """A token as the connector service makes it; a claim that is `None` is left out."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": APP, "serviceurl": SERVICE, "nbf": now - 10, "exp": now + 3600, **changed}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})


def activity(text: str = "Ze luistert nooit.", **changed: Any) -> dict[str, Any]:
    """A message as Teams brings it from a personal chat."""
    whole = {
        "type": "message", "id": "1", "channelId": "msteams", "serviceUrl": SERVICE, "text": text, "locale": "nl-NL",
        "from": {"id": "29:eva", "name": "Eva", "aadObjectId": EVA}, "recipient": {"id": f"28:{APP}", "name": "Blijk"},
        "conversation": {"id": "a:1;x/y", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
    }  # fmt: skip
    return {**whole, **changed}
