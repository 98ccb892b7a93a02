"""
Compiles modules of a function's code and layers, in a sandbox of its own in which nothing of the function is ever run: so what it gives nobody has
made but the interpreter's compiler.
"""
import base64
import marshal
import os
import stat
import warnings

from .bytecode import TAG

MOST_SOURCE_BYTES = 16 * 1024 * 1024
# Of one answer, which is a third longer.
MOST_BYTES = 3 * 1024 * 1024


def compile_modules(paths):
    """Gives `{"tag", "codes": {path: code object in base64, or None}}`, of as many of the paths as an answer holds, at least one."""
    codes, size = {}, 0
    for path in paths:
        code = _compile(path)
        size += 0 if code is None else len(code)
        if codes and size > MOST_BYTES:
            break
        fits = code is not None and len(code) <= MOST_BYTES
        codes[path] = base64.b64encode(code).decode() if fits else None
    return {"tag": TAG, "codes": codes}


def _compile(path):
    """None of what is no source, and of what the compiler has something to say about: the function's log is to have that each time."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(fd, "rb") as file:
            found = os.fstat(fd)
            if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_SOURCE_BYTES:
                return None
            source = file.read()
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            code = compile(source, path, "exec", dont_inherit=True)
        return None if said else marshal.dumps(code)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
