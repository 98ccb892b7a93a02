"""
The agent: makes environments for one interpreter on Squall's command, puts code into them, tells of their end.

Squall starts one for each interpreter and speaks to it in lines of JSON over file descriptor 3 (see README.md). The agent holds what privilege
there is, runs nobody's code, and has no threads (they would make setns impossible). What comes from within a sandbox is hostile: whatever it is, it
ends no more than the environment it comes from (`at`). When the socket ends, so does Squall: the agent then
removes its groups and goes, and the kernel kills every environment after it.
"""
import json
import os
import resource
import selectors
import signal
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import asking  # noqa: E402
import syscalls  # noqa: E402
from channel import Channel  # noqa: E402
from connection import connect  # noqa: E402
from cgroup import find_cgroups  # noqa: E402
from environment import Environment, Tools  # noqa: E402
from ground import CONTROL_FD, become_root_of_namespace, isolate  # noqa: E402
from handover import close_files, socket_pair  # noqa: E402
from isolation import run_or_exit  # noqa: E402
from launch import Bootstrap, Exec, Zygote  # noqa: E402
from network import find_network  # noqa: E402
from peers import has_connection  # noqa: E402
from relay import run_relay  # noqa: E402
from remover import Remover  # noqa: E402
from restored import RestoredEnvironment  # noqa: E402
from unisolated import with_links  # noqa: E402

CHANNEL_FD = 4
# How long the agent waits at its end for what it has killed.
END_SECONDS = 10


