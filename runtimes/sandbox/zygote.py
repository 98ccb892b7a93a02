"""
The zygote of a Python runtime: has the runtime and the SDK imported, and forks an environment's process on the agent's message. No
function's code, variables or credentials ever come here: they go from Squall to the fork.

File descriptors: 3 the agent's socket, 4 a pidfd of the agent, for the way back to its PID namespace.
"""
import gc
import json
import os
import select
import signal
import socket

import syscalls
from handover import close_files, receive_files
from isolation import enter, fork_and_return, run_or_exit
from syscalls import CLONE_NEWPID

AGENT_FD, HOME_FD = 3, 4


def serve(serve_function):
    """`serve_function(frames_fd)` is what a fork does; it does not return."""
    agent = socket.socket(fileno=AGENT_FD)
    woken, wake = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children = {}
    # What is there now is never garbage: the collector must not touch it, or every fork would copy it.
    gc.collect()
    gc.freeze()
    while True:
        readable, _, _ = select.select([agent, woken], [], [])
        if woken in readable:
            os.read(woken, 4096)
            report_exits(agent, children)
        if agent in readable:
            message, descriptors = receive_files(agent)
            if not message:
                return
            start(agent, children, json.loads(message), descriptors, serve_function)
            close_files(descriptors)


def start(agent, children, request, descriptors, serve_function):
    mode, answer = request["mode"], {"id": request["id"]}
    pidfd, rest = (None, descriptors) if mode == "none" else (descriptors[0], descriptors[1:])
    keep, joins = rest[: request["keep"]], rest[request["keep"] :]
    try:
        pid = fork_into(pidfd)
    except OSError:
        # The environment was killed before it began.
        agent.send(json.dumps({**answer, "status": signal.SIGKILL}).encode())
        return
    if pid == 0:
        run_or_exit(lambda: become(pidfd, joins, keep, mode, request, serve_function))
    children[pid] = request["id"]
    agent.send(json.dumps({**answer, "pid": pid}).encode())


def fork_into(pidfd):
    if pidfd is None:
        return os.fork()
    syscalls.setns(pidfd, CLONE_NEWPID)
    return fork_and_return(HOME_FD)


def become(pidfd, joins, keep, mode, request, serve_function):
    signal.set_wakeup_fd(-1)
    enter(pidfd, joins, mode, keep, request["shell"], request["mayUnshare"])
    serve_function(3)


def report_exits(agent, children):
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        agent.send(json.dumps({"id": children.pop(pid), "status": status}).encode())
