"""One environment as the agent sees it: init, the function's process, a control group, a pipe for output."""
import json
import os
import signal
import socket
import struct

import syscalls
from extension import Extension
from connection import connect
from handover import close_files, receive_files, send_files, socket_pair
from watch import MemoryWatch, most_bytes, tree_of

MIB = 1024 * 1024
# How much a group whose processes are within the limit may grow before they are looked at again.
STEP = 16 * MIB


class Tools:
    """What environments are made with."""

    def __init__(self, isolation, relay, cgroups, remover, launcher, socket_path):
        self.isolation = isolation
        # The agent's end of the socket to it, if there is one.
        self.relay = relay
        self.cgroups = cgroups
        self.remover = remover
        self.launcher = launcher
        self.socket_path = socket_path
        # The folder of the pipes for output, as a mount that stands nowhere: what a function can see of a pipe (/proc/self/fd/1) is its name, not where
        # it is on the host.
        folder = os.path.dirname(socket_path)
        self.outputs = None if isolation.mode == "none" or not folder else syscalls.open_tree(folder)
        self.watch = MemoryWatch()
        # [time, environment] of those whose function was killed: when their keeper is, if it has not ended by itself.
        self.deadlines = []


def control_pair():
    """For what the agent asks of a template. It is the function's code that has the other end: nothing is read from it, nothing can be written there."""
    ours, theirs = socket_pair()
    ours.shutdown(socket.SHUT_RD)
    ours.setblocking(False)
    return ours, theirs.detach()


def make_output(path, outputs):
    """A pipe that programs may open anew (/dev/stdout). Its folder is Squall's user's alone. Gives one end that holds it, and one to write to."""
    os.mkfifo(path)
    os.chmod(path, 0o622)
    name = path if outputs is None else os.path.basename(path)
    # Read and write: it opens at once, and holds the pipe until Squall has opened its end.
    holding = os.open(name, os.O_RDWR | os.O_CLOEXEC, dir_fd=outputs)
    return holding, os.open(name, os.O_WRONLY | os.O_CLOEXEC, dir_fd=outputs)


