"""What a Word document has from elsewhere: where its relationships lead, and what its fields do."""

import re
from urllib.parse import unquote

from lxml import etree

from humangov.domain.looks import Reason, Refused

# What leads elsewhere is fetched when Word opens the document, except for a link, which waits for a click. What is on
# the writer's own disk harms nobody: a bare name, a drive of Windows, the folders of a Mac.
_NOT_FETCHED = "hyperlink"
_OWN_DISK = re.compile(r"[^:/]+|(file:///)?[a-z]:/[^/].*|file:///(users|library|applications)/[^/].*")
_UPWARD = re.compile(r"//|(^|/)\.\.(/|$)|[\0-\x1f]")
_OBJECTS = {"oleobject", "control"}
# A piece of RTF, HTML or anything else, which Word opens with what else it can do (ECMA-376, part 1, 17.17.2.1).
_FOREIGN = "afchunk"
# Fields that start programs. A text may be cut anywhere (ECMA-376, part 1, 17.16.4), but not by a field's own marks.
_COMMAND = re.compile(r"(^|\s)DDE(AUTO)?\b", re.IGNORECASE)
_FIELDS = re.compile(rb"instrText|fldSimple")


def must_fetch_nothing(links: bytes) -> None:
    """Where a part's relationships lead. Raises Refused."""
    for kind, target, outside in links_of(links):
        if kind in _OBJECTS:
            raise Refused(Reason.OBJECTS)
        if outside and kind != _NOT_FETCHED and not _is_on_own_disk(target):
            raise Refused(Reason.REMOTE)
        if kind == _FOREIGN:
            raise Refused(Reason.FOREIGN)


def _is_on_own_disk(target: str) -> bool:
    """Told of what is left when nothing is written in another way: a sign may be a code, and a code be coded again."""
    while (plain := unquote(target)) != target:
        target = plain
    path = target.replace("\\", "/").strip().lower()
    return bool(_OWN_DISK.fullmatch(path)) and not _UPWARD.search(path.removeprefix("file:///"))


def must_command_nothing(part: bytes) -> None:
    """Of a field's text, between two of its marks all pieces as one. Raises Refused."""
    pieces = []
    for element in xml_of(part).iter("{*}instrText", "{*}fldSimple", "{*}fldChar"):
        plain = etree.QName(element).localname == "instrText"
        pieces.append(element.text or "" if plain else f"\n{_value(element, 'instr')}\n")
    if _COMMAND.search("".join(pieces)):
        raise Refused(Reason.COMMANDS)


def _value(element: etree._Element, name: str) -> str:
    return next((value for key, value in element.items() if etree.QName(key).localname == name), "")


def links_of(content: bytes) -> list[tuple[str, str, bool]]:
    """Of each relationship the kind, where it leads, and whether that is outside."""
    return [
        (_kind(link.get("Type", "")), link.get("Target", ""), link.get("TargetMode", "").casefold() == "external")
        for link in xml_of(content).iter("{*}Relationship")
    ]


def _kind(type_: str) -> str:
    return type_.rpartition("/")[2].casefold()


def has_fields(part: bytes) -> bool:
    """Whether there may be a field in it, in UTF-8 or UTF-16."""
    return bool(_FIELDS.search(part) or _FIELDS.search(part.replace(b"\0", b"")))


def xml_of(content: bytes) -> etree._Element:
    """A part as XML, of which nothing is fetched or replaced; the format allows no DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise Refused(Reason.DAMAGED)
    return root
