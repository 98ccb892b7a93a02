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
import shutil
import socket
import sys

from . import frames
from .modules import SANDBOX_DIR

CONTROL_FD = 4
NEW_NAMESPACES = 0x10000000 | 0x00020000  # of users, of mounts


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
    """Made before the function is loaded: what it needs to make sandboxes is out of the function's reach."""

    def __init__(self):
        self._control = socket.socket(fileno=CONTROL_FD)
        os.set_inheritable(CONTROL_FD, False)
        self._syscalls, self._forbid = _load_sandbox()
        self._old_tmp = None

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
                    self._report(*children.pop(fd))
                    os.close(fd)
                else:
                    connection = self._fork(children)
                    if connection is not None:
                        channel.close()
                        return connection

    def restore(self):
        if self._old_tmp is not None:
            # Every environment has the files that were there, in a /tmp of its own.
            _copy_files("/proc/self/fd/%d" % self._old_tmp, "/tmp")
            os.close(self._old_tmp)
        run_after_restore()

    def _report(self, pid, id):
        _pid, status = os.waitpid(pid, 0)
        self._control.send(json.dumps({"id": id, "status": status}).encode())

    def _fork(self, children):
        message, ancillary, _flags, _address = self._control.recvmsg(4096, socket.CMSG_SPACE(8 * 4))
        if not message:
            os._exit(0)
        request = json.loads(message)
        descriptors = array.array("i")
        for _level, _kind, data in ancillary:
            descriptors.frombytes(data[: len(data) - len(data) % 4])
        pid = os.fork()
        if pid == 0:
            return self._become(request, descriptors, children)
        for fd in descriptors:
            os.close(fd)
        children[os.pidfd_open(pid)] = (pid, request["id"])
        return None

    def _become(self, request, descriptors, children):
        null, output, connection = descriptors
        for fd in children:
            os.close(fd)
        os.setsid()
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(null)
        os.close(output)
        if request["mode"] != "none":
            self._old_tmp = os.open("/tmp", os.O_RDONLY | os.O_DIRECTORY)
            self._part()
        self._control.send(json.dumps({"id": request["id"]}).encode())
        self._control.close()
        return frames.Frames(connection)

    def _part(self):
        """A user namespace is what it takes to have mounts of one's own; the power that comes with it is given up at once."""
        uid, gid = os.getuid(), os.getgid()
        self._syscalls.unshare(NEW_NAMESPACES)
        for path, text in (("setgroups", "deny"), ("uid_map", "%d %d 1" % (uid, uid)), ("gid_map", "%d %d 1" % (gid, gid))):
            with open("/proc/self/" + path, "w", encoding="ascii") as file:
                file.write(text)
        self._syscalls.drop_bounding_capabilities()
        self._syscalls.drop_capabilities()
        self._forbid()


def _copy_files(source, target):
    for entry in os.scandir(source):
        path = os.path.join(target, entry.name)
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), path)
        elif entry.is_dir():
            shutil.copytree(entry.path, path, symlinks=True)
        elif entry.is_file():
            shutil.copy2(entry.path, path)


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
