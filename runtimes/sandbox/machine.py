"""
The machine as a function sees it: as much memory as it has itself, and a processor for each 1,769 MB begun. What asks the kernel by a system call
(sysinfo, sched_getaffinity) is told of the real one: its processors are shared by weight, not taken away (docs/decisions/0061).
"""
import os

from cgroup import MIB_OF_ONE_PROCESSOR

PROCESSORS = "/sys/devices/system/cpu"
# Of what /proc/meminfo has, what programs reckon with. A function finds nothing used of what is its own.
_FREE = ("MemTotal", "MemFree", "MemAvailable")
_NONE = ("Buffers", "Cached", "SwapCached", "Active", "Inactive", "SwapTotal", "SwapFree", "Dirty", "Writeback", "AnonPages", "Mapped", "Shmem", "Slab")


class Machine:
    """Files that are mounted over the kernel's own. One set for each size of function."""

    def __init__(self, folder):
        self.folder = folder
        self.known = {}

    def files(self, memory_mib):
        """[path on the host, path inside] of files and folders."""
        if memory_mib not in self.known:
            self.known[memory_mib] = self._make(memory_mib)
        return self.known[memory_mib]

    def _make(self, memory_mib):
        count = processors_of(memory_mib)
        folder = os.path.join(self.folder, str(memory_mib))
        os.makedirs(folder + "/cpu", exist_ok=True)
        for name, text in (
            ("meminfo", meminfo(memory_mib)), ("cpuinfo", _cpuinfo(count)), ("stat", _stat(count)),
            ("cpu/online", _range(count)), ("cpu/possible", _range(count)), ("cpu/present", _range(count)),
        ):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        for number in range(count):
            os.makedirs("%s/cpu/cpu%d" % (folder, number), exist_ok=True)
        proc = [(os.path.join(folder, name), "/proc/" + name) for name in ("meminfo", "cpuinfo", "stat")]
        return [*proc, (folder + "/cpu", PROCESSORS)]


def processors_of(memory_mib):
    return -(-memory_mib // MIB_OF_ONE_PROCESSOR)


def meminfo(memory_mib):
    lines = [(name, memory_mib * 1024) for name in _FREE] + [(name, 0) for name in _NONE]
    return "".join("%-16s%8d kB\n" % (name + ":", kib) for name, kib in lines)


def _range(count):
    return "0\n" if count == 1 else "0-%d\n" % (count - 1)


def _cpuinfo(count):
    """The host's own description of so many processors; of one, again and again, where it has fewer."""
    blocks = [block for block in _read("/proc/cpuinfo").split("\n\n") if block.startswith("processor")]
    if not blocks:
        return _read("/proc/cpuinfo")
    return "".join(_numbered(blocks[number % len(blocks)], number, count) + "\n\n" for number in range(count))


def _numbered(block, number, count):
    values = {"processor": number, "siblings": count, "cpu cores": count, "core id": number, "apicid": number, "initial apicid": number}
    lines = []
    for line in block.split("\n"):
        name = line.partition(":")[0].strip()
        lines.append("%s: %d" % (line.partition(":")[0], values[name]) if name in values else line)
    return "\n".join(lines)


def _stat(count):
    lines = _read("/proc/stat").splitlines()
    own = [line for line in lines if line.startswith("cpu") and line[3:4].isdigit()]
    if not own:
        return "\n".join(lines) + "\n"
    cells = [own[number % len(own)].split()[1:] for number in range(count)]
    whole = [str(sum(int(column) for column in columns)) for columns in zip(*cells)]
    named = ["cpu%d %s" % (number, " ".join(row)) for number, row in enumerate(cells)]
    rest = [line for line in lines if not line.startswith(("cpu", "intr", "softirq"))]
    return "\n".join(["cpu  " + " ".join(whole), *named, *rest]) + "\n"


def _read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()
