"""What the agent stands on: its namespaces, and the root directory of which environments have copies. Made once, before the first of them."""
import os
import signal

import syscalls
from isolation import Isolation, run_or_exit
from machine import Machine
from network import RESOLVER
from root import build_root
from syscalls import (
    CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_REC, MS_SLAVE, PR_SET_PDEATHSIG,
)
from unisolated import Unisolated, make_links

# Where Squall speaks to the agent.
CONTROL_FD = 3


def isolate(settings, network):
    mode = settings["mode"]
    if mode == "none":
        make_links(settings["mountPoint"], settings["binds"], settings.get("links", []))
        return Unisolated()
    if mode == "root":
        syscalls.unshare(CLONE_NEWNS)
    syscalls.mount(None, "/", None, MS_SLAVE | MS_REC)
    if mode == "user-namespace":
        syscalls.mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    keeps_directory = settings["launch"].get("keepsDirectory", False)
    at = settings["mountPoint"]
    machine = Machine(at + "-machine")
    return Isolation(make_template(settings, mode == "user-namespace", network), mode, at, machine, network, keeps_directory)


def become_root_of_namespace():
    """
    In a fork: a PID namespace takes in only children, and only to one that belongs to the user namespace can one come back (setns). The
    process that was started waits for the fork.
    """
    uid, gid = os.getuid(), os.getgid()
    syscalls.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID)
    for path, text in (("setgroups", "deny"), ("uid_map", "0 %d 1" % uid), ("gid_map", "0 %d 1" % gid)):
        with open("/proc/self/" + path, "w", encoding="ascii") as file:
            file.write(text)
    pid = os.fork()
    if pid != 0:
        syscalls.close_from(CONTROL_FD)
        os.waitpid(pid, 0)
        os._exit(0)
    syscalls.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def make_template(settings, in_user_namespace, network):
    """A mount namespace with the root that environments copy; held by the file descriptor alone."""
    ready, tell = os.pipe()
    hold, release = os.pipe()
    pid = os.fork()
    if pid == 0:
        run_or_exit(lambda: build_template(settings, in_user_namespace, network, tell, hold, release))
    os.close(tell)
    os.close(hold)
    answer = os.read(ready, 4096)
    namespace = os.open("/proc/%d/ns/mnt" % pid, os.O_RDONLY | os.O_CLOEXEC) if answer == b"ready" else None
    os.close(ready)
    os.close(release)
    os.waitpid(pid, 0)
    if namespace is None:
        raise RuntimeError("no root directory could be made for functions: " + answer.decode("utf-8", "replace"))
    return namespace


def build_template(settings, in_user_namespace, network, tell, hold, release):
    os.close(release)
    try:
        syscalls.unshare(CLONE_NEWNS)
        resolver = RESOLVER if network is not None and network.outside else None
        build_root(settings["mountPoint"], settings["binds"], settings.get("links", []), in_user_namespace, resolver)
        os.write(tell, b"ready")
        os.read(hold, 1)
    except BaseException as error:
        os.write(tell, str(error).encode())
    os._exit(0)
