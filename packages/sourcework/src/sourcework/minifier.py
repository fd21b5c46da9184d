"""Minifier of scripts: the same JavaScript in fewer bytes."""

from __future__ import annotations

from minify_html import minify

__all__ = ["minified"]


def minified(script: str, *, module: bool = False) -> str:
    """Return a script without comments, or a module, in the fewest words; names stay as they are.

    What the minifier cannot read stays as it is.
    """
    kind = ' type="module"' if module else ""
    written = minify(f"<script{kind}>{script}</script>", minify_js=True)
    return written[written.index(">") + 1 : written.rindex("</script>")]
