"""
Limits by control groups: memory, processes, processor. Version 2, or 1 where that is what the machine has. Squall's groups are
`squall-PID/ENVIRONMENT` below the group Squall itself runs in, so that whatever limits Squall limits its functions too.

The processor is shared by weight, in proportion to memory as on AWS (1,769 MB are one), and not cut by quota: on an idle machine a
function runs as fast as it can, on a busy one each gets its part. A quota would make a 128 MB function 14 times slower than the
machine is, and every cold start with it.

Files in /tmp are memory to the kernel, but not to AWS, and neither is what the kernel has read of files. So the kernel's limit is the
memory and /tmp together, and when a group crosses the line of its memory alone (a threshold in version 1, memory.high in version 2,
which also slows it down), the agent looks what its processes themselves have, and ends them or draws the next line.
"""
import ctypes
import os
import time

from syscalls import libc

PREFIX = "squall-"
PROCESSES = 1024
MIB_OF_ONE_PROCESSOR = 1769
# A process that boots and loads ahead, and for which no function waits, has the weight of a function of so much memory.
MIB_WHILE_BOOTING = 256
MIB = 1024 * 1024
# No function has less.
LEAST_MEMORY = 128 * MIB
ROOT = "/sys/fs/cgroup"


def find_cgroups(owner_pid, root=ROOT):
    """The best that this machine lets us use, with Squall's own parent group made."""
    for kind in (CgroupsV2, CgroupsV1):
        cgroups = kind.find(root)
        if cgroups is not None:
            cgroups.sweep(owner_pid)
            cgroups.open_parent(owner_pid)
            return cgroups
    return NoCgroups()


class NoCgroups:
    kind = "watched"
    events_fd = None
    # The folder whose groups can be frozen, by the kind of their switch: see the freezer of Squall's side.
    freezer = None
    # The same of those whose memory is counted: see its gauge.
    memory = None

    def group(self, _name):
        return NoCgroup()


    def close(self):
        pass


class NoCgroup:
    limits_memory = False
    limits_processes = False
    can_freeze = False
    directories = ()

    def open_joins(self):
        return []

    def make(self):
        pass

    def set_limits(self, _memory_mib, _tmp_mib):
        pass

    def was_out_of_memory(self):
        return False

    def thaw(self):
        pass

    def processes(self):
        return set()

    def close(self):
        pass

    def remove(self):
        pass

    def places(self):
        return set()


class _Cgroups:
    """
    `bases`: controller → the directory below which Squall's groups go. `events_fd` is readable when a group has crossed its memory
    line; one for all, so each group is then asked.
    """

    def __init__(self, bases):
        self.bases = bases
        self.parents = {}
        self.events_fd = self.open_events()

    def sweep(self, owner_pid):
        """Removes what a killed Squall has left: groups of processes that are no more, if this /proc shows Squall's."""
        if not os.path.exists("/proc/%d" % owner_pid):
            return
        for base in set(self.bases.values()):
            for name in os.listdir(base):
                owner = name[len(PREFIX):]
                if name.startswith(PREFIX) and owner.isdigit() and not os.path.exists("/proc/" + owner):
                    self.thaw_all(os.path.join(base, name))
                    _remove_tree(os.path.join(base, name))

    def open_parent(self, owner_pid):
        for controller, base in self.bases.items():
            parent = os.path.join(base, PREFIX + str(owner_pid))
            os.makedirs(parent, exist_ok=True)
            self.parents[controller] = parent
        self.prepare_parent()

    def group(self, name):
        """Not made yet: `make` does that."""
        return self.kind_of_group({controller: os.path.join(parent, name) for controller, parent in self.parents.items()}, self.events_fd)

    def acknowledge_events(self):
        try:
            os.read(self.events_fd, 65536)
        except BlockingIOError:
            pass

    def close(self):
        """The last agent of a server removes the server's group. What is in it still is another agent's, if empty at the moment too."""
        for parent in set(self.parents.values()):
            _remove(parent, attempts=1)


class _Cgroup:
    limits_processes = True

    def __init__(self, directories, events_fd):
        self.directories = self.name_directories(directories)
        self.limits_memory = "memory" in self.directories
        self.events_fd = events_fd
        self.memory_line = LEAST_MEMORY

    def name_directories(self, directories):
        return directories

    def make(self):
        """In init, whom nobody waits for: joining a group and drawing a line wait for all processors (10 ms and more)."""
        for directory in set(self.directories.values()):
            os.mkdir(directory)
        self.write("pids", "pids.max", PROCESSES)
        self.set_weight(MIB_WHILE_BOOTING)
        self.watch_memory()

    def open_joins(self):
        """Opened by the agent, written by the process that joins: it need not see the host's files."""
        unique = set(self.directories.values())
        return [os.open(os.path.join(directory, "cgroup.procs"), os.O_WRONLY | os.O_CLOEXEC) for directory in unique]

    def write(self, controller, name, value):
        if controller in self.directories:
            _write(os.path.join(self.directories[controller], name), value)

    def read(self, controller, name):
        with open(os.path.join(self.directories[controller], name), encoding="ascii") as file:
            return file.read()

    def processes(self):
        found = set()
        for directory in set(self.directories.values()):
            with open(os.path.join(directory, "cgroup.procs"), encoding="ascii") as file:
                found.update(int(pid) for pid in file.read().split())
        return found

    def remove(self):
        remove_groups(self.places())

    def places(self):
        return set(self.directories.values())


