"""
An external extension: a program of the function's layers that runs beside the function, in its sandbox. Source: "Using the Lambda Extensions
API to create extensions".
"""
import os

from isolation import enter, run_or_exit

REASON_FD = 3


class Extension:
    def __init__(self, name):
        self.name = name
        self.pid = None
        self.status = None
        self.reason_fd = None
        self.launch_error = None

    def start(self, isolation, pidfd, joins, files, path, variables):
        self.reason_fd, tell = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            null, output = files
            self.pid = isolation.fork_into(pidfd)
            if self.pid == 0:
                run_or_exit(lambda: become(isolation, pidfd, joins, [null, output, output, tell], path, variables))
        finally:
            os.close(tell)

    def end(self, status):
        """What it has said of a program that could not be executed is read now: it has come to the end."""
        self.status = status
        try:
            self.launch_error = os.read(self.reason_fd, 4096).decode("utf-8", "replace") or None
        except BlockingIOError:
            pass  # one of its own children has the pipe: so it was executed
        self.close()

    def describe_end(self):
        killed = os.WIFSIGNALED(self.status)
        return {
            "name": self.name,
            "code": None if killed else os.WEXITSTATUS(self.status),
            "signal": os.WTERMSIG(self.status) if killed else None,
            "launchError": self.launch_error,
        }

    def close(self):
        if self.reason_fd is not None:
            os.close(self.reason_fd)
            self.reason_fd = None


def become(isolation, pidfd, joins, keep, path, variables):
    enter(pidfd, joins, isolation.mode, keep, isolation.shell)
    os.set_inheritable(REASON_FD, False)
    try:
        os.execve(path, [path], variables)
    except OSError as error:
        os.write(REASON_FD, ("fork/exec %s: %s" % (path, os.strerror(error.errno).lower())).encode())
        os._exit(1)
