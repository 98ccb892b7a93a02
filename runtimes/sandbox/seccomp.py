"""
A filter that forbids what a function has no use for and what has let programs out of sandboxes: new namespaces, mounts, tracing, keys,
kernel modules, BPF, sockets of families that no program of a function speaks. They fail with EPERM, sockets with EAFNOSUPPORT. Everything
else passes: a list of what is allowed would break programs that work on AWS.
"""
import ctypes
import os
import struct

from syscalls import (
    CLONE_NEWCGROUP, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, CLONE_NEWUTS, PR_SET_NO_NEW_PRIVS, libc, prctl,
)

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
SET_MODE_FILTER, NEW_LISTENER = 1, 8
ALLOW, ASK, ERRNO = 0x7FFF0000, 0x7FC00000, 0x00050000
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
LOAD, AND, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
OFFSET_NUMBER, OFFSET_ARCHITECTURE = 0, 4

AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16
# What getifaddrs asks. Without power in its network a program can change nothing by it.
NETLINK_ROUTE = 0
SOCK_TYPE_MASK, SOCK_RAW, SOCK_PACKET = 0xF, 3, 10
SOL_IP, SOL_IPV6 = 0, 41
# Options of sockets by which tables of old packet filters are replaced, and all requests that concern network devices.
FILTER_OPTIONS, DEVICE_REQUESTS = (64, 128), (0x890B, 0x8A00)
# Of them: SIOCGIFNAME, SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFADDR, SIOCGIFDSTADDR, SIOCGIFBRDADDR, SIOCGIFNETMASK, SIOCGIFMTU, SIOCGIFHWADDR, SIOCGIFINDEX,
# SIOCETHTOOL.
INTERFACE_QUESTIONS = (0x8910, 0x8912, 0x8913, 0x8915, 0x8917, 0x8919, 0x891B, 0x8921, 0x8927, 0x8933, 0x8946)

ALL_NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET

_X86_64 = {
    "audit": 0xC000003E, "seccomp": 317, "clone": 56, "unshare": 272, "clone3": 435, "socket": 41, "socketpair": 53, "setsockopt": 54, "ioctl": 16,
    "forbidden": (
        101, 165, 166, 155, 161, 167, 168, 169, 175, 176, 313, 246, 320, 248, 249, 250, 298, 304, 308, 310, 311, 321, 323, 312, 212, 103,
        163, 179, 300, 172, 173,
    ),
}
_AARCH64 = {
    "audit": 0xC00000B7, "seccomp": 277, "clone": 220, "unshare": 97, "clone3": 435, "socket": 198, "socketpair": 199, "setsockopt": 208, "ioctl": 29,
    "forbidden": (
        117, 40, 39, 41, 51, 224, 225, 142, 105, 106, 273, 104, 294, 217, 218, 219, 241, 265, 268, 270, 271, 280, 282, 272, 18, 116,
        89, 60, 262,
    ),
}
# In both tables: ptrace, mount, umount2, pivot_root, chroot, swapon, swapoff, reboot, init_module, delete_module, finit_module,
# kexec_load, kexec_file_load, add_key, request_key, keyctl, perf_event_open, open_by_handle_at, setns, process_vm_readv,
# process_vm_writev, bpf, userfaultfd, kcmp, lookup_dcookie, syslog, acct, quotactl, fanotify_init, and of x86 iopl, ioperm.
# Of the same number everywhere: io_uring (3), open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, pidfd_getfd, process_madvise,
# mount_setattr, quotactl_fd, open_tree_attr.
_FORBIDDEN_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442, 443, 467)
_TABLES = {"x86_64": _X86_64, "aarch64": _AARCH64}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def forbid_dangerous_calls(may_unshare=0):
    """
    For this process and all it starts; needs no privilege because of no_new_privs. On other processors: only the latter.

    `may_unshare` are the namespaces that a snapshot's template makes for each of its forks, in one call with exactly these flags; 0 for all
    others. Who makes a user namespace has power in what belongs to it, so a template is besides forbidden whatever that power could be
    turned on: sockets that speak to the kernel, raw ones, devices. Filters add up: its forks are forbidden more, never less. So what lists network
    interfaces is asked of the agent each time (asking.py): then this gives the descriptor by which that is done, where the kernel has such a thing.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    table = _TABLES.get(os.uname().machine)
    if table is None:
        return None
    if may_unshare:
        program = _compile(_filter(table, may_unshare, ASK))
        listener = libc.syscall(table["seccomp"], SET_MODE_FILTER, NEW_LISTENER, ctypes.byref(program))
        if listener >= 0:
            return listener
    program = _compile(_filter(table, may_unshare))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) < 0:
        number = ctypes.get_errno()
        raise OSError(number, "prctl(PR_SET_SECCOMP): " + os.strerror(number))
    return None


def _compile(instructions):
    packed = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    return _Program(len(packed) // 8, packed)


def _filter(table, may_unshare, of_interfaces=ERRNO | EPERM):
    """`of_interfaces` is what becomes of a template's calls by which interfaces are listed."""
    forbidden = table["forbidden"] + _FORBIDDEN_EVERYWHERE
    head = [
        (LOAD, 0, 0, OFFSET_ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, table["audit"]),
        _refuse(EPERM),
        (LOAD, 0, 0, OFFSET_NUMBER),
    ]
    # Numbers with bit 30 are the x32 calls of x86: a second name for each forbidden one.
    head += [(JUMP_AT_LEAST, 0, 1, 0x40000000), _refuse(ENOSYS)]
    # glibc takes ENOSYS for an old kernel and uses clone, whose flags a filter can see.
    head += [(JUMP_EQUAL, 0, 1, table["clone3"]), _refuse(ENOSYS)]
    body = [(JUMP_EQUAL, len(forbidden) - index, 0, number) for index, number in enumerate(forbidden)]
    body += [(JUMP_AT_LEAST, 1, 0, 0), _refuse(EPERM)]
    of_arguments = [
        _when(table["unshare"], [*_only_exactly(0, may_unshare)] if may_unshare else [_refuse(EPERM)]),
        _when(table["clone"], [_load(0), (JUMP_ANY_BIT, 0, 1, ALL_NAMESPACES), _refuse(EPERM)]),
        _when(table["socket"], _only_families((AF_UNIX, AF_INET, AF_INET6), _of_routes(may_unshare, of_interfaces))),
        _when(table["socketpair"], [_load(0), (JUMP_EQUAL, 1, 0, AF_UNIX), _refuse(EAFNOSUPPORT)]),
    ]
    if may_unshare:
        of_arguments += [
            _when(table["socket"], _never_raw()),
            _when(table["setsockopt"], [_load(1), (JUMP_EQUAL, 1, 0, SOL_IP), (JUMP_EQUAL, 0, 4, SOL_IPV6), *_never_between(2, *FILTER_OPTIONS)]),
            _when(table["ioctl"], _of_devices(of_interfaces)),
        ]
    return head + body + sum(of_arguments, []) + [(RETURN, 0, 0, ALLOW)]


