"""
Memory limits where no control group gives them: the agent looks at each function's processes twenty times a second, which a quick
function can outrun. What a fork shares with the zygote is not counted, as a group would not count it.
"""
MIB = 1024 * 1024
INTERVAL_SECONDS = 0.05


class MemoryWatch:
    def __init__(self):
        self.baselines = {}

    def interval_seconds(self, environments):
        return INTERVAL_SECONDS if any(is_watched(environment) for environment in environments) else None

    def tick(self, environments):
        watched = [environment for environment in environments if is_watched(environment)]
        self.baselines = {environment.id: self.baselines.get(environment.id) for environment in watched}
        for environment in watched:
            used = sum(anonymous_bytes(pid) for pid in tree_of((environment.function_pid, environment.init_pid)))
            environment.watched_bytes = max(environment.watched_bytes, used)
            if self.baselines[environment.id] is None:
                self.baselines[environment.id] = used
            elif used - self.baselines[environment.id] > environment.memory_mib * MIB:
                environment.end_for_memory()


def is_watched(environment):
    # What a template has, its forks have: together they would seem to have too much.
    is_one = environment.memory_mib is not None and environment.function_pid is not None and environment.control is None
    return is_one and not environment.cgroup.limits_memory


def tree_of(pids):
    found = set()
    waiting = [pid for pid in pids if pid is not None]
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children_of(pid)
    return found


# Of a process that an environment's own begin with: a template, its fork, that one's keeper.
MOST_GENERATIONS = 8


def is_below(pid, roots):
    """Whether a process is one of the roots or comes from them."""
    for _generation in range(MOST_GENERATIONS):
        if pid in roots:
            return True
        pid = parent_of(pid)
    return False


def parent_of(pid):
    """None of what has ended."""
    try:
        with open("/proc/%d/stat" % (pid or 0), encoding="utf-8", errors="replace") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return None


def children_of(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def anonymous_bytes(pid):
    return _status_bytes(pid, "RssAnon:")


def most_bytes(pid):
    return _status_bytes(pid, "VmHWM:")


def _status_bytes(pid, name):
    try:
        with open("/proc/%d/status" % pid, encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith(name):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
