"""
A filter that forbids what a function has no use for and what has let programs out of sandboxes: new user namespaces, mounts,
tracing, keys, kernel modules, BPF. They fail with EPERM. Everything else passes: a list of what is allowed would break programs
that work on AWS.
"""
import ctypes
import os
import struct

from syscalls import CLONE_NEWUSER, PR_SET_NO_NEW_PRIVS, libc, prctl

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
EPERM, ENOSYS = 1, 38
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
OFFSET_NUMBER, OFFSET_ARCHITECTURE, OFFSET_FIRST_ARGUMENT = 0, 4, 16

_X86_64 = {
    "audit": 0xC000003E, "clone": 56, "unshare": 272, "clone3": 435,
    "forbidden": (
        101, 165, 166, 155, 161, 167, 168, 169, 175, 176, 313, 246, 320, 248, 249, 250, 298, 304, 308, 310, 311, 321, 323,
        425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442,
    ),
}
_AARCH64 = {
    "audit": 0xC00000B7, "clone": 220, "unshare": 97, "clone3": 435,
    "forbidden": (
        117, 40, 39, 41, 51, 224, 225, 142, 105, 106, 273, 104, 294, 217, 218, 219, 241, 265, 268, 270, 271, 280, 282,
        425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442,
    ),
}
# In both tables: ptrace, mount, umount2, pivot_root, chroot, swapon, swapoff, reboot, init_module, delete_module, finit_module,
# kexec_load, kexec_file_load, add_key, request_key, keyctl, perf_event_open, open_by_handle_at, setns, process_vm_readv,
# process_vm_writev, bpf, userfaultfd, io_uring (3), open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, pidfd_getfd, mount_setattr.
_TABLES = {"x86_64": _X86_64, "aarch64": _AARCH64}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def forbid_dangerous_calls(may_unshare=False):
    """
    For this process and all it starts; needs no privilege because of no_new_privs. On other processors: only the latter. Filters add up:
    who may unshare at first can be forbidden it later.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    table = _TABLES.get(os.uname().machine)
    if table is None:
        return
    instructions = b"".join(struct.pack("HBBI", *instruction) for instruction in _filter(table, may_unshare))
    program = _Program(len(instructions) // 8, instructions)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) < 0:
        number = ctypes.get_errno()
        raise OSError(number, "prctl(PR_SET_SECCOMP): " + os.strerror(number))


def _filter(table, may_unshare):
    forbidden = table["forbidden"]
    head = [
        (LOAD, 0, 0, OFFSET_ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, table["audit"]),
        (RETURN, 0, 0, ERRNO | EPERM),
        (LOAD, 0, 0, OFFSET_NUMBER),
    ]
    # Numbers with bit 30 are the x32 calls of x86: a second name for each forbidden one.
    head += [(JUMP_AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, ERRNO | ENOSYS)]
    # glibc takes ENOSYS for an old kernel and uses clone, whose flags a filter can see.
    head += [(JUMP_EQUAL, 0, 1, table["clone3"]), (RETURN, 0, 0, ERRNO | ENOSYS)]
    body = [(JUMP_EQUAL, len(forbidden) - index, 0, number) for index, number in enumerate(forbidden)]
    tail = [
        (JUMP_AT_LEAST, 1, 0, 0),
        (RETURN, 0, 0, ERRNO | EPERM),
        (JUMP_EQUAL, 1, 0, table["clone" if may_unshare else "unshare"]),
        (JUMP_EQUAL, 0, 3, table["clone"]),
        (LOAD, 0, 0, OFFSET_FIRST_ARGUMENT),
        (JUMP_ANY_BIT, 0, 1, CLONE_NEWUSER),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return head + body + tail
