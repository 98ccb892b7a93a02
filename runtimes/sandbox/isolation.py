"""
An environment's namespaces: the init process that holds them, and how another process enters them and gives up all its power.

Init is the PID namespace's first process. It does nothing but exist: SIGCHLD is ignored, so the kernel reaps what the function leaves
behind, and its death kills everything in the namespace. It dies with its parent, the agent, whatever ends that.
"""
import errno
import fcntl
import os
import resource
import select
import signal
import socket

import syscalls
from handover import send_files, socket_pair
from network import new_socket
from root import SANDBOX_GID, SANDBOX_UID, make_library_folders
from seccomp import forbid_dangerous_calls
from syscalls import (
    CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, CLONE_NEWUTS, MOUNT_ATTR_NODEV, MOUNT_ATTR_NOSUID, MOUNT_ATTR_RDONLY,
    MS_NODEV, MS_NOEXEC, MS_NOSUID, PR_SET_DUMPABLE, PR_SET_PDEATHSIG,
)

SHELL = CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS
# What a fork of a template makes for itself, in one call: seccomp.py allows a template no other. A user namespace is what it takes.
OF_FORKS = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC
OPEN_FILES = 1024
PROCESSES = 1024
MOST_LINKS = 5000
CONNECT_SECONDS = 0.02


