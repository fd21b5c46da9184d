"""Interface: the words of the page's frame in the language of the book, and the way it is written.

A language that is not here has the author's words, from `words` of the settings; without any the
frame stays English and says so, so that a screen reader reads it as English. What questions and
tools say of themselves is English in every book: pages that have any tell it, and so does a build.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from ..settings import settings

__all__ = ["WORDS", "setup", "translator"]

_LOGGER = getLogger(__name__)
_RIGHT_TO_LEFT = ("ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi")
_ENGLISH = (
    *("Skip to the text", "Contents", "On this page", "Search", "Search (Ctrl + K)", "Colours"),
    *("as the system has them", "The book", "Close", "Next and previous page", "Previous", "Next"),
    *("This is the edition of", "Search the book", "Run this page"),
    *("The search needs JavaScript.", "First page", "Download this page", "Download source file"),
    *("Download notebook file", "Print to PDF", "Fullscreen mode", "Launch interactive content"),
    *("Launch on", "Source repositories", "Source repository", "Show source", "Suggest edit"),
    "Open an issue",
    "Questions and tools speak English.",
    "To the glossary",
    *("To the works cited", "To the whole page", "Go to it", "line", "lines"),
    "Cite this page",
    "to review",
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
                *("Die Suche braucht JavaScript.", "Erste Seite", "Diese Seite herunterladen"),
                *("Quelldatei herunterladen", "Notebook-Datei herunterladen", "In PDF drucken"),
                *("Vollbildmodus", "Mit Python ausführen", "Ausführen auf", "Quellen"),
                *("Quell-Repository", "Quelltext zeigen", "Änderung vorschlagen"),
                "Ein Problem melden",
                "Fragen und Werkzeuge sprechen Englisch.",
                "Zum Glossar",
                *("Zu den Werken", "Zur ganzen Seite", "Dorthin", "Zeile", "Zeilen"),
                "Diese Seite zitieren",
                "zu wiederholen",
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
                *("La búsqueda necesita JavaScript.", "Primera página", "Descargar esta página"),
                *("Descargar archivo fuente", "Descargar archivo de cuaderno", "Imprimir en PDF"),
                *("Modo de pantalla completa", "Ejecutar con Python", "Ejecutar en", "Fuentes"),
                *("Repositorio de origen", "Mostrar el código fuente", "Sugerir un cambio"),
                "Informar de un problema",
                "Las preguntas y las herramientas hablan inglés.",
                "Al glosario",
                *("A las obras citadas", "A la página entera", "Ir allí", "línea", "líneas"),
                "Citar esta página",
                "por repasar",
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
                *("جستجو به جاوااسکریپت نیاز دارد.", "صفحهٔ نخست", "دریافت این صفحه"),
                *("دریافت فایل منبع", "دریافت فایل دفترچه", "چاپ به PDF", "تمام‌صفحه"),
                *("اجرا با پایتون", "اجرا در", "منابع", "مخزن منبع", "نمایش منبع"),
                *("پیشنهاد ویرایش", "گزارش مشکل"),
                "پرسش‌ها و ابزارها به انگلیسی‌اند.",
                "به واژه‌نامه",
                *("به منابع", "به تمام صفحه", "رفتن به آنجا", "سطر", "سطرهای"),
                "ارجاع به این صفحه",
                "برای مرور",
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
                *("Télécharger cette page", "Télécharger le fichier source"),
                *("Télécharger le fichier notebook", "Imprimer au format PDF"),
                *("Mode plein écran", "Exécuter avec Python", "Exécuter sur", "Sources"),
                *("Dépôt source", "Montrer la source", "Proposer une modification"),
                "Signaler un problème",
                "Les questions et les outils parlent anglais.",
                "Au glossaire",
                *("Aux ouvrages cités", "À la page entière", "Y aller", "ligne", "lignes"),
                "Citer cette page",
                "à revoir",
            ),
            strict=True,
        )
    ),
}


def translator(language: str, own: dict[str, str]) -> Callable[[str], str]:
    """Return what gives a word of the frame in a language; the author's own goes before."""
    known = WORDS.get(language.partition("_")[0].partition("-")[0], {}) | own
    return lambda word: known.get(word, word)


def _short(app: Sphinx) -> str:
    return str(app.config.language or "en").replace("_", "-").partition("-")[0].lower()


def _is_spoken(language: str) -> bool:
    """Say whether the frame has words in a language: its own, or the author's."""
    return language == "en" or language in WORDS or bool(settings().words)


def _tell(app: Sphinx) -> None:
    language = _short(app)
    if language != "en":
        _LOGGER.info("language %s: questions and tools speak English", language)
    if not _is_spoken(language):
        _LOGGER.info("so does the frame, until sourcework.yml has its words under `words`")


def _speak(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    language, own = str(app.config.language or "en"), settings().words
    short = _short(app)
    context["word"] = translator(language, own)
    context["right_to_left"] = short in _RIGHT_TO_LEFT
    context["frame_language"] = "" if _is_spoken(short) else "en"
    context["english_tools"] = short != "en" and "<live-widget" in context.get("body", "")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("builder-inited", _tell)
    app.connect("html-page-context", _speak)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
