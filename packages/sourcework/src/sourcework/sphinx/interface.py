"""Interface: the words of the page's frame in the language of the book, and the way it is written.

A language that is not here has the author's words, from `words` of the settings; without any the
frame stays English and says so, so that a screen reader reads it as English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from ..settings import settings

__all__ = ["WORDS", "setup", "translator"]

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")
_ENGLISH = (
    *("Skip to the text", "Contents", "On this page", "Search", "Search (Ctrl + K)", "Colours"),
    *("as the system has them", "The book", "Close", "Next and previous page", "Previous", "Next"),
    *("This is the edition of", "Search the book", "Run this page"),
    *("The search needs JavaScript.", "First page"),
)
WORDS = {
    "de": dict(
        zip(
            _ENGLISH,
            (
                *("Zum Text springen", "Inhalt", "Auf dieser Seite", "Suche", "Suche (Strg + K)"),
                *("Farben", "wie das System sie hat", "Das Buch", "Schließen"),
                *("Nächste und vorige Seite", "Zurück", "Weiter", "Dies ist die Ausgabe vom"),
                *("Das Buch durchsuchen", "Diese Seite ausführen"),
                *("Die Suche braucht JavaScript.", "Erste Seite"),
            ),
            strict=True,
        )
    ),
    "es": dict(
        zip(
            _ENGLISH,
            (
                *("Ir al texto", "Contenido", "En esta página", "Buscar", "Buscar (Ctrl + K)"),
                *("Colores", "como los tiene el sistema", "El libro", "Cerrar"),
                *("Página siguiente y anterior", "Anterior", "Siguiente", "Esta es la edición del"),
                *("Buscar en el libro", "Ejecutar esta página"),
                *("La búsqueda necesita JavaScript.", "Primera página"),
            ),
            strict=True,
        )
    ),
    "fa": dict(
        zip(
            _ENGLISH,
            (
                *("رفتن به متن", "فهرست", "در این صفحه", "جستجو", "جستجو (Ctrl + K)"),
                *("رنگ‌ها", "همان‌گونه که سیستم دارد", "کتاب", "بستن"),
                *("صفحهٔ بعد و قبل", "قبلی", "بعدی", "این ویرایش مربوط است به"),
                *("جستجو در کتاب", "اجرای این صفحه"),
                *("جستجو به جاوااسکریپت نیاز دارد.", "صفحهٔ نخست"),
            ),
            strict=True,
        )
    ),
    "fr": dict(
        zip(
            _ENGLISH,
            (
                *("Aller au texte", "Sommaire", "Sur cette page", "Rechercher"),
                *("Rechercher (Ctrl + K)", "Couleurs", "celles du système", "Le livre", "Fermer"),
                *("Page suivante et précédente", "Précédent", "Suivant", "Voici l’édition du"),
                *("Rechercher dans le livre", "Exécuter cette page"),
                *("La recherche a besoin de JavaScript.", "Première page"),
            ),
            strict=True,
        )
    ),
}


def translator(language: str, own: dict[str, str]) -> Callable[[str], str]:
    """Return what gives a word of the frame in a language; the author's own goes before."""
    known = WORDS.get(language.partition("_")[0].partition("-")[0], {}) | own
    return lambda word: known.get(word, word)


def _speak(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    language, own = str(app.config.language or "en"), settings().words
    short = language.replace("_", "-").partition("-")[0]
    context["word"] = translator(language, own)
    context["right_to_left"] = short in _RIGHT_TO_LEFT
    spoken = short == "en" or short in WORDS or bool(own)
    context["frame_language"] = "" if spoken else "en"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("html-page-context", _speak)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
