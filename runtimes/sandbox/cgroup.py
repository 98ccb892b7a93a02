"""
Limits by control groups: memory, processes, processor. Version 2, or 1 where that is what the machine has. Squall's groups are
`squall-PID/ENVIRONMENT` below the group Squall itself runs in, so that whatever limits Squall limits its functions too.

The processor is shared by weight, in proportion to memory as on AWS (1,769 MB are one), and not cut by quota: on an idle machine a
function runs as fast as it can, on a busy one each gets its part. A quota would make a 128 MB function 14 times slower than the
machine is, and every cold start with it.
"""
import os
import time

PREFIX = "squall-"
PROCESSES = 1024
MIB_OF_ONE_PROCESSOR = 1769
ROOT = "/sys/fs/cgroup"


def find_cgroups(owner_pid, root=ROOT):
    """The best that this machine lets us use, with Squall's own parent group made."""
    for kind in (CgroupsV2, CgroupsV1):
        cgroups = kind.find(root)
        if cgroups is not None:
            cgroups.sweep()
            cgroups.open_parent(owner_pid)
            return cgroups
    return NoCgroups()


class NoCgroups:
    kind = "watched"

    def create(self, _name):
        return NoCgroup()

    def close(self):
        pass


class NoCgroup:
    limits_memory = False
    limits_processes = False
    directories = ()

    def open_joins(self):
        return []

    def set_limits(self, _memory_mib, _tmp_mib):
        pass

    def was_out_of_memory(self):
        return False

    def remove(self):
        pass


class _Cgroups:
    """`bases`: controller → the directory below which Squall's groups go."""

    def __init__(self, bases):
        self.bases = bases
        self.parents = {}

    def sweep(self):
        """Removes what a killed Squall has left: groups of processes that are no more."""
        for base in set(self.bases.values()):
            for name in os.listdir(base):
                owner = name[len(PREFIX):]
                if name.startswith(PREFIX) and owner.isdigit() and not os.path.exists("/proc/" + owner):
                    _remove_tree(os.path.join(base, name))

    def open_parent(self, owner_pid):
        for controller, base in self.bases.items():
            parent = os.path.join(base, PREFIX + str(owner_pid))
            os.makedirs(parent, exist_ok=True)
            self.parents[controller] = parent
        self.prepare_parent()

    def create(self, name):
        directories = {controller: os.path.join(parent, name) for controller, parent in self.parents.items()}
        for directory in set(directories.values()):
            os.mkdir(directory)
        return self.group(directories)

    def close(self):
        for parent in set(self.parents.values()):
            _remove(parent)


class _Cgroup:
    limits_processes = True

    def __init__(self, directories):
        self.directories = directories
        self.limits_memory = "memory" in directories

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

    def remove(self):
        for directory in set(self.directories.values()):
            _remove(directory)


class CgroupsV1(_Cgroups):
    kind = "cgroup-v1"

    @classmethod
    def find(cls, root):
        bases = {}
        for controller, own in _own_groups().items():
            base = os.path.join(root, controller) + own
            if controller in ("memory", "pids", "cpu") and os.access(base, os.W_OK) and _can_make_groups(base):
                bases[controller] = base
        return cls(bases) if "memory" in bases else None

    def prepare_parent(self):
        if "cpu" in self.parents:
            # Together they weigh as much as one ordinary process for each processor.
            _write(os.path.join(self.parents["cpu"], "cpu.shares"), 1024 * os.cpu_count())

    def group(self, directories):
        group = CgroupV1(directories)
        group.write("pids", "pids.max", PROCESSES)
        return group


class CgroupV1(_Cgroup):
    def set_limits(self, memory_mib, _tmp_mib):
        limit = memory_mib * 1024 * 1024
        self.write("memory", "memory.limit_in_bytes", limit)
        try:
            self.write("memory", "memory.memsw.limit_in_bytes", limit)
        except OSError:
            pass  # a kernel that does not account for swap
        self.write("cpu", "cpu.shares", max(2, 1024 * memory_mib // MIB_OF_ONE_PROCESSOR))

    def was_out_of_memory(self):
        return _field(self.read("memory", "memory.oom_control"), "oom_kill") > 0


class CgroupsV2(_Cgroups):
    kind = "cgroup-v2"

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

    def prepare_parent(self):
        parent = self.parents["all"]
        with open(os.path.join(parent, "cgroup.controllers"), encoding="ascii") as file:
            _enable(parent, file.read().split())

    def group(self, directories):
        group = CgroupV2({name: directories["all"] for name in ("memory", "pids", "cpu")})
        group.write("pids", "pids.max", PROCESSES)
        return group


class CgroupV2(_Cgroup):
    def set_limits(self, memory_mib, _tmp_mib):
        self.write("memory", "memory.max", memory_mib * 1024 * 1024)
        for name, value in (("memory.swap.max", 0), ("cpu.weight", max(1, min(10000, 100 * memory_mib // MIB_OF_ONE_PROCESSOR)))):
            try:
                self.write("memory", name, value)
            except OSError:
                pass  # a kernel without swap accounting, or without the cpu controller here

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
    for name in os.listdir(directory):
        if os.path.isdir(os.path.join(directory, name)):
            _remove_tree(os.path.join(directory, name))
    _remove(directory, attempts=1)
