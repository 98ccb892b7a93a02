"""
Removes control groups in a process of its own. The kernel lets a group go a moment after its last process, and takes its time over it (some 15 ms): the
agent, which all other environments of its interpreter wait for, must not.
"""
import json
import os
import signal

import syscalls
from cgroup import remove_groups
from handover import socket_pair
from isolation import run_or_exit

MOST_BYTES = 65536


class Remover:
    def __init__(self):
        """Says on `socket` whose groups are gone."""
        self.socket, theirs = socket_pair()
        self.pid = os.fork()
        if self.pid == 0:
            run_or_exit(lambda: serve(theirs))
        theirs.close()

    def remove(self, id, directories):
        self.socket.send(json.dumps({"id": id, "directories": sorted(directories)}).encode())

    def read_removed(self):
        """The id. None when the process has ended."""
        try:
            message = self.socket.recv(MOST_BYTES)
        except ConnectionResetError:
            message = b""
        return json.loads(message)["id"] if message else None

    def close(self):
        """It ends when it has done what it was told."""
        self.socket.close()


def serve(agent):
    """Of the agent's descriptors it keeps none: others see by their end that the agent has ended."""
    signal.set_wakeup_fd(-1)
    os.closerange(3, agent.fileno())
    syscalls.close_from(agent.fileno() + 1)
    while True:
        message = agent.recv(MOST_BYTES)
        if not message:
            os._exit(0)
        order = json.loads(message)
        remove_groups(order["directories"])
        try:
            agent.send(json.dumps({"id": order["id"]}).encode())
        except OSError:
            pass  # the agent ends; what it has ordered before is still to be read
