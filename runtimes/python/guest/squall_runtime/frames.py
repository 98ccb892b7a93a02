"""Frames to and from Squall: a length (4 bytes, little-endian), a type (1 byte), the payload. See runtimes/README.md."""
import os
import socket
import struct

INIT, INVOKE = 1, 2
READY, FAULT, RESPONSE, ERROR, WAITING, WARM = 3, 4, 5, 6, 7, 9

_HEADER = struct.Struct("<IB")
_REPLY = struct.Struct("<IBQ")
_INVOKE = struct.Struct("<dHHHH")
_ABSENT = 0xFFFF


class Frames:
    def __init__(self, fd):
        os.set_inheritable(fd, False)
        self._socket = socket.socket(fileno=fd)
        self._socket.settimeout(None)

    def receive(self):
        """Gives (type, payload), or (None, b'') when Squall has gone. Squall sends one frame and waits for its answer."""
        data = self._socket.recv(65536)
        if not data:
            return None, b""
        while len(data) < _HEADER.size:
            data += self._more()
        length, kind = _HEADER.unpack_from(data)
        end = _HEADER.size + length
        if len(data) < end:
            data = self._rest(data, end)
        return kind, memoryview(data)[_HEADER.size : end]

    def send(self, kind, peak_bytes, payload):
        self._socket.sendall(_REPLY.pack(len(payload) + 8, kind, peak_bytes) + payload)

    def fileno(self):
        return self._socket.fileno()

    def close(self):
        self._socket.close()

    def detach(self):
        """For a program executed in the place of this one."""
        fd = self._socket.detach()
        os.set_inheritable(fd, True)

    def _rest(self, data, end):
        whole = bytearray(end)
        whole[: len(data)] = data
        view, at = memoryview(whole), len(data)
        while at < end:
            count = self._socket.recv_into(view[at:])
            if count == 0:
                raise EOFError
            at += count
        return whole

    def _more(self):
        data = self._socket.recv(65536)
        if not data:
            raise EOFError
        return data


def parse_invocation(payload):
    """Gives (deadline in ms since the epoch, request id, ARN, client context or None, trace id or None, event)."""
    deadline_ms, *lengths = _INVOKE.unpack_from(payload)
    at = _INVOKE.size
    texts = []
    for length in lengths:
        if length == _ABSENT:
            texts.append(None)
            continue
        texts.append(str(payload[at : at + length], "utf-8"))
        at += length
    return (deadline_ms, *texts, payload[at:])