class Environment:
    def __init__(self, id, fifo, tools):
        self.id = id
        self.fifo = fifo
        self.tools = tools
        self.cgroup = None
        self.init_pid = None
        # Where whoever makes it says that it is ready.
        self.ready = None
        self.pidfd = None
        self.output_fd = None
        # Of one that is held: where it waits for its variables.
        self.start_fd = None
        self.joins = []
        self.files = []
        self.is_launched = False
        self.function_pid = None
        self.function_status = None
        self.init_is_gone = True
        self.out_of_memory = False
        self.memory_mib = None
        # The most that has been seen of its memory where no group counts it.
        self.watched_bytes = 0
        self.extensions = []
        self.extensions_output_fd = None
        # Of a template: where the agent asks it for forks of itself, and those that live.
        self.control = None
        # Where it hands over by what its filter asks, and that: see asking.py.
        self.handing = None
        self.listener = None
        self.forks = set()
        self.is_killed = False
        self.is_relayed = False

    def begin(self):
        """Init makes group and namespaces by itself, and says so on `ready`: the kernel takes 20 ms, which others need not wait."""
        self.cgroup = self.tools.cgroups.group(self.id)
        self.init_pid, self.ready = self.tools.isolation.start_init(self.cgroup)
        self.init_is_gone = self.init_pid is None

    def finish(self, hold, is_template=False, command=None):
        """With `hold` the function's process waits, in its namespaces and without power, to become its program: `launch` says so."""
        try:
            if self.init_pid is not None:
                self.pidfd = syscalls.pidfd_open(self.init_pid)
            self.joins = self.cgroup.open_joins()
            self.open_files()
            if is_template:
                self.control, theirs = control_pair()
                self.files.append(theirs)
                if self.tools.isolation.of_forks:
                    self.handing, theirs = socket_pair()
                    self.files.append(theirs.detach())
        except BaseException:
            self._close_files()
            raise
        self.start(hold, command)

    def open_files(self):
        self.output_fd, output = make_output(self.fifo, self.tools.outputs)
        self.files += [os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC), output, self._connect()]

    def start(self, hold, command):
        try:
            null, output, *others = self.files
            keep = [null, output, output, *others]
            if hold:
                self.function_pid, self.start_fd = self.tools.launcher.hold(self.pidfd, self.joins, keep, command)
            else:
                may_unshare = self.tools.isolation.of_forks if self.control is not None else 0
                self.function_pid = self.tools.launcher.launch(self.id, self.pidfd, self.joins, keep, may_unshare, command)
            self.is_launched = True
        finally:
            self._close_files()

    def launch(self, environment):
        """What was held becomes its program, with variables of its own."""
        try:
            os.write(self.start_fd, json.dumps(environment).encode() + b"\n")
        except BrokenPipeError:
            pass  # it has ended, and that is about to be told
        self._let_go_of_start()

    def extend(self, fifo, programs, variables):
        """Starts extensions. What they write goes to a pipe of their own, at `fifo`: it is not the function's log."""
        self.require_life()
        self.extensions_output_fd, output = make_output(fifo, self.tools.outputs)
        files = [os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC), output]
        joins = self.cgroup.open_joins()
        try:
            for program in programs:
                extension = Extension(program["name"])
                extension.start(self.tools.isolation, self.pidfd, joins, files, program["path"], variables)
                self.extensions.append(extension)
        finally:
            for fd in [*files, *joins]:
                os.close(fd)

    def signal_function(self, number):
        if self.function_pid is not None and self.function_status is None:
            try:
                os.kill(self.function_pid, number)
            except ProcessLookupError:
                pass  # it has ended, and that is about to be told

    def connect(self, port):
        return self.tools.isolation.connect(self.pidfd, port)

    def assign(self, code_dir, opt_dir, hosts_file, bytecode_dir, memory_mib, tmp_mib):
        self.require_life()
        self.memory_mib = memory_mib
        self.cgroup.set_limits(memory_mib, tmp_mib)
        self.tools.isolation.mount_code(self.pidfd, code_dir, opt_dir, hosts_file, bytecode_dir, memory_mib, tmp_mib, self.control is not None)
        self._let_go_of_output()

    def check_memory(self):
        """Some group has crossed its memory line."""
        if self.memory_mib is None or not self.cgroup.limits_memory:
            return
        limit = self.memory_mib * MIB
        # The kernel tells of reaching the line, once: at the very line it has been reached.
        while self.cgroup.used_memory() >= self.cgroup.memory_line:
            if self.cgroup.memory_of_processes(self.tools.isolation.tmp_bytes(self.init_pid or self.function_pid)) > limit:
                self.end_for_memory()
                return
            # What has been used meanwhile is seen in the next round.
            self.cgroup.draw_memory_line(max(limit, self.cgroup.used_memory() + STEP))

    def pids(self):
        """Of all its processes: what has lost its parent belongs to init."""
        return tree_of((self.function_pid, self.init_pid, *self.extension_pids()))

    def known_pids(self):
        return [pid for pid in (self.function_pid, self.init_pid) if pid is not None]

    def extension_pids(self):
        return [extension.pid for extension in self.extensions if extension.status is None]

    def peak_bytes(self):
        return max(self.watched_bytes, sum(most_bytes(pid) for pid in tree_of((self.function_pid, *self.extension_pids()))))

    def memory_at_end(self):
        """What its group says when nothing of it runs any more; None of one that had no function."""
        if self.memory_mib is None:
            return None
        if not self.cgroup.limits_memory:
            return {"file": 0, "mapped": 0, "anonymous": self.watched_bytes}
        try:
            return self.cgroup.memory()
        except OSError:
            return None

    def end_for_memory(self):
        self.out_of_memory = True
        self.kill()

    def require_life(self):
        if self.is_killed:
            raise OSError("the environment is being killed")

    def freeze(self):
        """True if it is, from now on. What is about to die must not be: it would not."""
        if self.is_killed or not self.cgroup.can_freeze:
            return False
        self.cgroup.freeze()
        return True

    def kill(self):
        self.is_killed = True
        if not self.init_is_gone or self.init_pid is None:
            self.tools.isolation.kill(self)
        # The kill is waiting for them: they do nothing else any more.
        for environment in (self, *self.forks):
            if environment.cgroup is not None:
                environment.cgroup.thaw()

    def on_exit(self, pid, status):
        """Whether it was one of this environment's processes."""
        if pid == self.init_pid:
            self.init_is_gone = True
            return True
        if pid == self.function_pid:
            return self.on_function_exit(status)
        return False

    def on_function_exit(self, status):
        self.function_status = status
        self.out_of_memory = self.out_of_memory or (self._was_killed() and self.cgroup.was_out_of_memory())
        if not self.extension_pids():
            self.kill()  # whatever the function has started ends with it
        # Extensions outlive it: they are told of the end first, by Squall, which then kills the environment.
        return True

    def on_extension_exit(self, pid, status):
        """The extension that has ended, or None."""
        for extension in self.extensions:
            if extension.pid == pid and extension.status is None:
                extension.end(status)
                return extension
        return None

    def _was_killed(self):
        return os.WIFSIGNALED(self.function_status) and os.WTERMSIG(self.function_status) == signal.SIGKILL

    def is_over(self):
        if self.init_pid is None and self.extension_pids():
            return False  # without a namespace nothing ends them with the function
        return self.init_is_gone and (self.function_status is not None or not self.is_launched)

    def exit_status(self):
        """The exit code and the signal's number: one of them is None."""
        if self.function_status is None:
            return None, signal.SIGKILL
        if os.WIFSIGNALED(self.function_status):
            return None, os.WTERMSIG(self.function_status)
        return os.WEXITSTATUS(self.function_status), None

    def remove(self):
        self.let_go()
        if self.cgroup is not None:
            self.cgroup.remove()

    def let_go(self):
        """Of all but its group. Gives where that is."""
        self._let_go_of_output()
        self._let_go_of_start()
        self._let_go_of_relay()
        self._close_files()
        if self.extensions_output_fd is not None:
            os.close(self.extensions_output_fd)
            self.extensions_output_fd = None
        for extension in self.extensions:
            extension.close()
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.handing is not None:
            self.handing.close()
            self.handing = None
        if self.listener is not None:
            os.close(self.listener)
            self.listener = None
        if self.pidfd is not None:
            os.close(self.pidfd)
            self.pidfd = None
        self.forget()
        return set() if self.cgroup is None else self.cgroup.places()

    def sources(self):
        """What is listened to as long as it lives."""
        return [source for source in (self.handing, self.listener) if source is not None]

    def take_listener(self):
        """Gives whether there is one."""
        _message, files = receive_files(self.handing)
        self.handing.close()
        self.handing = None
        self.listener = files[0] if files else None
        return self.listener is not None

    def take_ready(self):
        """What was said on `ready`, and the files that came with it."""
        message, files = receive_files(self.ready)
        self.ready.close()
        self.ready = None
        return message, files

    def take_network(self, files):
        """Gives the listeners, which Squall is to get; the rest the relay gets."""
        network = self.tools.isolation.network
        listeners = [] if network is None else files[: len(network.listeners)]
        if self.tools.relay is not None:
            self.is_relayed = True
            relayed = files[len(listeners) :]
            send_files(self.tools.relay, json.dumps({"open": self.id}).encode(), relayed)
            close_files(relayed)
        return listeners

    def _let_go_of_relay(self):
        if self.is_relayed:
            self.is_relayed = False
            try:
                send_files(self.tools.relay, json.dumps({"close": self.id}).encode(), [])
            except OSError:
                pass  # the relay has ended, and the agent is about to

    def forget(self):
        """Nothing holds it any more."""

    def discard(self):
        """After a start that failed half way."""
        self.kill()
        self.wait_and_remove()

    def wait_and_remove(self):
        """The function's process first: the kernel lets init go only when all others have been waited for."""
        for pid in (self.function_pid, *self.extension_pids(), self.init_pid):
            try:
                if pid is not None:
                    os.waitpid(pid, 0)
            except ChildProcessError:
                pass  # the zygote's child, or waited for already
        self.remove()

    def _connect(self):
        """To Squall; the first frame says whose connection it is."""
        return connect(self.tools.socket_path, self.id).detach()

    def _close_files(self):
        for fd in [*self.joins, *self.files]:
            os.close(fd)
        self.joins, self.files = [], []

    def _let_go_of_start(self):
        if self.start_fd is not None:
            os.close(self.start_fd)
            self.start_fd = None

    def _let_go_of_output(self):
        if self.output_fd is not None:
            os.close(self.output_fd)
            self.output_fd = None