def _when(number, block):
    """Blocks are followed by one another: each begins with the number of the call, and falls through when it has nothing against it."""
    return [(LOAD, 0, 0, OFFSET_NUMBER), (JUMP_EQUAL, 0, len(block), number), *block]


def _load(argument, half=0):
    """The lower half of an argument: all there is of the flags and numbers that are looked at, unless `half` is 1."""
    return (LOAD, 0, 0, 16 + 8 * argument + 4 * half)


def _refuse(errno):
    return (RETURN, 0, 0, ERRNO | errno)


def _only_exactly(argument, value):
    return [
        _load(argument), (JUMP_EQUAL, 1, 0, value), _refuse(EPERM),
        _load(argument, half=1), (JUMP_EQUAL, 1, 0, 0), _refuse(EPERM),
    ]


def _of_routes(may_unshare, of_interfaces):
    if not may_unshare:
        return ALLOW
    return ASK if of_interfaces == ASK else ERRNO | EAFNOSUPPORT


def _only_families(families, of_routes):
    # Past the comparisons that are still to come, and what is said of netlink.
    netlink = [(JUMP_EQUAL, 0, 3, AF_NETLINK), _load(2), (JUMP_EQUAL, 0, 1, NETLINK_ROUTE), (RETURN, 0, 0, of_routes)]
    after = len(netlink) + 1
    known = [(JUMP_EQUAL, len(families) - 1 - index + after, 0, family) for index, family in enumerate(families)]
    return [_load(0), *known, *netlink, _refuse(EAFNOSUPPORT)]


def _of_devices(of_interfaces):
    """Asking is let or asked for, each by its number; whatever changes something is forbidden to all."""
    asked = [] if of_interfaces != ASK else [_load(1), *sum(([(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ASK)] for number in INTERFACE_QUESTIONS), [])]
    return [*asked, *_never_between(1, *DEVICE_REQUESTS)]


def _never_raw():
    return [_load(1), (AND, 0, 0, SOCK_TYPE_MASK), (JUMP_EQUAL, 1, 0, SOCK_RAW), (JUMP_EQUAL, 0, 1, SOCK_PACKET), _refuse(EPERM)]


def _never_between(argument, least, beyond):
    return [_load(argument), (JUMP_AT_LEAST, 0, 2, least), (JUMP_AT_LEAST, 1, 0, beyond), _refuse(EPERM)]
