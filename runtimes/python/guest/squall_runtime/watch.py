"""What a module does while it is imported that a fork could not repeat: seen by the interpreter's hooks, and by a look at what the process has afterwards."""
import _random
import os
import sys
import time

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What is otherwise in each environment. None of these is there while modules are tried, or imported for forks.
VARIABLES = frozenset((
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_RUNTIME_API", "_X_AMZN_TRACE_ID",
))
OUTPUT_FDS = (1, 2)
TIME, RANDOM = "takes the time", "takes random numbers"

# The interpreter's audit events. Source: "Audit events table".
_NETWORK = frozenset((
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request",
    "ftplib.connect", "smtplib.connect", "http.client.connect",
))
_PROCESSES = frozenset((
    "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.exec", "os.system", "subprocess.Popen", "pty.spawn",
))
_FILES = frozenset((
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod", "os.chown", "os.utime", "os.setxattr",
    "tempfile.mkstemp", "tempfile.mkdtemp", "shutil.rmtree", "shutil.move",
))
_OTHERS = {
    "os.chdir": "changes the working directory", "os.kill": "sends a signal",
    "sys.setprofile": "watches the interpreter", "sys.settrace": "watches the interpreter", "sys.addaudithook": "watches the interpreter",
    "_thread.start_new_thread": "starts a thread", "_thread.start_joinable_thread": "starts a thread", "syslog.openlog": "writes to the system's log",
}

# Functions of modules that are written in C, by module.
_CALLS = {
    "time": {**dict.fromkeys((
        "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "process_time_ns", "thread_time",
        "thread_time_ns", "clock_gettime", "clock_gettime_ns"), TIME)},
    "posix": {
        "urandom": RANDOM, "getrandom": RANDOM, "getpid": "asks for its process's number", "getppid": "asks for its process's number",
        "times": TIME, "register_at_fork": "registers what is to happen at a fork", "nice": "changes its process",
    },
    "signal": {"setitimer": "sets a timer", "alarm": "sets a timer", "set_wakeup_fd": "keeps a file open"},
    "_signal": {"setitimer": "sets a timer", "alarm": "sets a timer", "set_wakeup_fd": "keeps a file open"},
    "resource": {"getrusage": TIME},
    "_uuid": {"generate_time_safe": RANDOM},
    "_thread": {"start_new_thread": "starts a thread", "start_joinable_thread": "starts a thread"},
}
# Those that take the time only where they are given none, with the place of the argument.
_GIVEN_A_TIME = {"localtime": 0, "gmtime": 0, "ctime": 0, "asctime": 0, "strftime": 1}
_LIBRARY = os.path.dirname(os.__file__) + os.sep
_NOW = frozenset(("now", "utcnow", "today"))
_OF_RANDOM = frozenset(("random", "getrandbits", "seed", "randbytes"))


class Forbidden(RuntimeError):
    """Raised into a module that is about to do what nobody may do for it: connect, start a process."""