class Isolation:
    """
    `template` is the mount namespace in which `build_root` was done, `mode` one of "root", "user-namespace". Without a `network` it is the
    host's, which all share.
    """

    def __init__(self, template, mode, no_layers, machine, network=None, keeps_directory=False):
        self.template = template
        # An empty folder, for functions without layers: what is at /opt before a function comes is for the dynamic linker (root.py).
        self.no_layers = no_layers
        self.machine = machine
        self.mode = mode
        self.keeps_directory = keeps_directory
        self.network = network
        of_network = 0 if network is None else CLONE_NEWNET
        self.shell = SHELL | of_network
        self.of_forks = OF_FORKS | of_network
        self.home_mounts = os.open("/proc/self/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
        self.home_processes = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def start_init(self, cgroup):
        """Gives init's process id, and a socket on which it says `ready`, with what there is of a network, or what was refused."""
        ready, tell = socket_pair()
        pid = self.fork_into_new_processes()
        if pid == 0:
            run_or_exit(lambda: self._be_init(ready, tell, cgroup))
        tell.close()
        return pid, ready

    def fork_into_new_processes(self):
        syscalls.unshare(CLONE_NEWPID)
        return fork_and_return(self.home_processes)

    def fork_into(self, pidfd):
        syscalls.setns(pidfd, CLONE_NEWPID)
        return fork_and_return(self.home_processes)

    def mount_code(self, pidfd, code_dir, opt_dir, hosts_file, bytecode_dir, memory_mib, tmp_mib, is_template):
        """
        Puts the function's code, its layers, its /etc/hosts, the machine as it is to see it, and an empty /tmp into an environment that runs
        already. Nothing covers a part of a template's /proc: the kernel would not let its forks mount theirs.
        """
        trees = []
        try:
            own = [(code_dir, "/var/task"), (opt_dir or self.no_layers, "/opt"), (hosts_file, "/etc/hosts"), (bytecode_dir, "/var/runtime/bytecode")]
            for source, target in [*own, *self.machine.files(memory_mib)]:
                if source is not None and not (is_template and target.startswith("/proc/")):
                    trees.append((syscalls.open_tree(source), target))
            for tree, _target in trees:
                syscalls.set_mount_attributes(tree, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
            names = os.listdir(code_dir)[:MOST_LINKS] if self.keeps_directory else []
            syscalls.setns(pidfd, CLONE_NEWNS)
            try:
                for name in names:
                    if name != "lib":
                        os.symlink("/var/task/" + name, "/var/task/" + name)
                for tree, target in trees:
                    syscalls.move_mount(tree, target)
                mount_tmp(tmp_mib)
            finally:
                syscalls.setns(self.home_mounts, CLONE_NEWNS)
        finally:
            for tree, _target in trees:
                os.close(tree)

    def furnish(self, pidfd, memory_mib, tmp_mib):
        """
        Begins to cover /proc and /tmp in the mount namespace of a fork of a template, which is the first process of its PID namespace. In a fork
        of the agent: only a process of that PID namespace can mount its /proc. Gives what waits for it, and raises what was refused.
        """
        refused, tell = os.pipe()
        syscalls.setns(pidfd, CLONE_NEWPID)
        pid = os.fork()
        if pid == 0:
            run_or_exit(lambda: self._furnish(pidfd, memory_mib, tmp_mib, tell))
        os.close(tell)

        def finish():
            message = os.read(refused, 4096)
            os.close(refused)
            _pid, status = os.waitpid(pid, 0)
            if message or status != 0:
                raise OSError(message.decode("utf-8", "replace") or "the environment has ended")

        return finish

    def _furnish(self, pidfd, memory_mib, tmp_mib, tell):
        try:
            files = self.machine.files(memory_mib)
            trees = [(syscalls.open_tree(source), target) for source, target in files if target.startswith("/proc/")]
            for tree, _target in trees:
                syscalls.set_mount_attributes(tree, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
            syscalls.setns(pidfd, CLONE_NEWNS)
            syscalls.mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
            for tree, target in trees:
                syscalls.move_mount(tree, target)
            mount_tmp(tmp_mib)
        except BaseException as error:
            os.write(tell, str(error).encode())
        os._exit(0)

    def furnish_network(self):
        """In a process that has come into the network of an environment. Gives descriptors, as many listeners as there are first."""
        if self.network is None:
            return []
        listeners, relayed = self.network.furnish()
        return [*listeners, *relayed]

    def enter_network(self, pidfd):
        if self.network is not None:
            syscalls.setns(pidfd, CLONE_NEWNET)

    def connect(self, pidfd, port):
        """A connection to what listens there on loopback in the network of an environment. Raises OSError if nothing does."""
        home = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        try:
            syscalls.setns(pidfd, CLONE_NEWNET)
            end = new_socket(socket.AF_INET, socket.SOCK_STREAM)
        finally:
            syscalls.setns(home, CLONE_NEWNET)
            os.close(home)
        try:
            code = end.connect_ex(("127.0.0.1", port))
            if code == errno.EINPROGRESS:
                # On loopback it is decided at once. Who has more to accept than he takes is not waited for.
                select.select([], [end], [], CONNECT_SECONDS)
                end.getpeername()
            elif code != 0:
                raise OSError(code, os.strerror(code))
        except BaseException:
            end.close()
            raise
        return end

    def tmp_bytes(self, pid):
        files = os.statvfs("/proc/%d/root/tmp" % pid)
        return (files.f_blocks - files.f_bfree) * files.f_frsize

    def kill(self, environment):
        """The kernel kills all others with init."""
        os.kill(environment.init_pid, signal.SIGKILL)

    def _be_init(self, ready, tell, cgroup):
        try:
            syscalls.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            ready.close()
            cgroup.make()
            join_cgroups(cgroup.open_joins())
            syscalls.setns(self.template, CLONE_NEWNS)
            syscalls.unshare(self.shell)
            syscalls.libc.sethostname(b"localhost", 9)
            syscalls.mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
            files = self.furnish_network()
            if self.keeps_directory:
                # Covered by the code when that comes, but not to a process that stands in it: see mount_code.
                syscalls.mount("tmpfs", "/var/task", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=4m")
                make_library_folders("/var/task")
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            os.dup2(os.open("/dev/null", os.O_RDWR), 0)
            os.dup2(0, 1)
            os.dup2(0, 2)
            syscalls.name_process("init")
            give_up_power(self.mode)
            # A change of user takes the wish to die with the parent away.
            syscalls.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            send_files(tell, b"ready", files)
        except BaseException as error:
            tell.send(str(error).encode() or b"refused")
            raise
        syscalls.close_from(3)
        while True:
            signal.pause()


def mount_tmp(tmp_mib):
    # One inode for each page: a function cannot fill the kernel's memory with empty files.
    size = "mode=1777,size=%dm,nr_inodes=%d" % (tmp_mib, tmp_mib * 256)
    syscalls.mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, size)


def fork_and_return(home):
    """A fork is born in the PID namespace that was set for children; the parent's later ones are to be born at home again."""
    pid = -1
    try:
        pid = os.fork()
        return pid
    finally:
        if pid != 0:
            syscalls.setns(home, CLONE_NEWPID)


def enter(pidfd, cgroup_fds, mode, keep, shell, may_unshare=0):
    """
    Turns this process, a fork that stands in the environment's PID namespace, into the function's: in its namespaces (`shell`), without power.
    `keep` are the file descriptors for 0, 1, 2, 3… One that makes environments of itself `may_unshare` these namespaces for them; the last of its files is
    where it hands over by what the agent is asked (asking.py).
    """
    join_cgroups(cgroup_fds)
    if mode != "none":
        syscalls.setns(pidfd, shell)
    os.chdir("/")
    place_files(keep)
    open_files = min(OPEN_FILES, most_open_files())
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not cgroup_fds:
        resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    os.umask(0o022)
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if mode == "none":
        syscalls.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        return
    listener = give_up_power(mode, may_unshare)
    if may_unshare:
        hand_over_listener(len(keep) - 1, listener)
    # After setuid the kernel takes a process for one with secrets, and would keep it from its own /proc/self/fd.
    syscalls.prctl(PR_SET_DUMPABLE, 1)


def most_open_files():
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return OPEN_FILES if hard == resource.RLIM_INFINITY else hard


def place_files(keep):
    """Makes `keep[n]` the descriptor n and closes all others. They are moved up first, so that none overwrites another."""
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, len(keep)) for fd in keep]
    for number, fd in enumerate(high):
        os.dup2(fd, number, inheritable=True)
    syscalls.close_from(len(keep))


def join_cgroups(fds):
    for fd in fds:
        os.write(fd, b"0")


def give_up_power(mode, may_unshare=0):
    if mode == "user-namespace":
        # A namespace of its own, in which the user who runs Squall is called as on AWS.
        syscalls.unshare(CLONE_NEWUSER)
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", "%d 0 1" % SANDBOX_UID)
        _write("/proc/self/gid_map", "%d 0 1" % SANDBOX_GID)
        syscalls.drop_bounding_capabilities()
    else:
        syscalls.drop_bounding_capabilities()
        os.setgroups([])
        os.setresgid(SANDBOX_GID, SANDBOX_GID, SANDBOX_GID)
        os.setresuid(SANDBOX_UID, SANDBOX_UID, SANDBOX_UID)
    syscalls.drop_capabilities()
    return forbid_dangerous_calls(may_unshare)


def hand_over_listener(fd, listener):
    """Before anything of a function runs: whoever has it decides."""
    with socket.socket(fileno=fd) as to:
        if listener is not None:
            send_files(to, b"listener", [listener])
            os.close(listener)


def run_or_exit(work):
    """In a fork: nothing of the parent's stack may run there."""
    try:
        work()
    except ProcessLookupError:
        pass  # the environment was killed before it began
    except BaseException as error:
        os.write(2, ("%s: %s\n" % (type(error).__name__, error)).encode())
    finally:
        os._exit(70)


def _write(path, text):
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
