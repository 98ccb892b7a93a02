"""
System calls of templates and their forks that only those may make who have no power: the filter (seccomp.py) stops them and asks the agent. A program
that lists network interfaces (getifaddrs) makes such calls. A template may have made namespaces in which it has power, and that must not be turned on
what these calls reach.

The kernel asks while the thread stands in its call, and its numbers, not what they point to, have been looked at: a thread changes its power itself alone,
so what is found holds until the call has been made. What it has opened without power gives it none later.
"""
import errno
import fcntl
import select
import struct

_RECEIVE, _SEND, _IS_VALID = 0xC0502100, 0xC0182101, 0x40082102
_REQUEST_BYTES = 80
_CONTINUE = 1
_RESPONSE = struct.Struct("<QqiI")


def answer(listener, refusal=errno.EPERM):
    """One call that waits. `listener` is the filter's descriptor. False when nobody is left who could make one: to wait for another would be for ever."""
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    if not any(events & select.POLLIN for _fd, events in waiting.poll(0)):
        return False
    request = bytearray(_REQUEST_BYTES)
    try:
        fcntl.ioctl(listener, _RECEIVE, request)
        id, pid = struct.unpack_from("<QI", request)
        is_let = is_powerless(pid)
        # The number may have been given to another process meanwhile.
        fcntl.ioctl(listener, _IS_VALID, request[:8])
        fcntl.ioctl(listener, _SEND, bytearray(_RESPONSE.pack(id, 0, 0 if is_let else -refusal, _CONTINUE if is_let else 0)))
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.EINTR):
            raise
    return True


def is_powerless(thread):
    """Whether it neither has a capability nor can take one."""
    try:
        with open("/proc/%d/status" % thread, encoding="utf-8", errors="replace") as file:
            words = dict(line.split(":", 1) for line in file if line.startswith(("CapPrm:", "CapEff:", "CapInh:", "CapAmb:")))
    except OSError:
        return False
    return len(words) == 4 and all(int(text, 16) == 0 for text in words.values())
