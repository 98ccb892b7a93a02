"""
An environment made from a snapshot: a fork of its template, which has the function loaded. It lives in the template's PID namespace, with a
mount namespace, a /tmp and a control group of its own.
"""
import array
import json
import os
import signal
import socket

import syscalls
from environment import Environment
from isolation import run_or_exit
from unisolated import members_of_session
from watch import tree_of


class RestoredEnvironment(Environment):
    def __init__(self, id, fifo, tools, template):
        super().__init__(id, fifo, tools)
        self.template = template
        template.forks.add(self)
        self.cgroup = tools.cgroups.group(id)

    def ask(self):
        """The template forks; its fork tells of itself in a message."""
        try:
            self.open_files()
            message = json.dumps({"id": self.id, "mode": self.tools.isolation.mode}).encode()
            descriptors = array.array("i", self.files)
            self.template.control.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)])
            self.is_launched = True
        finally:
            self._close_files()

    def begin_group(self, pid):
        """By a fork of the agent's, whose wait (20 ms) holds up nobody else. Says `ready` on `ready_fd`."""
        self.function_pid = pid
        self.pidfd = syscalls.pidfd_open(pid)
        self.ready_fd, tell = os.pipe2(os.O_CLOEXEC)
        if os.fork() == 0:
            run_or_exit(lambda: self._make_group(tell))
        os.close(tell)

    def _make_group(self, tell):
        try:
            self.cgroup.make()
            for fd in self.cgroup.open_joins():
                os.write(fd, b"%d" % self.function_pid)
            os.write(tell, b"ready")
        except BaseException as error:
            os.write(tell, str(error).encode())
        os._exit(0)

    def assign_limits(self, memory_mib, tmp_mib):
        self.memory_mib = memory_mib
        self.cgroup.set_limits(memory_mib, tmp_mib)
        self.tools.isolation.mount_tmp(self.pidfd, tmp_mib)

    def kill(self):
        self.is_killed = True
        if self.function_pid is None:
            return
        pids = members_of_session(self.function_pid) | self._group_members()
        if self.function_status is None:
            pids |= tree_of((self.function_pid,))
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.cgroup.thaw()

    def forget(self):
        self.template.forks.discard(self)

    def pids(self):
        return tree_of((self.function_pid,))

    def end_with_template(self):
        if self.function_status is None:
            self.function_status = signal.SIGKILL

    def wait_and_remove(self):
        """Its process is the template's child, which waits for it."""
        self.remove()

    def _group_members(self):
        try:
            return self.cgroup.processes()
        except OSError:
            return set()  # it was not made yet
