"""
Open files for Squall. Node.js takes them over the channel that it opens for a child itself, as its module `cluster` passes listeners: a line of JSON
with a file beside it. What it says itself on the channel is that it has got them.
"""
import array
import json
import socket


class Channel:
    def __init__(self, fd):
        self.socket = socket.socket(fileno=fd)
        self.socket.setblocking(True)
        self.socket.set_inheritable(False)

    def send(self, message, fd):
        """Squall gets the message with the file; the sender's stays open."""
        line = json.dumps({"cmd": "NODE_HANDLE", "type": "net.Native", "msg": message}).encode() + b"\n"
        self.socket.sendmsg([line], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))])

    def drain(self):
        """False when Squall has closed it."""
        try:
            return bool(self.socket.recv(65536))
        except ConnectionResetError:
            return False