class CgroupsV1(_Cgroups):
    kind = "cgroup-v1"

    @property
    def freezer(self):
        return {"kind": "v1", "folder": self.parents["freezer"]} if "freezer" in self.parents else None

    @property
    def memory(self):
        return {"kind": "v1", "folder": self.parents["memory"]}

    @staticmethod
    def thaw_all(parent):
        """What was killed while it was frozen dies when it is thawed, not before."""
        for name in os.listdir(parent):
            state = os.path.join(parent, name, "freezer.state")
            if os.path.exists(state):
                _write(state, "THAWED")

    def kind_of_group(self, *arguments):
        return CgroupV1(*arguments)

    @classmethod
    def find(cls, root):
        bases = {}
        for controller, own in _own_groups().items():
            base = os.path.join(root, controller) + own
            if controller in ("memory", "pids", "cpu", "freezer") and os.access(base, os.W_OK) and _can_make_groups(base):
                bases[controller] = base
        return cls(bases) if "memory" in bases else None

    @staticmethod
    def open_events():
        return libc.eventfd(0, os.O_NONBLOCK | os.O_CLOEXEC)

    def prepare_parent(self):
        # The kernel begins to count at the first limit there is, and changes its own code for that: once, and not for each environment.
        _limit_sockets(self.parents["memory"], _most_socket_bytes())
        if "cpu" in self.parents:
            # Together they weigh as much as one ordinary process for each processor.
            _write(os.path.join(self.parents["cpu"], "cpu.shares"), 1024 * os.cpu_count())