class Agent:
    def __init__(self, control, channel, refusal):
        self.control = control
        self.refusal = refusal
        self.received = b""
        self.environments = {}
        # By the id, what is told of the end of those whose group is still there.
        self.ending = {}
        self.selector = selectors.DefaultSelector()
        self.open = True
        self.channel = channel
        self.relay_pid = None
        self.network_refusal = None
        # Where links stand for what a sandbox would have mounted.
        self.links_at = None

    def run(self):
        self.watch_children()
        settings = self.read_settings()
        if settings is None:
            return
        try:
            if self.refusal:
                raise self.refusal
            self.prepare(settings)
        except (OSError, RuntimeError) as error:
            self.tell(event="unavailable", message=str(error))
            return
        network = self.tools.isolation.network
        self.tell(
            event="ready", memoryLimit=self.tools.cgroups.kind, freezer=self.tools.cgroups.freezer,
            memory=self.tools.cgroups.memory,
            network="host" if network is None else network.kind, networkRefusal=self.network_refusal,
        )
        self.at(self.control, self.on_control)
        if self.channel is not None:
            self.at(self.channel.socket, self.on_channel)
        self.handle_commands()
        while self.open:
            for key, _mask in self.selector.select(self.patience_seconds()):
                self.handle(key)
            self.tools.watch.tick(self.environments.values())
            self.end_keepers()
        self.close()

    def patience_seconds(self):
        times = [self.tools.watch.interval_seconds(self.environments.values())]
        if self.tools.deadlines:
            times.append(max(0, self.tools.deadlines[0][0] - time.monotonic()))
        return min((seconds for seconds in times if seconds is not None), default=None)

    def end_keepers(self):
        deadlines = self.tools.deadlines
        while deadlines and deadlines[0][0] <= time.monotonic():
            environment = deadlines.pop(0)[1]
            if environment.id in self.environments:
                environment.end_keeper()

    def at(self, source, work, environment=None):
        """Calls back when there is something to read. What `environment` makes fail is its own end."""
        self.selector.register(source, selectors.EVENT_READ, (work, environment))

    def no_more_at(self, source):
        try:
            self.selector.unregister(source)
        except (KeyError, ValueError):
            pass  # not any more, or not yet

    def handle(self, key):
        if self.selector.get_map().get(key.fd) is not key:
            return  # another event of this turn has closed it
        work, environment = key.data
        try:
            work()
        except Exception as error:
            if environment is None:
                raise
            sys.stderr.write("an environment is ended: %s\n" % error)
            self.no_more_at(key.fileobj)
            self.kill(environment)

    def watch_children(self):
        self.child_pipe, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.at(self.child_pipe, self.on_child)

    def read_settings(self):
        while b"\n" not in self.received:
            chunk = self.control.recv(65536)
            if not chunk:
                return None
            self.received += chunk
        line, self.received = self.received.split(b"\n", 1)
        return json.loads(line)

    def prepare(self, settings):
        network, self.network_refusal = find_network(settings["network"]) if settings["mode"] != "none" else (None, None)
        isolation = isolate(settings, network)
        relay = self.start_relay(settings) if network is not None and network.outside else None
        launch = settings["launch"]
        if isolation.mode == "none":
            self.links_at = settings["mountPoint"]
        launch["command"] = self.to_command(launch["command"])
        if launch["kind"] == "zygote":
            launcher = Zygote(launch, isolation, self.on_zygote)
            self.at(launcher.socket, launcher.on_message)
        elif launch["kind"] == "bootstrap":
            launcher = Bootstrap(launch, isolation)
        else:
            launcher = Exec(launch, isolation)
        cgroups = find_cgroups(settings["ownerPid"])
        if cgroups.events_fd is not None:
            self.at(cgroups.events_fd, self.on_memory)
        remover = Remover()
        self.at(remover.socket, self.on_removed)
        self.tools = Tools(isolation, relay, cgroups, remover, launcher, settings["socketPath"])

    def to_command(self, words):
        return with_links(self.links_at, words) if words and self.links_at is not None else words

    def start_relay(self, settings):
        ours, theirs = socket_pair()
        traces = connect(settings["socketPath"], settings["tracesId"]) if "tracesId" in settings else None
        self.relay_pid = os.fork()
        if self.relay_pid == 0:
            ours.close()
            run_or_exit(lambda: run_relay(theirs, traces))
        theirs.close()
        if traces is not None:
            traces.close()
        return ours

    def on_channel(self):
        if not self.channel.drain():
            self.no_more_at(self.channel.socket)

    def on_control(self):
        try:
            chunk = self.control.recv(65536)
        except ConnectionResetError:
            chunk = b""  # Squall was killed
        if not chunk:
            self.open = False
        self.received += chunk
        self.handle_commands()

    def handle_commands(self):
        while b"\n" in self.received:
            line, self.received = self.received.split(b"\n", 1)
            command = json.loads(line)
            getattr(self, "do_" + command["do"])(command)

    def do_create(self, command):
        id = command["id"]
        environment = self.environments[id] = Environment(id, command["fifo"], self.tools)
        try:
            environment.begin()
        except OSError as error:
            self.give_up(environment, str(error))
            return
        if environment.ready is None:
            self.finish(environment, command, [])
        else:
            self.at(environment.ready, lambda: self.on_init(environment, command), environment)

    def on_init(self, environment, command):
        self.no_more_at(environment.ready)
        answer, files = environment.take_ready()
        if answer == b"ready" and environment.id in self.environments:
            self.finish(environment, command, files)
            return
        close_files(files)
        # It may have been killed after it had said so, and its end was told.
        if answer and environment.id in self.environments:
            self.give_up(environment, answer.decode("utf-8", "replace"))
        # Nothing: it was killed, which is told when it is waited for.

    def finish(self, environment, command, files):
        try:
            self.hand_over(environment, files)
            environment.finish(command["hold"], command.get("isTemplate", False), self.to_command(command.get("command")))
            if environment.handing is not None:
                self.at(environment.handing, lambda: self.on_listener(environment), environment)
            self.tell(event="created", id=environment.id)
        except OSError as error:
            self.give_up(environment, str(error))

    def on_listener(self, environment):
        self.no_more_at(environment.handing)
        if environment.take_listener():
            self.at(environment.listener, lambda: self.on_question(environment), environment)

    def on_question(self, environment):
        if not asking.answer(environment.listener):
            self.no_more_at(environment.listener)

    def hand_over(self, environment, files):
        """Before it is told that the environment is there. Squall accepts from the listeners."""
        listeners = environment.take_network(files)
        for index, listener in enumerate(listeners):
            self.channel.send({"id": environment.id, "listener": index}, listener)
        close_files(listeners)

    def do_restore(self, command):
        template = self.environments.get(command["of"])
        if template is None or template.control is None:
            self.tell(event="notCreated", id=command["id"], message="the snapshot's template has ended")
            return
        environment = self.environments[command["id"]] = RestoredEnvironment(command["id"], command["fifo"], self.tools, template)
        environment.limits = (command["memoryMiB"], command["tmpMiB"])
        try:
            environment.ask(*environment.limits)
            self.at(environment.report, lambda: self.on_report(environment), environment)
            self.at(environment.ready, lambda: self.on_group(environment), environment)
        except OSError as error:
            self.give_up(environment, str(error))

    def on_report(self, environment):
        """Of a fork of a template."""
        report = environment.report
        said = environment.read_report()
        if environment.report is None:
            self.no_more_at(report)
        if said == "keeper":
            self.at(environment.pidfd, lambda: self.on_keeper_exit(environment), environment)
        elif said == "ended":
            self.tell_end(environment)

    def on_keeper_exit(self, environment):
        self.no_more_at(environment.pidfd)
        if environment.report is not None:
            self.on_report(environment)  # its last word may have come together with its end
        if environment.id not in self.environments:
            return
        environment.on_keeper_exit()
        self.tell_end(environment)

    def on_group(self, environment):
        self.no_more_at(environment.ready)
        answer, files = environment.take_ready()
        if environment.id not in self.environments:
            close_files(files)
            self.tools.remover.remove(None, environment.cgroup.places())  # it ended meanwhile
            return
        try:
            if answer != b"ready":
                close_files(files)
                raise OSError(answer.decode("utf-8", "replace"))
            self.hand_over(environment, files)
            environment.set_limits(*environment.limits)
            self.tell(event="created", id=environment.id)
        except OSError as error:
            self.give_up(environment, str(error))

    def give_up(self, environment, message):
        del self.environments[environment.id]
        self.forget_sources(environment)
        environment.discard()
        self.tell(event="notCreated", id=environment.id, message="no sandbox could be made: " + message)

    def do_assign(self, command):
        environment = self.environments.get(command["id"])
        if environment is None:
            return  # it has ended, and that was told
        try:
            files = (command["codeDir"], command.get("optDir"), command.get("hostsFile"), command.get("bytecodeDir"))
            environment.assign(*files, command["memoryMiB"], command["tmpMiB"])
            self.tell(event="assigned", id=environment.id)
        except OSError as error:
            self.tell(event="notAssigned", id=environment.id, message=str(error))

    def do_extend(self, command):
        environment = self.environments.get(command["id"])
        if environment is None:
            return  # it has ended, and that was told
        try:
            environment.extend(command["fifo"], command["programs"], command["environment"])
            self.tell(event="extended", id=environment.id)
        except OSError as error:
            self.tell(event="notExtended", id=environment.id, message=str(error))

    def do_signal(self, command):
        environment = self.environments.get(command["id"])
        if environment is not None:
            environment.signal_function(command["signal"])

    def do_launch(self, command):
        environment = self.environments.get(command["id"])
        if environment is not None:
            environment.launch(command["environment"])

    def do_freeze(self, command):
        environment = self.environments.get(command["id"])
        if environment is None:
            return  # it has ended, and that was told
        try:
            if environment.freeze():
                self.tell(event="frozen", id=environment.id, turn=command["turn"])
        except OSError:
            environment.cgroup.thaw()

    def do_thaw(self, command):
        """Of one that might not be frozen yet; else Squall does it by itself, which is quicker."""
        environment = self.environments.get(command["id"])
        if environment is not None:
            environment.cgroup.thaw()

    def do_ask(self, command):
        environment = self.environments.get(command.get("id"))
        if command["what"] == "whose":
            value = self.find_owner(command["from"], command["to"])
        elif environment is None:
            value = None
        elif command["what"] == "peakBytes":
            value = environment.peak_bytes()
        elif command["what"] == "connect":
            value = self.connect(environment, command)
        else:
            value = has_connection(environment.pids(), command["from"], command["to"])
        self.tell(event="answer", question=command["question"], value=value)

    def connect(self, environment, command):
        """Whether there is a connection, which goes to Squall, to what listens at that port of the environment's own network."""
        try:
            end = environment.connect(command["port"])
        except OSError:
            return False
        self.channel.send({"question": command["question"]}, end.fileno())
        end.close()
        return True

    def find_owner(self, source, target):
        """The id of the environment that has the connection, or None."""
        for environment in self.environments.values():
            if environment.memory_mib is not None and has_connection(environment.pids(), source, target):
                return environment.id
        return None

    def do_kill(self, command):
        environment = self.environments.get(command["id"])
        if environment is not None:
            self.kill(environment)

    def kill(self, environment):
        environment.kill()
        if environment.is_over():
            self.tell_end(environment)

    def on_memory(self):
        self.tools.cgroups.acknowledge_events()
        for environment in self.environments.values():
            try:
                environment.check_memory()
            except OSError:
                pass  # it is ending

    def on_child(self):
        try:
            os.read(self.child_pipe, 4096)
        except BlockingIOError:
            pass
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self.on_exit(pid, status)

    def on_exit(self, pid, status):
        if self.tools.launcher.is_zygote(pid) or pid in (self.relay_pid, self.tools.remover.pid):
            self.open = False  # nothing more can be made, and what runs would have nobody to tell of its end
            return
        for environment in list(self.environments.values()):
            extension = environment.on_extension_exit(pid, status)
            if extension is not None:
                self.tell(event="extensionExited", id=environment.id, **extension.describe_end())
                if environment.is_over():
                    self.tell_end(environment)
                return
            if environment.on_exit(pid, status):
                self.tell_end(environment)
                return

    def on_zygote(self, message):
        if message is None:
            self.open = False
            return
        environment = self.environments.get(message["id"])
        if environment is None:
            return
        if "pid" in message:
            environment.function_pid = message["pid"]
        elif environment.on_function_exit(message["status"]):
            self.tell_end(environment)

    def tell_end(self, environment):
        if not environment.is_over():
            if environment.function_status is not None and environment.extensions:
                code, signal_number = environment.exit_status()
                memory = environment.out_of_memory
                self.tell(event="functionExited", id=environment.id, code=code, signal=signal_number, outOfMemory=memory)
            return
        del self.environments[environment.id]
        self.forget_sources(environment)
        code, signal_number = environment.exit_status()
        end = {"event": "exited", "id": environment.id, "code": code, "signal": signal_number, "outOfMemory": environment.out_of_memory}
        end["memory"] = environment.memory_at_end()
        groups = environment.let_go()
        if not groups:
            self.tell(**end)
            return
        self.ending[environment.id] = end
        self.tools.remover.remove(environment.id, groups)

    def on_removed(self):
        id = self.tools.remover.read_removed()
        if id in self.ending:
            self.tell(**self.ending.pop(id))

    def forget_sources(self, environment):
        """Its descriptors are about to be closed, and their numbers to be given to others."""
        for source in environment.sources():
            self.no_more_at(source)

    def tell(self, **message):
        try:
            self.control.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            self.open = False

    def close(self):
        for environment in self.environments.values():
            environment.kill()
        self.tools.launcher.close()
        self.tools.remover.close()
        if self.relay_pid is not None:
            os.kill(self.relay_pid, signal.SIGKILL)
        wait_for_all(END_SECONDS)
        for environment in self.environments.values():
            environment.remove()
        self.tools.cgroups.close()


def wait_for_all(seconds):
    """
    Until all children are gone: an environment's init goes only when all in it have been waited for, and those of a zygote that has died are
    ours. Not for ever: what is left is killed by the kernel when the agent ends.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.001)
        except ChildProcessError:
            return


if __name__ == "__main__":
    os.set_inheritable(CONTROL_FD, False)
    channel = Channel(CHANNEL_FD) if "NODE_CHANNEL_FD" in os.environ else None
    syscalls.close_from((CONTROL_FD if channel is None else CHANNEL_FD) + 1)
    # As many files as may be open: this soft limit is for programs that cannot count beyond it.
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    refusal = None
    if sys.argv[1] != "none":
        # The processes of a zygote that dies come to the agent, which waits for them: see wait_for_all.
        syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    if sys.argv[1] == "user-namespace":
        try:
            become_root_of_namespace()
        except OSError as error:
            refusal = error
    Agent(socket.socket(fileno=CONTROL_FD), channel, refusal).run()
