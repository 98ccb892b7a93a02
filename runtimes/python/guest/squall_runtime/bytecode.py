"""
Bytecode of the modules of the function's code and layers, compiled once for all environments of the same bytes (compiler.py), in one file that is
mounted read-only. A module's loader finds it there instead of compiling the source; what is not there is compiled as ever.

The file: the length of the head (4 bytes, little-endian), the head as JSON: `tag`, and `index`, path → [offset, size] behind the head; the code objects.
"""
import json
import marshal
import mmap
import os
import struct
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import MAGIC_NUMBER

from .modules import RUNTIME_DIR

ARCHIVE = os.path.join(RUNTIME_DIR, "bytecode", "archive")
# What was compiled by another interpreter, or with other flags, is not looked at.
TAG = "%s-%s-%d" % (sys.implementation.cache_tag, MAGIC_NUMBER.hex(), sys.flags.optimize)

_LENGTH = struct.Struct("<I")


def use(folders, tells):
    """With `tells` gives the list to which each module of `folders` is added that had to be compiled."""
    if RUNTIME_DIR != "/var/runtime":
        return None  # without isolation nothing is mounted, and the code is elsewhere
    codes, index = _open()
    compiled = [] if tells else None
    if index or tells:
        _replace_loader(codes, index, tuple(folder + "/" for folder in folders), compiled)
    return compiled


def _replace_loader(codes, index, folders, compiled):
    compile_source = SourceFileLoader.get_code

    def get_code(self, fullname):
        place = index.get(self.path)
        if place is not None:
            return marshal.loads(codes[place[0] : place[0] + place[1]])
        if compiled is not None and self.path.startswith(folders):
            compiled.append(self.path)
        return compile_source(self, fullname)

    SourceFileLoader.get_code = get_code


def _open():
    try:
        with open(ARCHIVE, "rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None, {}
    at = _LENGTH.size + _LENGTH.unpack_from(whole)[0]
    head = json.loads(bytes(whole[_LENGTH.size : at]))
    return (whole[at:], head["index"]) if head["tag"] == TAG else (None, {})