class CgroupV1(_Cgroup):
    @property
    def can_freeze(self):
        return "freezer" in self.directories

    def freeze(self):
        self.write("freezer", "freezer.state", "FROZEN")

    def thaw(self):
        try:
            self.write("freezer", "freezer.state", "THAWED")
        except FileNotFoundError:
            pass  # it was not made yet, or is gone

    def set_limits(self, memory_mib, tmp_mib):
        self.write("memory", "memory.limit_in_bytes", (memory_mib + tmp_mib) * MIB)
        try:
            self.write("memory", "memory.memsw.limit_in_bytes", (memory_mib + tmp_mib) * MIB)
        except OSError:
            pass  # a kernel that does not account for swap
        _limit_sockets(self.directories["memory"], memory_mib * MIB)
        self.set_weight(memory_mib)

    def set_weight(self, memory_mib):
        self.write("cpu", "cpu.shares", max(2, 1024 * memory_mib // MIB_OF_ONE_PROCESSOR))

    def watch_memory(self):
        """A function may have more than the least, but the line is drawn now: it takes 10 ms. The next one is drawn at its own limit."""
        # Before there is a socket: those that were made without a limit are not counted.
        _limit_sockets(self.directories["memory"], LEAST_MEMORY)
        self.draw_memory_line(LEAST_MEMORY)

    def draw_memory_line(self, at_bytes):
        """The kernel counts the eventfd up when the group's memory crosses the line."""
        self.memory_line = at_bytes
        usage = os.open(os.path.join(self.directories["memory"], "memory.usage_in_bytes"), os.O_RDONLY | os.O_CLOEXEC)
        try:
            self.write("memory", "cgroup.event_control", "%d %d %d" % (self.events_fd, usage, at_bytes))
        finally:
            os.close(usage)

    def memory(self):
        stat = self.read("memory", "memory.stat")
        peak = int(self.read("memory", "memory.max_usage_in_bytes"))
        return {"peak": peak, "file": _field(stat, "cache"), "mapped": _field(stat, "mapped_file"), "anonymous": _field(stat, "rss")}

    def used_memory(self):
        return int(self.read("memory", "memory.usage_in_bytes"))

    def memory_of_processes(self, tmp_bytes):
        stat = self.read("memory", "memory.stat")
        return _field(stat, "rss") + max(0, _field(stat, "shmem") - tmp_bytes)

    def was_out_of_memory(self):
        return _field(self.read("memory", "memory.oom_control"), "oom_kill") > 0


class CgroupsV2(_Cgroups):
    kind = "cgroup-v2"

    @property
    def freezer(self):
        return {"kind": "v2", "folder": self.parents["all"]}

    memory = freezer

    @staticmethod
    def thaw_all(parent):
        """The kernel kills what is frozen, too."""

    def kind_of_group(self, *arguments):
        return CgroupV2(*arguments)

    @classmethod
    def find(cls, root):
        own = _own_groups().get("")
        base = root + own if own is not None else root
        try:
            with open(os.path.join(base, "cgroup.controllers"), encoding="ascii") as file:
                controllers = file.read().split()
            if "memory" not in controllers or not os.access(base, os.W_OK):
                return None
            _enable(base, controllers)
        except OSError:
            return None
        return cls({"all": base})

    @staticmethod
    def open_events():
        return libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)

    def prepare_parent(self):
        parent = self.parents["all"]
        with open(os.path.join(parent, "cgroup.controllers"), encoding="ascii") as file:
            _enable(parent, file.read().split())


class CgroupV2(_Cgroup):
    can_freeze = True

    def freeze(self):
        self.write("memory", "cgroup.freeze", 1)

    def thaw(self):
        try:
            self.write("memory", "cgroup.freeze", 0)
        except FileNotFoundError:
            pass  # it was not made yet, or is gone

    def set_limits(self, memory_mib, tmp_mib):
        self.write("memory", "memory.max", (memory_mib + tmp_mib) * MIB)
        self.draw_memory_line(memory_mib * MIB)
        self.set_weight(memory_mib)
        try:
            self.write("memory", "memory.swap.max", 0)
        except OSError:
            pass  # a kernel that does not account for swap

    def set_weight(self, memory_mib):
        try:
            self.write("cpu", "cpu.weight", max(1, min(10000, 100 * memory_mib // MIB_OF_ONE_PROCESSOR)))
        except OSError:
            pass  # the controller is not delegated to us

    def name_directories(self, directories):
        return {name: directories["all"] for name in ("memory", "pids", "cpu")}

    def watch_memory(self):
        """The kernel tells inotify when the counts of memory.events change; crossing memory.high is one."""
        path = os.path.join(self.directories["memory"], "memory.events")
        modified = 2
        if libc.inotify_add_watch(self.events_fd, os.fsencode(path), modified) < 0:
            number = ctypes.get_errno()
            raise OSError(number, "inotify_add_watch: " + os.strerror(number), path)

    def draw_memory_line(self, at_bytes):
        self.memory_line = at_bytes
        self.write("memory", "memory.high", at_bytes)

    def memory(self):
        """Without a peak where Linux is older than 5.19: what was looked at meanwhile is all there is."""
        stat = self.read("memory", "memory.stat")
        found = {"file": _field(stat, "file"), "mapped": _field(stat, "file_mapped"), "anonymous": _field(stat, "anon")}
        try:
            found["peak"] = int(self.read("memory", "memory.peak"))
        except FileNotFoundError:
            pass
        return found

    def used_memory(self):
        return int(self.read("memory", "memory.current"))

    def memory_of_processes(self, tmp_bytes):
        stat = self.read("memory", "memory.stat")
        return _field(stat, "anon") + max(0, _field(stat, "shmem") - tmp_bytes)

    def was_out_of_memory(self):
        return _field(self.read("memory", "memory.events"), "oom_kill") > 0


def _own_groups():
    """Controller → path of the group this process is in; version 2's controller is called ''."""
    groups = {}
    with open("/proc/self/cgroup", encoding="utf-8") as file:
        for line in file:
            _number, controllers, path = line.rstrip("\n").split(":", 2)
            for controller in controllers.split(","):
                groups[controller] = "" if path == "/" else path
    return groups


def _can_make_groups(base):
    probe = os.path.join(base, PREFIX + "probe-%d" % os.getpid())
    try:
        os.mkdir(probe)
        os.rmdir(probe)
        return True
    except OSError:
        return False


def _enable(directory, controllers):
    wanted = [name for name in ("memory", "pids", "cpu") if name in controllers]
    _write(os.path.join(directory, "cgroup.subtree_control"), " ".join("+" + name for name in wanted))


def _most_socket_bytes():
    """Of all environments together: half of that from which on the kernel gives less to everybody on this machine."""
    with open("/proc/sys/net/ipv4/tcp_mem", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2


def _limit_sockets(directory, limit_bytes):
    """Version 1 counts what waits in sockets by itself: without a limit a function could have all that the machine has for TCP."""
    try:
        _write(os.path.join(directory, "memory.kmem.tcp.limit_in_bytes"), limit_bytes)
    except OSError:
        pass  # a kernel that does not account for it


def _field(text, name):
    for line in text.splitlines():
        key, _space, value = line.partition(" ")
        if key == name:
            return int(value)
    return 0


def _write(path, value):
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, str(value).encode())
    finally:
        os.close(fd)


def remove_groups(directories):
    for directory in directories:
        _remove(directory)


def _remove(directory, attempts=200):
    """Processes that have just been killed leave their group a moment later."""
    for _attempt in range(attempts):
        try:
            os.rmdir(directory)
            return
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.001)


def _remove_tree(directory):
    """As far as it is empty; another server may do it too."""
    try:
        names = os.listdir(directory)
    except FileNotFoundError:
        return
    for name in names:
        if os.path.isdir(os.path.join(directory, name)):
            _remove_tree(os.path.join(directory, name))
    _remove(directory, attempts=1)
