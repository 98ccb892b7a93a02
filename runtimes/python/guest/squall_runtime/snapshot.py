"""
SnapStart: a process that has loaded its function and forks environments of itself. What was loaded is there at once; threads and whatever
else a fork loses the function makes again in its hooks. Source: "Implement code before or after Lambda function snapshots".
"""
import array
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys

from . import frames
from .modules import SANDBOX_DIR
from .snapshot_files import copy_files, make_readable

CONTROL_FD = 4
# Descriptors that come with the agent's message: null, the output, the connection, the report.
DESCRIPTORS = 4


def run_before_snapshot():
    """The last registered comes first."""
    hooks = _hooks("get_before_snapshot")
    while hooks:
        function, arguments, named = hooks.pop()
        function(*arguments, **named)


def run_after_restore():
    for function, arguments, named in _hooks("get_after_restore"):
        function(*arguments, **named)


def _hooks(name):
    """Of the module that the function has imported, be it its own copy."""
    module = sys.modules.get("snapshot_restore_py")
    return getattr(module, name)() if module else []


class Template:
    """Made before the function is loaded: what it needs to make sandboxes is out of the function's reach. Of one without files /tmp is not copied."""

    def __init__(self, has_files=True):
        self._has_files = has_files
        self._control = socket.socket(fileno=CONTROL_FD)
        os.set_inheritable(CONTROL_FD, False)
        self._syscalls, self._forbid = _load_sandbox()
        self._old_tmp = None
        # Of the files that could not be read, since the first environment was made.
        self._modes = None

    def serve(self, channel):
        """Forks on the agent's message. Comes back in a fork, with its connection; in the template itself never."""
        gc.collect()
        # It is never garbage: the collector must not touch it, or every fork would copy it.
        gc.freeze()
        children = {}
        while True:
            waiting = select.poll()
            for fd in (channel.fileno(), CONTROL_FD, *children):
                waiting.register(fd, select.POLLIN)
            for fd, _events in waiting.poll():
                if fd == channel.fileno():
                    os._exit(0)  # Squall has closed it
                elif fd in children:
                    os.waitpid(children.pop(fd), 0)
                    os.close(fd)
                else:
                    connection = self._fork(children)
                    if connection is not None:
                        channel.close()
                        return connection

    def restore(self):
        if self._old_tmp is not None:
            # Every environment has the files that were there, in a /tmp of its own.
            copy_files("/proc/self/fd/%d" % self._old_tmp, "/tmp", self._modes)
            os.close(self._old_tmp)
        run_after_restore()

    def _fork(self, children):
        message, ancillary, _flags, _address = self._control.recvmsg(4096, socket.CMSG_SPACE(DESCRIPTORS * 4))
        if not message:
            os._exit(0)
        request = json.loads(message)
        descriptors = array.array("i")
        for _level, _kind, data in ancillary:
            descriptors.frombytes(data[: len(data) - len(data) % 4])
        if request["unshare"] != 0 and self._has_files and self._modes is None:
            self._modes = make_readable("/tmp")
        pid = os.fork()
        if pid == 0:
            return self._become(request, descriptors, children)
        for fd in descriptors:
            os.close(fd)
        children[os.pidfd_open(pid)] = pid
        return None

    def _become(self, request, descriptors, children):
        """The fork goes on as keeper of the function's process, its child: as first of a PID namespace it could not be the function itself."""
        null, output, connection, report = descriptors
        for fd in children:
            os.close(fd)
        self._control.close()
        if request["unshare"] != 0:
            if self._has_files:
                self._old_tmp = os.open("/tmp", os.O_RDONLY | os.O_DIRECTORY)
            self._part(request["unshare"])
            if os.fork() != 0:
                os._exit(0)
        else:
            self._end_with_parent()
        reporter = socket.socket(fileno=report)
        reporter.send(b"keeper")
        pid = os.fork()
        if pid != 0:
            _keep(pid, reporter)
        if request["unshare"] == 0:
            self._end_with_parent()
        os.setsid()
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(null)
        os.close(output)
        reporter.send(b"function")
        reporter.close()
        return frames.Frames(connection)

    def _end_with_parent(self):
        """Where no namespace does it."""
        self._syscalls.prctl(self._syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)

    def _part(self, namespaces):
        """A user namespace is what it takes to have others of one's own; the power that comes with it is given up at once."""
        uid, gid = os.getuid(), os.getgid()
        self._syscalls.unshare(namespaces)
        for path, text in (("setgroups", "deny"), ("uid_map", "%d %d 1" % (uid, uid)), ("gid_map", "%d %d 1" % (gid, gid))):
            with open("/proc/self/" + path, "w", encoding="ascii") as file:
                file.write(text)
        self._syscalls.drop_bounding_capabilities()
        self._syscalls.drop_capabilities()
        self._forbid()


def _keep(pid, reporter):
    """Waits for the function's process and for what that leaves behind, tells of its end, and ends: the kernel kills the rest. Does not return."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(reporter.fileno(), 0)
        os.closerange(1, os.sysconf("SC_OPEN_MAX"))
        ended, status = 0, 0
        while ended != pid:
            ended, status = os.wait()
        socket.socket(fileno=0).send(b"ended %d" % status)
    finally:
        os._exit(0)


def _load_sandbox():
    """Under names that no module of the function's can meet."""
    sys.path.insert(0, SANDBOX_DIR)
    try:
        former = {name: sys.modules.pop(name, None) for name in ("syscalls", "seccomp")}
        syscalls = importlib.import_module("syscalls")
        seccomp = importlib.import_module("seccomp")
        for name, module in former.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module
        return syscalls, seccomp.forbid_dangerous_calls
    finally:
        sys.path.remove(SANDBOX_DIR)
