"""Common Cartridge: its manifest, and a cartridge with nothing but one quiz.

Versions differ in their names, and in what a cartridge may hold: outcomes and assignments came with
1.2 and 1.3. Moodle takes 1.1 and nothing newer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ..identity import book_id, book_title
from ..item_bank import load_objectives
from ..items import Item
from ..settings import settings
from . import cartridge_questions as profile
from .prompts import identifier
from .report import Translation, Written
from .xml import Element, child, document, packed, start

__all__ = ["LATEST", "Entry", "Folder", "Resource", "Version", "assessment", "manifest", "write"]

_ROLES = "IMSGLC_CC_Rolesv1p1"
_PRACTICE, _GRADED = "unlimited", "1"


@dataclass(frozen=True)
class Version:
    """Version 1 of the cartridge, by what stands after the point."""

    minor: int

    @property
    def number(self) -> str:
        """What the manifest calls it."""
        return f"1.{self.minor}.0"

    @property
    def has_assignments(self) -> bool:
        """Whether an assignment is a resource."""
        return self.minor >= 3

    @property
    def has_outcomes(self) -> bool:
        """Whether resources may say what they teach."""
        return self.minor >= 2

    @property
    def quiz(self) -> str:
        """The type of a quiz."""
        return f"imsqti_xmlv1p2/imscc_xmlv1p{self.minor}/assessment"

    @property
    def link(self) -> str:
        """The type of a link."""
        return f"imswl_xmlv1p{self.minor}"

    def namespace(self, part: str) -> str:
        """Return the namespace of a part, such as `imscp_v1p1`."""
        return f"http://www.imsglobal.org/xsd/imsccv1p{self.minor}/{part}"

    def lom(self, part: str) -> str:
        """Return the namespace of metadata, of the `manifest` or a `resource`."""
        return f"http://ltsc.ieee.org/xsd/imsccv1p{self.minor}/LOM/{part}"


LATEST = Version(3)


@dataclass(frozen=True)
class Resource:
    """What a cartridge holds: its files, the first of which is opened.

    Attributes
    ----------
    needs
        The identifier of what it cannot do without.
    outcomes
        What it teaches: ids of objectives.
    for_teachers
        Whether students are not to see it.
    is_assigned
        Whether it is the page of an assignment.
    """

    identifier: str
    type: str
    files: tuple[str, ...]
    needs: str = ""
    outcomes: tuple[str, ...] = ()
    for_teachers: bool = False
    is_assigned: bool = False

    @property
    def is_opened_by_address(self) -> bool:
        """Whether the manifest names the file that is opened."""
        return self.type in ("webcontent", "assignment_xmlv1p0")


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents: its title, and the resource that it opens."""

    title: str
    resource: Resource


