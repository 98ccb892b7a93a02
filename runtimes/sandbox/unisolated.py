"""
No isolation, for kernels that refuse it and users who have said that they want to run functions all the same: an environment is an
ordinary process tree of Squall's user, with the host's files. Control groups still limit it where there are any.
"""
import os
import signal

import syscalls
from watch import tree_of


class Unisolated:
    mode = "none"
    network = None
    shell = 0
    of_forks = 0

    def start_init(self, cgroup):
        cgroup.make()
        return None, None

    def fork_into(self, _pidfd):
        """No namespace ends a fork that nobody has been told of yet: it ends with its parent."""
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
        return pid

    def mount_code(self, _pidfd, _code_dir, _opt_dir, _hosts_file, _bytecode_dir, _memory_mib, _tmp_mib, _is_template):
        """The function is told where its code is."""

    def furnish(self, _pidfd, _memory_mib, _tmp_mib):
        """All have the host's /proc and /tmp: there is nothing to wait for."""
        return lambda: None

    def furnish_network(self):
        return []

    def enter_network(self, _pidfd):
        """All have the host's."""

    def tmp_bytes(self, _pid):
        return 0

    def kill(self, environment):
        """What has left the tree is found by its session, or by its group; what has left those too stays."""
        roots = [pid for pid in (environment.function_pid, *environment.extension_pids()) if pid is not None]
        pids = tree_of(roots)
        for pid in roots:
            pids |= members_of_session(pid)
        for pid in pids | environment.cgroup.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def make_links(at, binds, links):
    """Where a sandbox mounts the interpreter and the runtime, there are links."""
    for source, target in [*binds, *links]:
        path = at + target
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(at + source if source.startswith("/var/") else source, path)


def with_links(at, command):
    return [at + word if word.startswith("/var/") else word for word in command]


def members_of_session(session):
    found = set()
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.getsid(int(name)) == session:
                found.add(int(name))
        except OSError:
            pass
    return found
