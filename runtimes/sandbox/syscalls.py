"""The system calls Python's standard library has no function for. Each raises OSError with the kernel's errno and its name."""
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC = 32, 4096, 16384
MS_PRIVATE, MS_SLAVE = 1 << 18, 1 << 19
MNT_DETACH = 2

AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
OPEN_TREE_CLONE, OPEN_TREE_CLOEXEC = 1, 0o2000000
MOVE_MOUNT_F_EMPTY_PATH = 4
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NAME, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 15, 24, 36, 38

CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_SYS_ADMIN = 10, 12, 21

# These numbers are the same on every architecture: they were given after the numbers were made common.
SYS_PIDFD_SEND_SIGNAL, SYS_OPEN_TREE, SYS_MOVE_MOUNT = 424, 428, 429
SYS_PIDFD_OPEN, SYS_CLOSE_RANGE, SYS_MOUNT_SETATTR = 434, 436, 442
SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def unshare(flags):
    _check(libc.unshare(flags), "unshare")


def setns(fd, flags):
    _check(libc.setns(fd, flags), "setns")


def mount(source, target, kind=None, flags=0, data=None):
    result = libc.mount(_path(source), _path(target), _path(kind), ctypes.c_ulong(flags), _path(data))
    _check(result, "mount", target)


def unmount(target, flags=0):
    _check(libc.umount2(_path(target), flags), "umount2", target)


def pivot_root(new_root, put_old):
    number = SYS_PIVOT_ROOT[os.uname().machine]
    _check(libc.syscall(number, _path(new_root), _path(put_old)), "pivot_root", new_root)


def open_tree(path):
    """A copy of the mount at the path that stands nowhere yet: a file descriptor."""
    fd = libc.syscall(SYS_OPEN_TREE, AT_FDCWD, _path(path), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC)
    return _check(fd, "open_tree", path)


def move_mount(fd, target):
    _check(libc.syscall(SYS_MOVE_MOUNT, fd, b"", AT_FDCWD, _path(target), MOVE_MOUNT_F_EMPTY_PATH), "move_mount", target)


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns_fd")]


def set_mount_attributes(target, attributes):
    """On a path (with all mounts below it), or on a file descriptor of `open_tree`."""
    values = _MountAttributes(attributes, 0, 0, 0)
    at, path, flags = (target, b"", AT_EMPTY_PATH) if isinstance(target, int) else (AT_FDCWD, _path(target), AT_RECURSIVE)
    size = ctypes.c_size_t(ctypes.sizeof(values))
    _check(libc.syscall(SYS_MOUNT_SETATTR, at, path, flags, ctypes.byref(values), size), "mount_setattr", str(target))


def pidfd_open(pid):
    return _check(libc.syscall(SYS_PIDFD_OPEN, pid, 0), "pidfd_open")


def send_signal(pidfd, number):
    """To the very process the file descriptor stands for. One that has ended needs none: whether it had not yet."""
    if libc.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, number, None, 0) == 0:
        return True
    if ctypes.get_errno() == errno.ESRCH:
        return False
    return _check(-1, "pidfd_send_signal")


def close_from(first):
    """Closes this file descriptor and all above it."""
    _check(libc.syscall(SYS_CLOSE_RANGE, first, ctypes.c_uint(-1), 0), "close_range")


def prctl(option, value):
    arguments = [ctypes.c_ulong(number) for number in (value, 0, 0, 0)]
    _check(libc.prctl(option, *arguments), "prctl")


def name_process(name):
    """What others see of this process, in place of the command line it was started with."""
    short = ctypes.create_string_buffer(name.encode()[:15])
    prctl(PR_SET_NAME, ctypes.addressof(short))
    with open("/proc/self/stat", encoding="utf-8", errors="replace") as file:
        # Counted from the end of the second field, which may hold anything: the 48th and the 49th.
        start, end = (int(word) for word in file.read().rpartition(")")[2].split()[45:47])
    text = name.encode()[: max(0, end - start - 1)]
    ctypes.memset(start, 0, end - start)
    ctypes.memmove(start, text, len(text))


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


def drop_bounding_capabilities():
    """Nothing executed later can get one. Needs CAP_SETPCAP."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            return  # past the last one that this kernel has


def drop_capabilities():
    keep_capabilities(())


def keep_capabilities(kept):
    """These, each below 32, and no others."""
    mask = sum(1 << capability for capability in kept)
    header = _CapabilityHeader(0x20080522, 0)
    _check(libc.capset(ctypes.byref(header), (ctypes.c_uint32 * 6)(mask, mask)), "capset")


def _path(value):
    return None if value is None else os.fsencode(value)


def _check(result, call, subject=""):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (call, os.strerror(number)), subject)
    return result