class Watch:
    """While it is entered `blame(reason)` is called at each thing that counts against who does it."""

    def __init__(self, blame):
        self.tell = blame
        self.is_on = False
        self.threads = _thread_count()
        self.shared = _shared_mappings()
        self.written = 0

    def __enter__(self):
        self.output = _redirect_output()
        self.ends = [_watch_variables(self), *(_watch_time(self, name, at) for name, at in _GIVEN_A_TIME.items())]
        sys.addaudithook(self._on_event)
        sys.setprofile(self._on_call)
        self.is_on = True
        return self

    def __exit__(self, *_error):
        self.is_on = False
        sys.setprofile(None)
        for end in self.ends:
            end()

    def blame(self, reason):
        if self.is_on:
            self.tell(reason)

    def state(self):
        """Of what a module may change for a while, if it puts it back."""
        return _open_files(), dict(os.environ._data)

    def look(self, before=None, is_extension=False):
        """At what has changed, and with the state of before its import at what a module has left behind."""
        self.is_on = False
        found = self._changes(before, is_extension)
        self.is_on = True
        for reason in found:
            self.blame(reason)

    def _changes(self, before, is_extension):
        found = []
        written = os.fstat(self.output).st_size
        if written != self.written:
            self.written = written
            found.append("writes to standard output or error")
        if _thread_count() > self.threads:
            _fork_once(self.threads)
            # What a library ends before a fork, and begins again when it needs it, it has thought of (OpenBLAS).
            threads = _thread_count()
            if threads > self.threads:
                self.threads = threads
                found.append("starts a thread")
        if before is not None:
            files, variables = before
            if _open_files() - files:
                found.append("keeps a file open")
            if os.environ._data != variables:
                found.append("changes variables")
        if is_extension:
            shared = _shared_mappings()
            if shared > self.shared:
                found.append("shares memory")
            self.shared = max(shared, self.shared)
        return found

    def _on_event(self, name, arguments):
        if not self.is_on:
            return
        if name == "open":
            path, _mode, flags = arguments
            if isinstance(flags, int) and flags & WRITING and path != os.devnull:
                self.blame("writes a file")
        elif name == "mmap.__new__":
            self.blame("shares memory")
        elif name in _FILES:
            self.blame("changes files")
        elif name in _OTHERS:
            self.blame(_OTHERS[name])
        elif name in _NETWORK:
            self.blame("opens a connection")
            raise Forbidden("a connection")
        elif name in _PROCESSES:
            self.blame("starts a process")
            raise Forbidden("a process")

    def _on_call(self, frame, event, function):
        if event != "c_call":
            return
        owner = getattr(function, "__self__", None)
        of_module = _CALLS.get(getattr(function, "__module__", None))
        reason = of_module.get(function.__name__) if of_module is not None else None
        if reason is not None:
            # The standard library's own handlers are what makes it fit for forks.
            if function.__name__ != "register_at_fork" or not frame.f_code.co_filename.startswith(_LIBRARY):
                self.blame(reason)
        elif function.__name__ in _NOW and isinstance(owner, type) and owner.__module__ == "datetime":
            self.blame(TIME)
        elif function.__name__ in _OF_RANDOM and isinstance(owner, _random.Random):
            self.blame(RANDOM)


def _watch_variables(watch):
    """Gives what ends it. Who goes through all variables has seen these, too."""
    kind = type(os.environ)
    get, go_through = kind.__getitem__, kind.__iter__

    def get_item(self, name):
        text = name.decode("utf-8", "replace") if isinstance(name, bytes) else name
        if text in VARIABLES:
            watch.blame("reads %s" % text)
        return get(self, name)

    def iterate(self):
        watch.blame("reads all variables")
        return go_through(self)

    kind.__getitem__, kind.__iter__ = get_item, iterate

    def end():
        kind.__getitem__, kind.__iter__ = get, go_through

    return end


def _watch_time(watch, name, at):
    function = getattr(time, name)

    def watched(*arguments):
        if len(arguments) <= at or arguments[at] is None:
            watch.blame(TIME)
        return function(*arguments)

    setattr(time, name, watched)
    return lambda: setattr(time, name, function)


def _redirect_output():
    """Where what is written is counted, and kept from everybody's log."""
    fd = os.memfd_create("output", os.MFD_CLOEXEC)
    for output in OUTPUT_FDS:
        os.dup2(fd, output)
    os.close(fd)
    return OUTPUT_FDS[0]


def _thread_count():
    return len(os.listdir("/proc/self/task"))


def _open_files():
    """Without the one by which they are listed."""
    found = set()
    for name in os.listdir("/proc/self/fd"):
        try:
            found.add((name, os.readlink("/proc/self/fd/" + name)))
        except OSError:
            pass  # it is closed already
    return found


def _shared_mappings():
    """How many there are that may be written to: what a fork writes there, others would read."""
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
        return sum(1 for line in file if line.split(" ", 2)[1][1:4:2] == "ws")


def _fork_once(threads):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    # A thread that has been joined is on the list for a moment more.
    for _look in range(20):
        if _thread_count() <= threads:
            return
        time.sleep(0.001)
