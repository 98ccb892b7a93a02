"""Open files from one process to another, over a Unix socket that keeps messages apart."""
import array
import os
import socket

MOST_FILES = 16
MOST_BYTES = 65536


def socket_pair():
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send_files(to, message, files):
    """`files` are numbers; the sender's stay open."""
    ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))] if files else []
    to.sendmsg([message], ancillary)


def receive_files(source):
    """The message, empty when the other has gone, and the numbers of the files, which are the receiver's to close."""
    message, ancillary, _flags, _address = source.recvmsg(MOST_BYTES, socket.CMSG_SPACE(MOST_FILES * 4), socket.MSG_CMSG_CLOEXEC)
    files = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            files.frombytes(data[: len(data) - len(data) % files.itemsize])
    return message, list(files)


def close_files(files):
    for fd in files:
        os.close(fd)
