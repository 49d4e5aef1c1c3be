"""Zipped workbooks: every part inflated in bounded steps and held to its checksum before it is trusted."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from report_builder.workbooks.sheets import Unread

UNPACKED = 400_000_000
"""The bytes that a file may unpack to."""
_PARTS = 10_000
_SIDE_PART = 16_000_000
"""The bytes of a part that is parsed as a tree: styles, comments, the list of sheets."""
_CHECKED = 8_000_000
_STEP = 1 << 20
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_IN_TRAILER = 0x08
_ENCRYPTED = 0x01
_KEPT = (".xml", ".rels", ".bin", "mimetype")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]*)""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_QUOTED = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_CONTROL = re.compile(rb"_x00(?:0[0-8BCEF]|1[0-9A-F])_", re.IGNORECASE)
"""A control character as workbooks write it: no Word file can hold one."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_BROKEN = (BadZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError, struct.error, EOFError)


@dataclass(frozen=True, eq=False)
class Package:
    """The parts of a zipped workbook that hold its cells, by their names: each as its checksum says."""

    content: bytes
    members: Mapping[str, ZipInfo]
    parts: Mapping[str, bytes]

    def part(self, name: str) -> bytes:
        """A part by its name, in capitals or not; empty where there is none."""
        if name not in self.members:
            name = next((each for each in self.members if each.casefold() == name.casefold()), "")
        if name in self.parts or not name:
            return self.parts.get(name, b"")
        part, _ = _inflated(
            self.members[name], _packed(self.content, self.members[name]), UNPACKED, is_kept=True
        )
        return _plain(part)

    def packed(self) -> Package:
        """The same, with nothing unpacked until it is asked for again."""
        return replace(self, parts={})

    def tree(self, name: str) -> etree._Element | None:
        """A part as a tree, or None where there is none. Raises Unread where it is too large."""
        content = self.part(name)
        if len(content) > _SIDE_PART:
            raise Unread("file-too-large", why=f"its part {name} is larger than any that is known")
        return etree.fromstring(content, _PARSER) if content else None

    def stored(self) -> io.BytesIO:
        """The parts as a zip file again, not compressed: what is read is what was verified."""
        stream = io.BytesIO()
        with ZipFile(stream, "w", ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(ZipInfo(name), content)
        stream.seek(0)
        return stream


def check_xml(content: bytes) -> None:
    """Raises lxml's XMLSyntaxError where a part is not well-formed. A large one is not gone through."""
    if len(content) <= _CHECKED:
        etree.fromstring(content, etree.XMLParser(target=_Nothing(), resolve_entities=False, no_network=True))


class _Nothing:
    """What is made of a part that is only gone through."""

    def close(self) -> None:
        """The end of the part."""


def relations(package: Package, part: str) -> Mapping[str, tuple[str, str]]:
    """The parts that a part names, by their ids: what kind each is, and its name."""
    folder, name = posixpath.split(part)
    root = package.tree(f"{folder}/_rels/{name}.rels")
    if root is None:
        return {}
    return {
        each.get("Id", ""): (
            each.get("Type", "").rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in root.iterfind("{*}Relationship")
        if each.get("TargetMode") != "External"
    }


def target(relations: Mapping[str, tuple[str, str]], kind: str, otherwise: str = "") -> str:
    """The name of the part of a kind, or another name where none is named."""
    return next((part for known, part in relations.values() if known == kind), otherwise)


def unpack(content: bytes) -> Package:
    """The parts of a zip file. Raises Unread: damaged, cut short, too large, or locked."""
    if content.count(b"PK\x01\x02") > _PARTS:
        raise Unread("file-too-large", why=f"it holds more than {_PARTS:,} parts")
    if content.rfind(b"PK\x05\x06") < 0:
        raise Unread("file-truncated")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
        named = {each.filename.replace("\\", "/").lstrip("/"): each for each in members}
        _check_count(content, len(members), len({name.casefold() for name in named}))
        return Package(content, named, dict(_parts(content, named)))
    except (*_BROKEN, zlib.error) as error:
        raise Unread("file-unreadable") from error


def _check_count(content: bytes, members: int, names: int) -> None:
    """Raises Unread where the directory lists other parts than the end of the file says, or one twice."""
    (count,) = struct.unpack_from("<H", content, content.rfind(b"PK\x05\x06") + 10)
    if count not in {members, 0xFFFF} or names != members:
        raise Unread("file-unreadable")


def _parts(content: bytes, members: Mapping[str, ZipInfo]) -> Iterator[tuple[str, bytes]]:
    left = UNPACKED
    for name, member in members.items():
        is_kept = name.casefold().endswith(_KEPT)
        part, size = _inflated(member, _packed(content, member), left, is_kept=is_kept)
        left -= size
        if is_kept:
            yield name, _plain(part)


def _packed(content: bytes, member: ZipInfo) -> memoryview:
    """The bytes of a part as they are packed, where both of its headers say the same."""
    found = _LOCAL.unpack_from(content, member.header_offset)
    signature, _, flags, method, _, _, crc, packed, size, name, extra = found
    named = member.header_offset + _LOCAL.size
    stated, start = content[named : named + name], named + name + extra
    listed = member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")
    sizes = (crc, packed, size)
    is_agreed = flags & _IN_TRAILER or sizes == (member.CRC, member.compress_size, member.file_size)
    is_large = 0xFFFFFFFF in sizes  # the sizes of a zip64 part stand elsewhere
    same = (signature, flags, method, stated) == (
        b"PK\x03\x04",
        member.flag_bits,
        member.compress_type,
        listed,
    )
    if not same or not (is_agreed or is_large) or start + member.compress_size > len(content):
        raise Unread("file-unreadable")
    if flags & _ENCRYPTED:
        raise Unread("file-password")
    return memoryview(content)[start : start + member.compress_size]


def _inflated(member: ZipInfo, packed: memoryview, left: int, *, is_kept: bool) -> tuple[bytes, int]:
    """A part and its size, inflated step by step: what a header says of its size is never believed."""
    chunks: list[bytes] = []
    size = crc = 0
    for chunk in _steps(member, packed):
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        if size > left:
            raise Unread("file-too-large", why=f"it unpacks to more than {UNPACKED // 1_000_000} MB")
        if is_kept:
            chunks.append(chunk)
    if (size, crc) != (member.file_size, member.CRC):
        raise Unread("file-unreadable")
    return b"".join(chunks), size


def _steps(member: ZipInfo, packed: memoryview) -> Iterator[bytes]:
    if member.compress_type == ZIP_STORED:
        yield from (bytes(packed[start : start + _STEP]) for start in range(0, len(packed), _STEP))
        return
    if member.compress_type != ZIP_DEFLATED:
        raise Unread("file-unreadable")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    fed = 0
    while not stream.eof:
        waiting = stream.unconsumed_tail
        if not waiting:
            waiting, fed = bytes(packed[fed : fed + _STEP]), fed + _STEP
        chunk = stream.decompress(waiting, _STEP)
        if not chunk and not waiting:
            raise Unread("file-unreadable")
        yield chunk
    if stream.unused_data or fed < len(packed):
        raise Unread("file-unreadable")


def _plain(part: bytes) -> bytes:
    """A part of XML that says nothing that is not there: no document type, no other encoding."""
    start = part[:_STEP].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<"):
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unread("file-unreadable")
        return part
    declared = _ENCODING.match(start)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise Unread("file-unreadable")
    if b"_x00" in part:
        part = _CONTROL.sub("\ufffd".encode(), part)
    if b"<!" not in part:
        return part
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Unread("file-unreadable")
    return _QUOTED.sub(lambda match: escape(match[1].decode()).encode(), part)
