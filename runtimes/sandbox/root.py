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
_ETC_FOLDERS = ("pki/tls/certs", "pki/ca-trust/extracted", "ca-certificates", "alternatives", "crypto-policies", "fonts")
_MOUNT_POINTS = (
    "proc", "dev", "etc", "tmp", "opt", "var/task", "var/runtime/bytecode", "var/lang", "var/tmp", "home", "run", "mnt", "sys/devices/system/cpu",
)

# Where libraries of functions and of layers are looked for besides `lib` itself. Source: ld.so(8), "glibc-hwcaps".
_LIBRARY_FOLDERS = ("lib", "lib/glibc-hwcaps/x86-64-v2", "lib/glibc-hwcaps/x86-64-v3", "lib/glibc-hwcaps/x86-64-v4")

# Programs that look which Linux they are on (Prisma) choose by these what runs on AWS.
_RELEASE = "Amazon Linux release 2023.9.20250929 (Amazon Linux)\n"
_OS_RELEASE = """NAME="Amazon Linux"
VERSION="2023"
ID="amzn"
ID_LIKE="fedora"
VERSION_ID="2023"
PLATFORM_ID="platform:al2023"
PRETTY_NAME="Amazon Linux 2023.9.20250929"
ANSI_COLOR="0;33"
CPE_NAME="cpe:2.3:o:amazon:amazon_linux:2023"
HOME_URL="https://aws.amazon.com/linux/amazon-linux-2023/"
DOCUMENTATION_URL="https://docs.aws.amazon.com/linux/"
SUPPORT_URL="https://aws.amazon.com/premiumsupport/"
BUG_REPORT_URL="https://github.com/amazonlinux/amazon-linux-2023"
VENDOR_NAME="AWS"
VENDOR_URL="https://aws.amazon.com/"
SUPPORT_END="2029-06-30"
"""

# AWS's images begin with it, and programs look for it to know where they are.
_ENTRYPOINT = """#!/bin/sh
[ $# -eq 1 ] || { echo "entrypoint requires the handler name to be the first argument" >&2; exit 142; }
export _HANDLER="$1"
exec /var/runtime/bootstrap
"""

# Where distributions keep the certificates that programs trust, all in one file, and where those of Amazon Linux and of AWS's runtimes look.
_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem")
_BUNDLE = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"
_BUNDLE_LINKS = (
    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/tls/cert.pem", "/etc/ssl/cert.pem", "/etc/ssl/certs/ca-bundle.crt",
    "/etc/ssl/certs/ca-certificates.crt", "/var/runtime/ca-cert.pem",
)
_MOST_CERTIFICATES, _MOST_CERTIFICATE_BYTES = 2000, 1 << 20
_LOCALES = "usr/lib/locale"


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
    for folder in ("opt", "var/task"):
        make_library_folders(os.path.join(at, folder))
    _fill_etc(at, resolver)
    _write(at + "/lambda-entrypoint.sh", _ENTRYPOINT)
    os.chmod(at + "/lambda-entrypoint.sh", 0o755)
    _add_locale(at)
    _fill_dev(at, in_user_namespace)
    for source, target in binds:
        _bind(source, at + target)
    for target, path in links:
        os.makedirs(os.path.dirname(at + path), exist_ok=True)
        os.symlink(target, at + path)
    _add_certificates(at)
    if in_user_namespace:
        # The kernel lets a user namespace mount a process's own /proc only where one is visible already; each environment covers it.
        syscalls.mount("/proc", at + "/proc", None, MS_BIND | MS_REC)
    os.chdir(at)
    syscalls.pivot_root(".", ".")
    syscalls.unmount(".", MNT_DETACH)
    os.chdir("/")
    syscalls.mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID)


def make_library_folders(at):
    """
    The dynamic linker looks once whether a folder that it searches is there. A process that boots before its function comes finds these, and
    the function's own when that covers them.
    """
    for name in _LIBRARY_FOLDERS:
        os.makedirs(os.path.join(at, name), exist_ok=True)


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
    _show_certificates("/etc/ssl/certs", at + "/etc/ssl/certs")
    _write(at + "/etc/os-release", _OS_RELEASE)
    _write(at + "/etc/system-release", _RELEASE)
    if os.path.isfile(at + "/usr/lib/os-release"):
        _bind(at + "/etc/os-release", at + "/usr/lib/os-release")
    _write(at + "/etc/passwd", (
        "root:x:0:0:root:/root:/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/:/sbin/nologin\n"
        "sbx_user1051:x:%d:%d::/home/sbx_user1051:/sbin/nologin\n" % (SANDBOX_UID, SANDBOX_GID)
    ))
    _write(at + "/etc/group", "root:x:0:\nnobody:x:65534:\nsbx_user1051:x:%d:\n" % SANDBOX_GID)


def _show_certificates(source, target):
    """As links and small copies, so that AWS's own name for the bundle can be beside them; as it is where that would be much."""
    if not os.path.isdir(source):
        return
    entries = list(os.scandir(source))
    files = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
    is_much = len(entries) > _MOST_CERTIFICATES or sum(entry.stat().st_size for entry in files) > _MOST_CERTIFICATE_BYTES
    if is_much or not all(os.access(entry.path, os.R_OK) for entry in files):
        _bind(source, target)
        return
    os.makedirs(target, exist_ok=True)
    for entry in entries:
        path = os.path.join(target, entry.name)
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), path)
        elif entry.is_dir():
            _bind(entry.path, path)
        elif entry.is_file():
            shutil.copyfile(entry.path, path)
            os.chmod(path, 0o644)


def _add_certificates(at):
    """Where the host has none in a file there is nothing to trust, as on the host."""
    found = next(filter(os.path.isfile, _BUNDLES), None)
    if found is None:
        return
    if not os.path.exists(at + _BUNDLE):
        os.makedirs(os.path.dirname(at + _BUNDLE), exist_ok=True)
        shutil.copyfile(found, at + _BUNDLE)
        os.chmod(at + _BUNDLE, 0o644)
    for path in _BUNDLE_LINKS:
        os.makedirs(os.path.dirname(at + path), exist_ok=True)
        # What is the host's own folder is read-only, and stays as it is.
        if not os.path.lexists(at + path) and os.access(os.path.dirname(at + path), os.W_OK):
            os.symlink(_BUNDLE, at + path)


def _add_locale(at):
    """LANG names it on AWS, so programs ask for it. Where the host has not made it, the C library's own with the same characters stands for it."""
    source, target = "/" + _LOCALES, os.path.join(at, _LOCALES)
    own = source + "/C.utf8"
    if not os.path.isdir(own) or os.path.exists(source + "/en_US.utf8") or os.path.exists(source + "/locale-archive"):
        return
    syscalls.mount("squall", target, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64k")
    for name in os.listdir(source):
        _bind(os.path.join(source, name), os.path.join(target, name))
    _bind(own, target + "/en_US.utf8")


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
    elif not os.path.exists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write(target, "")
    syscalls.mount(source, target, None, MS_BIND | MS_REC)
    syscalls.set_mount_attributes(target, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)


def _write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
