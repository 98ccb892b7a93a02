"""
Three ways to a function's process: a fork of a zygote that has everything imported, an interpreter executed anew, or the function's own
program.
"""
import json
import os
import signal
import struct

import syscalls
from handover import send_files, socket_pair
from isolation import enter, place_files, run_or_exit
from syscalls import CLONE_NEWNS, PR_SET_PDEATHSIG

FRAMES_FD = 3
# The frame's type: see runtimes/README.md.
FAULT = 4


class Exec:
    def __init__(self, launch, isolation):
        self.command = launch["command"]
        self.environment = launch["environment"]
        self.directory = "/var/task" if launch.get("keepsDirectory") and isolation.mode != "none" else "/"
        self.isolation = isolation

    def launch(self, _id, pidfd, joins, keep, _may_unshare=0, command=None):
        """With a `command` of its own instead of the plan's: of another size, say."""
        pid = self.isolation.fork_into(pidfd)
        if pid == 0:
            self.command = command or self.command
            run_or_exit(lambda: self._start(pidfd, joins, keep))
        return pid

    def hold(self, pidfd, joins, keep, command=None):
        """All that takes the kernel long is done before there is a function. Gives the process and where it waits for its variables."""
        wait, tell = os.pipe()
        pid = self.isolation.fork_into(pidfd)
        if pid == 0:
            self.command = command or self.command
            run_or_exit(lambda: self._wait(pidfd, joins, [*keep, wait]))
        os.close(wait)
        return pid, tell

    def _start(self, pidfd, joins, keep):
        enter(pidfd, joins, self.isolation.mode, keep, self.isolation.shell)
        self._become(self.environment)

    def _wait(self, pidfd, joins, keep):
        enter(pidfd, joins, self.isolation.mode, keep, self.isolation.shell)
        with os.fdopen(len(keep) - 1) as waiting:
            line = waiting.readline()
        if not line:
            os._exit(0)
        self._become(json.loads(line))

    def _become(self, variables):
        wrapper = variables.get("AWS_LAMBDA_EXEC_WRAPPER")
        command = [wrapper, *self.command] if wrapper else self.command
        # A wrapper is the user's, and finds its files beside it.
        os.chdir(variables.get("LAMBDA_TASK_ROOT", self.directory) if wrapper else self.directory)
        try:
            os.execve(command[0], command, variables)
        except OSError as error:
            # As a shell would end that cannot start a command: a wrapper is the user's.
            os.write(2, f"{command[0]}: {error.strerror}\n".encode())
            os._exit(127 if isinstance(error, FileNotFoundError) else 126)

    def is_zygote(self, _pid):
        return False

    def close(self):
        pass


class Bootstrap(Exec):
    """The runtime's command, if it has one, else the function's program. Source: "Building a custom runtime for AWS Lambda"."""

    def _become(self, environment):
        os.set_inheritable(FRAMES_FD, False)
        root = environment["LAMBDA_TASK_ROOT"]
        wrapper = environment.get("AWS_LAMBDA_EXEC_WRAPPER") if self.command else None
        command = [wrapper, *self.command] if wrapper else self.command
        candidates = command[:1] or [root + "/bootstrap", environment.get("_SQUALL_LAYERS", "/opt") + "/bootstrap"]
        program = next(filter(os.path.exists, candidates), None)
        try:
            if program is None:
                tell_fault("Couldn't find valid bootstrap(s): [%s]" % " ".join(candidates))
                os._exit(1)
            os.chdir(root)
            os.execve(program, command or [program], environment)
        except OSError as error:
            tell_fault("fork/exec %s: %s" % (program, os.strerror(error.errno).lower()))
            os._exit(1)


def tell_fault(message):
    fault = json.dumps({"errorType": "Runtime.InvalidEntrypoint", "errorMessage": "Error: " + message}).encode()
    os.write(FRAMES_FD, struct.pack("<IBQ", 8 + len(fault), FAULT, 0) + fault)


class Zygote:
    """The zygote lives in the template root: it sees no more of the host than functions do, and is given what it needs as descriptors."""

    def __init__(self, launch, isolation, on_message):
        self.mode = isolation.mode
        self.shell = isolation.shell
        self.socket, theirs = socket_pair()
        self.tell_agent = on_message
        self.pid = os.fork()
        if self.pid == 0:
            run_or_exit(lambda: self._become(launch, isolation, theirs.fileno()))
        theirs.close()

    def launch(self, id, pidfd, joins, keep, may_unshare=0, _command=None):
        """The process id comes later, as a message."""
        order = {"id": id, "mode": self.mode, "keep": len(keep), "shell": self.shell, "mayUnshare": may_unshare}
        send_files(self.socket, json.dumps(order).encode(), [*([] if pidfd is None else [pidfd]), *keep, *joins])
        return None

    def on_message(self):
        """None when the zygote has ended."""
        try:
            message = self.socket.recv(65536)
        except ConnectionResetError:
            message = b""
        self.tell_agent(json.loads(message) if message else None)

    def is_zygote(self, pid):
        return pid == self.pid

    def close(self):
        os.kill(self.pid, signal.SIGKILL)

    def _become(self, launch, isolation, agent):
        syscalls.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        home = syscalls.pidfd_open(os.getppid())
        if isolation.mode != "none":
            syscalls.setns(isolation.template, CLONE_NEWNS)
        os.chdir("/")
        null = os.open("/dev/null", os.O_RDWR)
        place_files([null, 2, 2, agent, home])
        os.execve(launch["command"][0], launch["command"], launch["environment"])
