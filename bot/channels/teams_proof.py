"""Proof in both directions: that Microsoft sent an activity to our app, and that it is our app that answers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx2
import jwt

from bot.channels.settings import TeamsSettings
from bot.errors import NotReady, SenderUnknown
from bot.settings import URL_LOOPBACK

ALGORITHM = "RS256"
"""The one signature that is accepted, whatever a token says of itself."""
LEEWAY = 300
"""Seconds that Microsoft's clock and ours may differ."""
FRESH = 24 * 3600.0
"""Seconds after which Microsoft's keys are fetched again."""
SETTLE = 60.0
"""Seconds before they are fetched again because of one that we do not know."""
PATIENCE = 10.0
SCOPE = "https://api.botframework.com/.default"
EARLY = 120.0
"""Seconds before its end that our own token is renewed."""


class Proof:
    """What proves who sends, fetched when it is first needed and never at the start."""

    def __init__(self, settings: TeamsSettings, client: httpx2.AsyncClient) -> None:
        """Take the settings, and the client to fetch keys and tokens with."""
        self._settings = settings
        self._client = client
        self._keys: dict[str, Mapping[str, Any]] = {}
        self._fetched = -FRESH
        self._token, self._ends = "", 0.0

    async def check(self, authorization: str, activity: Mapping[str, Any]) -> None:
        """Raise `SenderUnknown` unless Microsoft signed for our app, this service and our tenant.

        Raises `NotReady` when Microsoft's keys cannot be had.
        """
        token = authorization.removeprefix("Bearer ")
        service, tenants = activity.get("serviceUrl"), tenants_of(activity)
        try:
            key = await self._key(str(jwt.get_unverified_header(token)["kid"]))
            claims = jwt.decode(
                token,
                jwt.PyJWK(dict(key), algorithm=ALGORITHM).key,
                algorithms=[ALGORITHM],
                audience=self._settings.app,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, LookupError, TypeError, ValueError, AttributeError):
            raise _unproven() from None
        endorsed = key.get("endorsements")
        if (
            claims["iss"] not in self._settings.issuers
            or claims.get("serviceurl") != service
            or (endorsed is not None and activity.get("channelId") not in endorsed)
            or tenants != {self._settings.tenant.lower()}
            or not self.may_answer(service)
        ):
            raise _unproven()

    def may_answer(self, service: object) -> bool:
        """Whether answers may go to this address: over TLS to a known host; to this machine only for a test client."""
        parts = urlsplit(service if isinstance(service, str) else "")
        host = (parts.hostname or "").lower()
        if self._settings.unsigned:
            return host in {each.strip("[]") for each in URL_LOOPBACK}
        return parts.scheme == "https" and host in self._settings.services

    async def headers(self) -> dict[str, str]:
        """Return what proves that it is our app that answers; raises `NotReady` when Microsoft does not say so."""
        if self._settings.unsigned:
            return {}
        if time.monotonic() >= self._ends:
            await self._renew()
        return {"Authorization": f"Bearer {self._token}"}

    def forget_token(self) -> None:
        """Get a new token next time: the one we had was refused."""
        self._ends = 0.0

    async def _renew(self) -> None:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app,
            "client_secret": self._settings.secret,
            "scope": SCOPE,
        }
        address = self._settings.token.format(tenant=self._settings.tenant)
        try:
            found = (await self._client.post(address, data=asked, timeout=PATIENCE)).raise_for_status().json()
            self._token = str(found["access_token"])
            self._ends = time.monotonic() + max(float(found.get("expires_in", 0)) - EARLY, 0.0)
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, LookupError, TypeError):
            raise _silent() from None

    async def _key(self, name: str) -> Mapping[str, Any]:
        age = time.monotonic() - self._fetched
        if age >= FRESH or (name not in self._keys and age >= SETTLE):
            await self._fetch_keys()
        return self._keys[name]

    async def _fetch_keys(self) -> None:
        try:
            about = (await self._client.get(self._settings.metadata, timeout=PATIENCE)).raise_for_status().json()
            found = (await self._client.get(about["jwks_uri"], timeout=PATIENCE)).raise_for_status().json()
            self._keys = {str(key["kid"]): key for key in found["keys"] if key.get("kty") == "RSA"}
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, LookupError, TypeError, AttributeError):
            raise _silent() from None
        self._fetched = time.monotonic()


def tenants_of(activity: Mapping[str, Any]) -> set[str]:
    """Return every tenant that an activity says it belongs to; it should be one."""
    data, conversation = activity.get("channelData") or {}, activity.get("conversation") or {}
    named = ((data.get("tenant") or {}).get("id"), conversation.get("tenantId"))
    return {each.lower() for each in named if isinstance(each, str)}


def _unproven() -> SenderUnknown:
    return SenderUnknown(
        "teams: a request does not prove that Microsoft sent it to this app for this tenant; expected its signature, "
        "issuer, audience, service and tenant; choices: see BLIJK_TEAMS_APP, _TENANT, _ISSUERS and _SERVICES"
    )


def _silent() -> NotReady:
    return NotReady(
        "teams: Microsoft did not answer with its keys or a token; expected both; choices: try again, see whether "
        "BLIJK_TEAMS_METADATA and _TOKEN can be reached and BLIJK_TEAMS_SECRET has not expired"
    )