@dataclass(frozen=True)
class Folder:
    """A part of the table of contents."""

    title: str
    entries: list[Entry] = field(default_factory=list)


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as a cartridge with one quiz."""
    outcomes = tuple(item.objective for item in items)
    ident = f"i{identifier('cartridge quiz', title)}"
    quiz = Resource(ident, LATEST.quiz, ("quiz.xml",), outcomes=outcomes)
    data, report = assessment(items, title, title)
    name = f"i{identifier('cartridge', title)}"
    folder = Folder(book_title(), [Entry(title, quiz)])
    described = manifest(LATEST, name, title, [folder], [quiz])
    return Written(packed({"imsmanifest.xml": described, "quiz.xml": data}), ".imscc", report)


def assessment(items: Sequence[Item], title: str, name: str) -> tuple[bytes, list[Translation]]:
    """Return items as a quiz, which can be tried again and again if all are practice.

    Parameters
    ----------
    name
        What its identifier comes from.
    """
    root = start(profile.QTI, "questestinterop")
    named = f"i{identifier('cartridge quiz', name)}"
    quiz = child(root, "assessment", ident=named, title=title)
    metadata = child(quiz, "qtimetadata")
    practice = all(item.mode == "practice" for item in items)
    said = {
        "cc_profile": "cc.exam.v0p1",
        "qmd_assessmenttype": "Examination",
        "qmd_scoretype": "Percentage",
        "qmd_feedbackpermitted": "Yes",
        "qmd_hintspermitted": "Yes",
        "qmd_solutionspermitted": "Yes",
        "cc_maxattempts": _PRACTICE if practice else _GRADED,
    }
    for label, entry in said.items():
        profile.field(metadata, label, entry)
    section = child(quiz, "section", ident="root_section")
    report = [profile.questions(section, item) for item in items]
    return document(root), report


def manifest(
    version: Version,
    name: str,
    title: str,
    folders: Iterable[Folder],
    resources: Sequence[Resource],
    language: str = "en",
) -> bytes:
    """Return the manifest of a cartridge of this name and title."""
    prefixes = {"lomm": version.lom("manifest"), "lomr": version.lom("resource")}
    if version.has_outcomes:
        prefixes["csmd"] = version.namespace("imscsmd_v1p0")
    root = start(version.namespace("imscp_v1p1"), "manifest", prefixes, identifier=name)
    metadata = child(root, "metadata")
    child(metadata, "schema", "IMS Common Cartridge")
    child(metadata, "schemaversion", version.number)
    _describe(metadata, version, title, language)
    taught = [each for resource in resources for each in resource.outcomes]
    _teach(metadata, version, taught)
    _organise(root, folders)
    listed = child(root, "resources")
    for resource in resources:
        _add(listed, version, resource)
    return document(root)


def _describe(metadata: Element, version: Version, title: str, language: str) -> None:
    book = settings()
    lom = etree.SubElement(metadata, etree.QName(version.lom("manifest"), "lom"))
    general = child(lom, "general")
    child(child(general, "title"), "string", title, language=language)
    child(general, "language", language)
    child(child(general, "description"), "string", book.subject or book.kind, language=language)
    child(child(general, "keyword"), "string", book.about, language=language)
    rights = child(lom, "rights")
    child(child(rights, "description"), "string", book.licence, language=language)


def _teach(metadata: Element, version: Version, taught: Iterable[str]) -> None:
    known = load_objectives()
    objectives = [each for each in known if each in set(taught)]
    if not objectives or not version.has_outcomes:
        return
    name = etree.QName(version.namespace("imscsmd_v1p0"), "curriculumStandardsMetadataSet")
    outer = etree.SubElement(metadata, name, resourceLabel=book_title())
    ours = child(outer, "curriculumStandardsMetadata", providerId=book_id())
    several = child(ours, "setOfGUIDs")
    for each in objectives:
        labelled = child(several, "labelledGUID")
        child(labelled, "label", f"{each}: {known[each]}")
        child(labelled, "GUID", identifier("objective", each))


def _organise(root: Element, folders: Iterable[Folder]) -> None:
    about = {"identifier": "organization", "structure": "rooted-hierarchy"}
    organisation = child(child(root, "organizations"), "organization", **about)
    top = child(organisation, "item", identifier="contents")
    for number, folder in enumerate(folders, start=1):
        part = child(top, "item", identifier=f"part-{number}")
        child(part, "title", folder.title)
        for entry in folder.entries:
            opened = entry.resource.identifier
            item = child(part, "item", identifier=f"open-{opened}", identifierref=opened)
            child(item, "title", entry.title)


def _add(listed: Element, version: Version, resource: Resource) -> None:
    about = {"identifier": resource.identifier, "type": resource.type}
    if resource.is_opened_by_address:
        about["href"] = resource.files[0]
    if resource.is_assigned and version.has_assignments:
        about["intendeduse"] = "assignment"
    made = child(listed, "resource", **about)
    if resource.for_teachers or (resource.outcomes and version.has_outcomes):
        metadata = child(made, "metadata")
        if resource.for_teachers:
            lom = etree.SubElement(metadata, etree.QName(version.lom("resource"), "lom"))
            role = child(child(lom, "educational"), "intendedEndUserRole")
            child(role, "source", _ROLES)
            child(role, "value", "Instructor")
        _teach(metadata, version, resource.outcomes)
    for name in resource.files:
        child(made, "file", href=name)
    if resource.needs:
        child(made, "dependency", identifierref=resource.needs)
