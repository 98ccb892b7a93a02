"""
The root directory that functions see, built once and then copied by every environment: what an interpreter needs of the host,
read-only, and nothing else.
"""
import os
import shutil

import syscalls
from syscalls import (
    MNT_DETACH, MOUNT_ATTR_NODEV, MOUNT_ATTR_NOSUID, MOUNT_ATTR_RDONLY, MS_BIND, MS_NODEV, MS_NOSUID, MS_PRIVATE, MS_RDONLY, MS_REC,
    MS_REMOUNT,
)

SANDBOX_UID = 993
SANDBOX_GID = 990

_DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}
_SYSTEM_FOLDERS = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
_ETC_FILES = (
    "resolv.conf", "hosts", "nsswitch.conf", "host.conf", "gai.conf", "services", "protocols", "localtime", "ld.so.cache",
    "mime.types", "ssl/openssl.cnf",
)
_ETC_FOLDERS = ("ssl/certs", "pki/tls/certs", "pki/ca-trust/extracted", "ca-certificates", "alternatives", "crypto-policies")
_MOUNT_POINTS = ("proc", "dev", "etc", "tmp", "opt", "var/task", "var/runtime", "var/lang")


def build_root(at, binds, links, in_user_namespace, resolver=None):
    """
    Makes the root at the directory `at` and moves this process into it. The process must be alone in its mount namespace.
    `binds` are [path on the host, path inside] of directories and files, read-only; `links` are [target, path inside]. Where functions have
    a network of their own, names are asked of the `resolver` instead of the host's own, which might be at the host's loopback.
    """
    syscalls.mount(None, "/", None, MS_PRIVATE | MS_REC)
    syscalls.mount("squall", at, "tmpfs", MS_NOSUID, "mode=755,size=8m")
    for folder in _MOUNT_POINTS:
        os.makedirs(os.path.join(at, folder), exist_ok=True)
    for name in _SYSTEM_FOLDERS:
        _show_system_folder(at, name)
    _fill_etc(at, resolver)
    _fill_dev(at, in_user_namespace)
    for source, target in binds:
        _bind(source, at + target)
    for target, path in links:
        os.symlink(target, at + path)
    if in_user_namespace:
        # The kernel lets a user namespace mount a process's own /proc only where one is visible already; each environment covers it.
        syscalls.mount("/proc", at + "/proc", None, MS_BIND | MS_REC)
    os.chdir(at)
    syscalls.pivot_root(".", ".")
    syscalls.unmount(".", MNT_DETACH)
    os.chdir("/")
    syscalls.mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID)


def _show_system_folder(at, name):
    source, target = "/" + name, os.path.join(at, name)
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
    elif os.path.isdir(source):
        _bind(source, target)


def _fill_etc(at, resolver):
    for name in _ETC_FILES:
        source, target = "/etc/" + name, os.path.join(at, "etc", name)
        if os.path.isfile(source):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copyfile(source, target)
            os.chmod(target, 0o644)
    if resolver is not None:
        _write(at + "/etc/resolv.conf", "nameserver %s\n" % resolver + _resolver_settings())
    # AWS's names for the environment itself, where extensions listen for telemetry.
    with open(at + "/etc/hosts", "a", encoding="utf-8") as hosts:
        hosts.write("\n127.0.0.1 sandbox.localdomain sandbox\n")
    for name in _ETC_FOLDERS:
        if os.path.isdir("/etc/" + name):
            _bind("/etc/" + name, os.path.join(at, "etc", name))
    _write(at + "/etc/passwd", (
        "root:x:0:0:root:/root:/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/:/sbin/nologin\n"
        "sbx_user1051:x:%d:%d::/home/sbx_user1051:/sbin/nologin\n" % (SANDBOX_UID, SANDBOX_GID)
    ))
    _write(at + "/etc/group", "root:x:0:\nnobody:x:65534:\nsbx_user1051:x:%d:\n" % SANDBOX_GID)


def _resolver_settings():
    """Which names are looked for where, as on the host."""
    try:
        with open("/etc/resolv.conf", encoding="utf-8", errors="replace") as file:
            return "".join(line for line in file if line.split()[:1] in (["search"], ["domain"], ["options"]))
    except OSError:
        return ""


def _fill_dev(at, in_user_namespace):
    for name, (major, minor) in _DEVICES.items():
        target = os.path.join(at, "dev", name)
        if in_user_namespace:
            _write(target, "")
            syscalls.mount("/dev/" + name, target, None, MS_BIND)
        else:
            os.mknod(target, 0o020666, os.makedev(major, minor))
            os.chmod(target, 0o666)
    os.symlink("/proc/self/fd", at + "/dev/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink("/proc/self/fd/%d" % number, os.path.join(at, "dev", name))


def _bind(source, target):
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write(target, "")
    syscalls.mount(source, target, None, MS_BIND | MS_REC)
    syscalls.set_mount_attributes(target, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)


def _write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
