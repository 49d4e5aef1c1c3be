"""Compound files: the container of .xls workbooks and of encrypted ones."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from report_builder.workbooks.sheets import Unread

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTRY = 128
_LAST = 0xFFFFFFFA
"""The numbers from here on name no sector."""
_SMALL_SECTOR = 64
_STREAM, _ROOT = 2, 5
_HEADER = 512
_LISTED_IN_HEADER = 109


@dataclass(frozen=True, eq=False)
class Compound:
    """A compound file: its bytes in sectors, and the chains that join sectors into streams."""

    content: bytes
    size: int
    chains: tuple[int, ...]

    def sectors(self, first: int) -> Iterator[bytes]:
        """The sectors of a chain. Raises Unread where one is not there, or comes twice."""
        for number in _followed(self.chains, first):
            yield self.sector(number)

    def sector(self, number: int) -> bytes:
        """A sector by its number. Raises Unread where the file ends before it."""
        start = _HEADER + number * self.size if self.size == _HEADER else (number + 1) * self.size
        found = self.content[start : start + self.size]
        if not found:
            raise Unread("file-truncated")
        return found


def _followed(chains: tuple[int, ...], first: int) -> Iterator[int]:
    number, left = first, len(chains)
    while number < _LAST:
        if number >= len(chains) or not left:
            raise Unread("file-unreadable")
        yield number
        number, left = chains[number], left - 1


def opened(content: bytes) -> Compound:
    """A compound file. Raises Unread where it is cut short or damaged."""
    if len(content) < _HEADER:
        raise Unread("file-truncated")
    (power,) = struct.unpack_from("<H", content, 30)
    if power not in {9, 12}:
        raise Unread("file-unreadable")
    bare = Compound(content, 1 << power, ())
    lists = list(struct.unpack_from(f"<{_LISTED_IN_HEADER}L", content, 76))
    (extra,) = struct.unpack_from("<L", content, 68)
    per_sector = (1 << power) // 4
    for _ in range(len(content) // (1 << power) + 1):
        if extra >= _LAST:
            break
        *more, extra = _numbers(bare.sector(extra), per_sector)
        lists += more
    else:
        raise Unread("file-unreadable")
    chains = [n for each in lists if each < _LAST for n in _numbers(bare.sector(each), per_sector)]
    return Compound(content, 1 << power, tuple(chains))


def _numbers(sector: bytes, count: int) -> tuple[int, ...]:
    if len(sector) < 4 * count:
        raise Unread("file-truncated")
    return struct.unpack_from(f"<{count}L", sector)


def _entries(file: Compound) -> Iterator[tuple[str, int, int, int]]:
    """The entries of the directory: name in small letters, type, first sector and size."""
    (first,) = struct.unpack_from("<L", file.content, 48)
    directory = b"".join(file.sectors(first))
    for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, start + 64)
        name = directory[start : start + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        sector, size = struct.unpack_from("<LL", directory, start + 116)
        yield name.casefold(), kind, sector, size


def stream_names(content: bytes) -> frozenset[str]:
    """The names of the streams of a compound file, in small letters. Raises Unread."""
    return frozenset(name for name, *_ in _entries(opened(content)) if name)


def stream(content: bytes, *names: str) -> bytes:
    """The bytes of the first of these streams that is there. Raises Unread."""
    file = opened(content)
    entries = {name: (sector, size) for name, kind, sector, size in _entries(file) if kind == _STREAM}
    found = next((entries[name] for name in names if name in entries), None)
    if found is None:
        raise Unread("file-unreadable")
    small = _small_parts(file)  # the reader of values goes through these too, and would go round a ring
    sector, size = found
    (cutoff,) = struct.unpack_from("<L", content, 56)
    whole = b"".join(file.sectors(sector)) if size >= cutoff else _small(*small, sector)
    if len(whole) < size:
        raise Unread("file-truncated")
    return whole[:size]


def _small(chains: tuple[int, ...], held: bytes, first: int) -> bytes:
    """A stream that is kept in parts of 64 bytes, in the stream of the root."""
    numbers = _followed(chains, first)
    return b"".join(held[n * _SMALL_SECTOR : (n + 1) * _SMALL_SECTOR] for n in numbers)


def _small_parts(file: Compound) -> tuple[tuple[int, ...], bytes]:
    """The chains of the parts of 64 bytes, and the stream that holds them. Raises Unread."""
    (table,) = struct.unpack_from("<L", file.content, 60)
    root = next((sector for _, kind, sector, _ in _entries(file) if kind == _ROOT), _LAST)
    held = b"".join(file.sectors(root))
    return tuple(n for each in file.sectors(table) for n in _numbers(each, file.size // 4)), held
