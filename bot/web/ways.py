"""Whether a gateway that serves many can let anybody in at all, seen before it starts."""

from __future__ import annotations

from bot.errors import SettingWrong
from bot.settings import SIGN_IN, Settings

FOR_SEVERAL = ("/common/v2.0", "/organizations/v2.0")
"""How the addresses end at which Entra speaks for any organisation."""


def check_ways_in(settings: Settings) -> None:
    """Raise `SettingWrong` when a served gateway lacks its address or a way to sign in; an embedded one needs none."""
    if settings.embedded:
        if settings.origin:
            raise SettingWrong(
                "environment: BLIJK_EMBEDDED is yes beside a BLIJK_ORIGIN; expected one of the two, since without "
                "sign-in anybody there could read the journal; choices: leave out the one or the other"
            )
        return
    if not settings.origin:
        raise SettingWrong(
            "environment: BLIJK_ORIGIN is missing; expected the address where people reach a served gateway; "
            "choices: https://blijk.school.nl, or BLIJK_EMBEDDED=yes for one person on this computer"
        )
    if not settings.sign_in:
        raise SettingWrong(
            "environment: BLIJK_SIGN_IN is missing; expected at least one way to sign in at a served gateway; "
            f"choices: {', '.join(SIGN_IN)}"
        )
    _check_oidc(settings)


def _check_oidc(settings: Settings) -> None:
    needed = ("issuer", "client", "secret") if "oidc" in settings.sign_in else ()
    missing = [f"BLIJK_OIDC_{name.upper()}" for name in needed if not getattr(settings, f"oidc_{name}")]
    if missing:
        raise SettingWrong(
            f"environment: {', '.join(missing)} missing; expected all of what the OpenID provider gave for oidc; "
            "choices: set them, or take oidc out of BLIJK_SIGN_IN"
        )
    if "oidc" in settings.sign_in and not settings.oidc_tenants and settings.oidc_issuer.endswith(FOR_SEVERAL):
        raise SettingWrong(
            "environment: BLIJK_OIDC_TENANTS is missing beside an issuer that speaks for any organisation; "
            "expected the tenants whose accounts may get in; choices: their ids with commas, or one tenant's own issuer"
        )
