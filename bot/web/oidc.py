"""Signing in at an OpenID provider: where to send the browser, and whose account it came back with."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from bot.errors import NotReady, SenderUnknown
from bot.settings import Settings

BACK = "/sign-in/back"
"""Where the provider sends the browser back to."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""The signatures that are accepted; none of them is made with a secret that we share."""
PATIENCE = 10.0
"""Seconds to wait for the provider."""
LEEWAY = 60
"""Seconds that its clock and ours may differ."""
FRESH = 3600.0
"""Seconds after which the provider is asked again who it is."""
SETTLE = 60.0
"""Seconds before it is asked again for keys because of one that we do not know."""
TENANT = "{tenantid}"
"""What Entra puts in place of the tenant when it speaks for several."""


@dataclass(frozen=True)
class Account:
    """Somebody's account: the provider and the name it has for them there, never an e-mail address."""

    issuer: str
    subject: str


class Provider:
    """One OpenID provider, found by its issuer. Asks for nothing but who somebody is."""

    def __init__(self, settings: Settings, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        """Take the issuer, client and tenants of the settings; `transport` is for tests."""
        self._settings = settings
        self._transport = transport
        self._about: Mapping[str, Any] = {}
        self._keys: Any = None
        self._asked = self._fetched = -FRESH

    async def address(self, browser: str, state: str) -> str:
        """Return the address at the provider to send a browser to; raises `NotReady` when it does not answer."""
        about = await self._discover()
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                about["authorization_endpoint"],
                state=state,
                nonce=_secret(browser, state, "nonce"),
                code_verifier=_secret(browser, state, "verifier"),
            )
        return str(address)

    async def account(self, browser: str, state: str, code: str, named: str | None = None) -> Account:
        """Return whose account a browser came back with; `named` is the issuer that the way back names, if it does.

        Raises `SenderUnknown` when the provider or its token does not prove it, `NotReady` when it does not answer.
        """
        about = await self._discover()
        issuers = self._issuers(about["issuer"])
        if named is not None and named not in issuers:
            raise _unproven()
        try:
            async with self._client() as client:
                verifier = _secret(browser, state, "verifier")
                token = await client.fetch_token(about["token_endpoint"], code=code, code_verifier=verifier)
            claims = await self._claims(token["id_token"])
            self._validate(claims, issuers, _secret(browser, state, "nonce"), token.get("access_token"))
        except httpx2.HTTPError:
            raise _silent() from None
        except (OAuthError, JoseError, ValueError, TypeError, LookupError, AttributeError):
            raise _unproven() from None
        return Account(str(claims.claims["iss"]), str(claims.claims["sub"]))

    def _issuers(self, issuer: str) -> dict[str, str | None]:
        """Return whom we believe, with the one tenant that each speaks for, if the provider tells tenants apart."""
        if TENANT not in issuer:
            return {issuer: None}
        return {issuer.replace(TENANT, tenant): tenant for tenant in self._settings.oidc_tenants}

    def _validate(self, token: Any, issuers: Mapping[str, str | None], nonce: str, access_token: str | None) -> None:
        client, tenants = self._settings.oidc_client, self._settings.oidc_tenants
        expected = {"iss": {"essential": True, "values": list(issuers)}, "aud": {"essential": True, "value": client}}
        about = {"nonce": nonce, "client_id": client, "access_token": access_token}
        CodeIDToken(token.claims, token.header, expected, about).validate(leeway=LEEWAY)
        tenant, subject = token.claims.get("tid"), token.claims["sub"]
        if tenants and (tenant not in tenants or issuers[token.claims["iss"]] not in (None, tenant)):
            raise ValueError("tid")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise ValueError("sub")

    async def _discover(self) -> Mapping[str, Any]:
        """Ask the provider who it is and where it does what, unless that was done within the hour."""
        if time.monotonic() - self._asked < FRESH:
            return self._about
        issuer = self._settings.oidc_issuer
        about = await self._fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            self._check(about, issuer)
        except (LookupError, TypeError, AttributeError):
            raise _silent() from None
        self._about, self._asked = about, time.monotonic()
        return about

    def _check(self, about: Mapping[str, Any], issuer: str) -> None:
        """See that it is the provider we meant, and that it leads to nowhere less safe than itself."""
        named = about["issuer"]
        several = bool(self._settings.oidc_tenants) and TENANT in named and _host(named) == _host(issuer)
        scheme = issuer.partition("://")[0]
        ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if (named != issuer and not several) or not all(about[end].startswith(f"{scheme}://") for end in ends):
            raise _unproven()

    async def _claims(self, id_token: str) -> Any:
        """Open an ID token; keys that we do not know yet are fetched, but not again and again."""
        if self._keys is None:
            await self._fetch_keys()
        try:
            return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            if time.monotonic() - self._fetched < SETTLE:
                raise
            await self._fetch_keys()
            return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)

    async def _fetch_keys(self) -> None:
        found = await self._fetch((await self._discover())["jwks_uri"])
        usable = [key for key in found["keys"] if key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"]
        self._keys, self._fetched = KeySet.import_key_set({"keys": usable}), time.monotonic()

    async def _fetch(self, address: str) -> Mapping[str, Any]:
        try:
            async with httpx2.AsyncClient(timeout=PATIENCE, trust_env=False, transport=self._transport) as client:
                answer = await client.get(address)
            found = answer.raise_for_status().json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
            raise _silent() from None
        return found if isinstance(found, dict) else {}

    def _client(self) -> Any:
        return AsyncOAuth2Client(
            self._settings.oidc_client,
            self._settings.oidc_secret,
            scope="openid",
            redirect_uri=self._settings.origin + BACK,
            code_challenge_method="S256",
            timeout=PATIENCE,
            trust_env=False,
            transport=self._transport,
        )


def _secret(browser: str, state: str, purpose: str) -> str:
    """Make what only the browser that left with this state can bring about; so none of it has to be kept."""
    made = hmac.digest(browser.encode(), f"{purpose}:{state}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0]


def _silent() -> NotReady:
    return NotReady(
        "sign-in: the OpenID provider did not answer as one; expected its discovery document, keys and tokens; "
        "choices: try again, see whether BLIJK_OIDC_ISSUER is its address and can be reached"
    )


def _unproven() -> SenderUnknown:
    return SenderUnknown(
        "sign-in: the answer of the OpenID provider does not prove whose account it is; expected one for this client, "
        "this attempt and an allowed issuer and tenant; choices: begin again, see BLIJK_OIDC_ISSUER and _TENANTS"
    )
