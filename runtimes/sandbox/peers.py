"""
Whose connection it is: functions share the host's network, so an address does not tell. The kernel knows the inode of each socket, and
which process has it open.
"""
import os
import socket
import struct


def has_connection(pids, source, target):
    """Whether one of the processes has the end of the TCP connection that is at `source`; both are like `127.0.0.1:80`."""
    inode = inode_of(source, target)
    return inode is not None and any(has_socket(pid, inode) for pid in pids)


def inode_of(source, target):
    for path, to_text in (("/proc/net/tcp", to_hex), ("/proc/net/tcp6", to_mapped_hex)):
        ends = [to_text(source), to_text(target)]
        try:
            with open(path, encoding="ascii") as file:
                for line in file:
                    fields = line.split(None, 10)
                    if fields[1:3] == ends:
                        return fields[9]
        except OSError:
            pass  # a kernel without IPv6
    return None


def to_hex(end):
    host, port = end.rsplit(":", 1)
    return "%08X:%04X" % (struct.unpack("=I", socket.inet_aton(host))[0], int(port))


def to_mapped_hex(end):
    """As a program has it that speaks IPv6 for everything, such as Java: ::ffff:127.0.0.1."""
    return "0000000000000000%08X%s" % (struct.unpack("=I", b"\0\0\xff\xff")[0], to_hex(end))


def has_socket(pid, inode):
    wanted = "socket:[%s]" % inode
    folder = "/proc/%d/fd" % pid
    try:
        return any(_link(folder, name) == wanted for name in os.listdir(folder))
    except OSError:
        return False  # it has ended


def _link(folder, name):
    try:
        return os.readlink(os.path.join(folder, name))
    except OSError:
        return None
