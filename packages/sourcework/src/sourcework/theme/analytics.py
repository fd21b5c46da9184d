"""Visits counted by a service, if the option `analytics` names one; the page check names its host.

As `html.analytics` of Jupyter Book has it: `google_analytics_id`, or `plausible_analytics_domain`
with `plausible_analytics_url`.
"""

from __future__ import annotations

import json

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from . import NAME

_GOOGLE = "https://www.googletagmanager.com/gtag/js?id="
_DENIED = dict.fromkeys(
    ("ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"), "denied"
)


def _count(app: Sphinx, config: Config) -> None:
    given = config.html_theme_options.get("analytics") or {}
    if config.html_theme != NAME:
        return
    domain, address = (given.get(f"plausible_analytics_{each}") for each in ("domain", "url"))
    if domain and address:
        app.add_js_file(address, loading_method="defer", **{"data-domain": domain})
    if name := given.get("google_analytics_id"):
        app.add_js_file(f"{_GOOGLE}{name}", loading_method="async")
        acts = (["consent", "default", _DENIED], ["config", name])
        told = "".join(f"gtag({json.dumps(act)[1:-1]});" for act in acts)
        begun = "window.dataLayer = window.dataLayer || [];"
        begun += "function gtag() { dataLayer.push(arguments); } gtag('js', new Date());"
        app.add_js_file(None, body=begun + told)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("config-inited", _count)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
