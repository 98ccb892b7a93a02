"""
An environment made from a snapshot: a fork of its template, which has the function loaded. It has namespaces and a control group of its own,
and two processes to begin with: the keeper, first of its PID namespace, which waits for the other, the function's.

Both are copies of a process in which the function's code has run, so nothing they say is believed but of themselves: which processes they
are the kernel says, and only those below their template are taken for them.
"""
import json
import os
import signal
import socket
import time

import syscalls
from environment import Environment
from handover import receive_files, send_files, socket_pair
from isolation import run_or_exit
from unisolated import members_of_session
from watch import is_below, tree_of

MOST_BYTES = 64
# A status as `wait` gives it.
MOST_STATUS = 0xFFFF
# How long a keeper has to tell of the end of a function that was killed.
KEEPER_SECONDS = 0.2


class RestoredEnvironment(Environment):
    def __init__(self, id, fifo, tools, template):
        super().__init__(id, fifo, tools)
        self.template = template
        template.forks.add(self)
        self.cgroup = tools.cgroups.group(id)
        # Where its processes tell of themselves: the keeper of its beginning and of the function's end, the function's of its beginning.
        self.report = None
        self.function_pidfd = None

    def ask(self, memory_mib, tmp_mib):
        """The template forks; the fork tells of itself on `report`. Meanwhile its group is made, which says on `ready` how that went."""
        try:
            self._begin_group(memory_mib, tmp_mib)
            self.open_files()
            self.report, theirs = report_pair()
            self.files.append(theirs)
            message = json.dumps({"id": self.id, "unshare": self.tools.isolation.of_forks}).encode()
            send_files(self.template.control, message, self.files)
            self.is_launched = True
        finally:
            self._close_files()

    def read_report(self):
        """
        Gives `keeper` when that is known, `ended` when nothing more is to come, else None. Raises ValueError or OSError at
        whatever a fork does not say.
        """
        size = socket.CMSG_SPACE(12)
        try:
            data, ancillary, _flags, _address = self.report.recvmsg(MOST_BYTES, size)
        except BlockingIOError:
            return None
        if not data:
            self.close_report()
            return "ended"
        word, _space, rest = data.partition(b" ")
        if word == b"ended":
            self._take_status(rest)
            self.close_report()
            return "ended"
        pid = self._sender(ancillary)
        if data == b"keeper" and self.init_pid is None:
            self.init_pid, self.pidfd, self.init_is_gone = pid, syscalls.pidfd_open(pid), False
            self.tell_group(pid, self.pidfd)
            return "keeper"
        if data == b"function" and self.init_pid is not None and self.function_pid is None:
            if not is_below(pid, (self.init_pid,)):
                raise ValueError("a fork of a snapshot is not its keeper's")
            self.function_pid, self.function_pidfd = pid, syscalls.pidfd_open(pid)
            self.tell_group(pid, self.function_pidfd)
            return None
        raise ValueError("a fork of a snapshot has said what it may not: %r" % data)

    def _take_status(self, text):
        status = int(text) if text.isdigit() and len(text) <= 6 else -1
        if not 0 <= status <= MOST_STATUS or self.function_pid is None:
            raise ValueError("a fork of a snapshot has ended with %r" % text)
        if self.function_status is None:
            self.on_function_exit(status)

    def _sender(self, ancillary):
        for level, kind, value in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
                pid = int.from_bytes(value[:4], "little")
                if is_below(pid, self.template.known_pids()):
                    return pid
        raise ValueError("a fork of a snapshot is not its template's")

    def close_report(self):
        if self.report is not None:
            self.report.close()
            self.report = None

    def _begin_group(self, memory_mib, tmp_mib):
        """By a fork of the agent's, whose wait (20 ms) holds up nobody else: it makes the group beside the template's fork, and waits for its processes."""
        self.ready, theirs = socket_pair()
        if os.fork() == 0:
            self.ready.close()
            run_or_exit(lambda: self._make_group(theirs, memory_mib, tmp_mib))
        theirs.close()

    def tell_group(self, pid, pidfd):
        """Of the keeper, then of the function's process."""
        try:
            send_files(self.ready, b"%d" % pid, [pidfd])
        except OSError:
            pass  # it has failed, and that is about to be read

    def _end_group(self):
        """Nobody comes any more for whom it waits."""
        if self.ready is not None:
            self.ready.shutdown(socket.SHUT_WR)

    def _make_group(self, agent, memory_mib, tmp_mib):
        try:
            self.cgroup.make()
            joins = self.cgroup.open_joins()
            keeper, pidfd = receive_process(agent)
            self.tools.isolation.enter_network(pidfd)
            files = self.tools.isolation.furnish_network()
            # Not before it is there: it is the second in its PID namespace, and what covers /proc is a process of that.
            function, _pidfd = receive_process(agent)
            # Beside what follows: an event waits, and the kernel takes its time over each.
            finish_furnishing = self.tools.isolation.furnish(pidfd, memory_mib, tmp_mib)
            for fd in joins:
                for pid in (keeper, function):
                    os.write(fd, pid)
            finish_furnishing()
            send_files(agent, b"ready", files)
        except BaseException as error:
            agent.send(str(error).encode() or b"refused")
        os._exit(0)

    def set_limits(self, memory_mib, tmp_mib):
        self.memory_mib = memory_mib
        self.cgroup.set_limits(memory_mib, tmp_mib)

    def kill(self):
        """All in its PID namespace end with the keeper. Before that is known nobody will listen to it: then it ends by itself."""
        self.is_killed = True
        self._end_group()
        if self.pidfd is None:
            self.close_report()
            return
        if self.tools.isolation.mode == "none":
            self._kill_each()
        # If the function has just ended by itself, only the keeper knows how: it has a moment to tell.
        if self.function_status is None and self.function_pidfd is not None:
            syscalls.send_signal(self.function_pidfd, signal.SIGKILL)
            self.tools.deadlines.append((time.monotonic() + KEEPER_SECONDS, self))
        else:
            self.end_keeper()
        self.cgroup.thaw()

    def end_keeper(self):
        syscalls.send_signal(self.pidfd, signal.SIGKILL)

    def _kill_each(self):
        pids = self._group_members()
        if self.function_pid is not None:
            pids |= members_of_session(self.function_pid)
        if self.function_status is None:
            pids |= tree_of((self.function_pid,))
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def on_exit(self, _pid, _status):
        """None of its processes is the agent's child."""
        return False

    def on_keeper_exit(self):
        self.init_is_gone = True
        if self.function_status is None and self.function_pid is not None:
            self.on_function_exit(signal.SIGKILL)

    def is_over(self):
        """Of one that nobody knows yet there is nothing to wait for when it is not wanted any more."""
        return self.report is None if self.pidfd is None else self.init_is_gone

    def sources(self):
        return [source for source in (self.report, self.pidfd) if source is not None]

    def signal_function(self, number):
        if self.function_pidfd is not None:
            syscalls.send_signal(self.function_pidfd, number)

    def forget(self):
        self._end_group()
        self.close_report()
        if self.function_pidfd is not None:
            os.close(self.function_pidfd)
            self.function_pidfd = None
        self.template.forks.discard(self)

    def wait_and_remove(self):
        """Its processes are no children of the agent's."""
        self.remove()

    def _group_members(self):
        try:
            return self.cgroup.processes()
        except OSError:
            return set()  # it was not made yet


def receive_process(agent):
    """Its number, as a group takes it, and its descriptor. Raises OSError where none is to come."""
    pid, files = receive_files(agent)
    if not pid:
        raise OSError("the environment has ended")
    return pid, files[0]


def report_pair():
    """Ours says who sends: the kernel's word, not the sender's."""
    ours, theirs = socket_pair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    ours.setblocking(False)
    return ours, theirs.detach()
