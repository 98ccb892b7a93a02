"""
The way from environments to the outside: takes the connections and datagrams of their networks, looks whether they may go where they were to
go, and passes them on from the host's network. A process of its own for each agent, with no more power than that takes.

What may not be reached is the machine itself (every address that is its own), link-local addresses and the clouds' own, which give away
the machine's credentials. Names are asked of the host's resolvers, at an address that stands for them.

A connection is accepted before it is known whether its other end accepts: one that is refused outside is reset instead.
"""
import errno
import ipaddress
import json
import os
import selectors
import signal
import socket
import struct
import sys
import time

import netlink
import syscalls
from connection import TRACE, frame
from handover import close_files, receive_files
from network import RESOLVER, TRANSPARENT, new_socket, transparent
from syscalls import CAP_NET_ADMIN, CAP_NET_BIND_SERVICE, CAP_SYS_ADMIN, CLONE_NEWNET, PR_SET_PDEATHSIG

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
DNS_PORT = 53
CHUNK_BYTES = 65536
# When so much waits altogether for who does not read, each connection gets no more than a little.
MOST_WAITING_BYTES, SMALL_CHUNK_BYTES = 16 * 1024 * 1024, 4096
# Of one environment, at a time. A function may have 1024 open files.
MOST_CONNECTIONS, MOST_FLOWS = 512, 256
FLOW_SECONDS, SWEEP_SECONDS = 60, 15
ACCEPTED_AT_A_TIME = 32
FULL_SECONDS = 0.01
# What concerns one connection or datagram, and not what it came by.
PASSING = (errno.EAGAIN, errno.EINTR, errno.ECONNABORTED, errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EMSGSIZE)
# Documents for X-Ray of one environment, each second.
MOST_TRACES = 100
# Questions that a flow remembers.
MOST_ASKED = 64

# Amazon's services beside EC2's metadata at link-local addresses, and what other clouds have at addresses that look like any other.
FORBIDDEN = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32",
        "::/96", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::/32", "fd20:ce::254/128", "fd00:c1::a9fe:a9fe/128", "2002::/16", "2001::/32",
    )
]
# Addresses of the old protocol within the new one: mapped, translated (RFC 6052, 7915), by a network's own translator (RFC 8215).
MAPPED = [ipaddress.ip_network(text) for text in ("::ffff:0:0/96", "64:ff9b::/96", "::ffff:0:0:0/96", "64:ff9b:1::/96")]


def may_reach(address):
    """Whether an environment may speak to that address: outside, and not the machine's own."""
    found = ipaddress.ip_address(address)
    for network in MAPPED:
        if found.version == 6 and found in network:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if any(found.version == network.version and found in network for network in FORBIDDEN):
        return False
    # None: there is no way, and it fails in the ordinary way.
    return netlink.kind_of_route(str(found)) in (netlink.UNICAST, None)


class Relay:
    def __init__(self, agent, traces):
        self.agent = agent
        self.traces = traces
        self.selector = selectors.DefaultSelector()
        self.outlets = {}
        self.waiting_bytes = 0
        self.resolvers = Resolvers()
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        self.swept_at = time.monotonic()

    def run(self):
        self.selector.register(self.agent, READ, self.on_agent)
        while True:
            for key, mask in self.selector.select(SWEEP_SECONDS if any(outlet.flows for outlet in self.outlets.values()) else None):
                self.handle(key, mask)
            if time.monotonic() - self.swept_at > SWEEP_SECONDS:
                self.swept_at = time.monotonic()
                for outlet in self.outlets.values():
                    outlet.sweep()

    def handle(self, key, mask):
        if self.selector.get_map().get(key.fd) is not key:
            return  # another event of this turn has closed it
        try:
            key.data(mask)
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                # It would be tried again at once, and without end.
                time.sleep(FULL_SECONDS)
            elif error.errno not in PASSING:
                self.give_up(key, error)
        except Exception as error:
            self.give_up(key, error)

    def give_up(self, key, error):
        """What comes from environments ends no more than what it came by. One that can't be read any more would be told of without end."""
        sys.stderr.write("the relay: %s\n" % error)
        if key.fileobj is self.agent:
            os._exit(1)
        self.close_end(key.fileobj)

    def on_agent(self, _mask):
        message, files = receive_files(self.agent)
        if not message:
            os._exit(0)
        order = json.loads(message)
        if "open" in order:
            self.outlets[order["open"]] = Outlet(self, order["open"], files)
            return
        close_files(files)
        outlet = self.outlets.pop(order["close"], None)
        if outlet is not None:
            outlet.close()

    def set_events(self, end, events, work):
        """Calls back when one of these has happened; 0 is none."""
        known = self.selector.get_map().get(end.fileno())
        if known is None:
            if events:
                self.selector.register(end, events, work)
        elif events == 0:
            self.selector.unregister(end)
        elif known.events != events:
            self.selector.modify(end, events, work)

    def close_end(self, end):
        if end.fileno() >= 0:
            self.set_events(end, 0, None)
            end.close()

    def within(self, namespace, work):
        """Does it in another network: a socket stays in the one it was made in."""
        syscalls.setns(namespace, CLONE_NEWNET)
        try:
            return work()
        finally:
            syscalls.setns(self.home, CLONE_NEWNET)


class Traces:
    """What environments send to the daemon of X-Ray, on its way to Squall. It may be lost, as any datagram: when Squall does not keep up, say."""

    def __init__(self, connection):
        self.connection = connection
        self.connection.setblocking(False)
        self.rest = b""

    def send(self, id, document):
        if self.rest:
            self.go_on(self.rest)
        if not self.rest:
            self.go_on(frame(TRACE, id.encode() + b"\n" + document))

    def go_on(self, data):
        try:
            self.rest = data[self.connection.send(data) :]
        except BlockingIOError:
            # Of a frame that has not been begun nothing need be kept.
            self.rest = data if data is self.rest else b""


class Outlet:
    """What one environment sends outside."""

    def __init__(self, relay, id, files):
        self.relay = relay
        self.id = id
        self.traced_at, self.traced = 0, 0
        *sockets, self.namespace = files
        self.sockets = [socket.socket(fileno=fd) for fd in sockets]
        self.connections = set()
        self.flows = {}
        *pairs, trace = self.sockets
        for listener, datagrams in zip(pairs[::2], pairs[1::2]):
            relay.set_events(listener, READ, lambda _mask, end=listener: self.on_connection(end))
            relay.set_events(datagrams, READ, lambda _mask, end=datagrams: self.on_datagram(end))
        relay.set_events(trace, READ, lambda _mask: self.on_trace(trace))

    def on_connection(self, listener):
        for _turn in range(ACCEPTED_AT_A_TIME):
            end, _address = listener.accept()
            end.setblocking(False)
            target = self.relay.resolvers.first() if is_resolver(end.getsockname()) else allowed(end.getsockname())
            if target is None or len(self.connections) >= MOST_CONNECTIONS:
                reset(end)
                continue
            try:
                Connection(self, end, target)
            except OSError:
                reset(end)

    def on_datagram(self, end):
        """The first of a flow; those after it come to the flow's own socket."""
        data, ancillary, _flags, source = end.recvmsg(CHUNK_BYTES, 64)
        target = destination_of(ancillary)
        if target is None:
            return
        flow = self.flows.get((source, target))
        if flow is None:
            if not is_resolver(target) and allowed(target) is None:
                return
            while len(self.flows) >= MOST_FLOWS:
                self.flows.pop(next(iter(self.flows))).close()
            try:
                flow = self.flows[source, target] = Flow(self, end.family, source, target)
            except OSError:
                return  # there is no way, or no room: datagrams may be lost
        flow.send(data)

    def on_trace(self, end):
        document = end.recv(CHUNK_BYTES)
        now = int(time.monotonic())
        if now != self.traced_at:
            self.traced_at, self.traced = now, 0
        self.traced += 1
        if self.traced <= MOST_TRACES and self.relay.traces is not None:
            self.relay.traces.send(self.id, document)

    def sweep(self):
        old = time.monotonic() - FLOW_SECONDS
        for key in [key for key, flow in self.flows.items() if flow.used_at < old]:
            self.flows.pop(key).close()

    def close(self):
        for connection in list(self.connections):
            connection.break_off()
        for flow in self.flows.values():
            flow.close()
        for end in self.sockets:
            self.relay.close_end(end)
        os.close(self.namespace)


class Connection:
    """Two sockets: what comes from one goes to the other."""

    def __init__(self, outlet, inner, target):
        self.outlet = outlet
        self.relay = outlet.relay
        family, address = target
        outer = new_socket(family, socket.SOCK_STREAM)
        try:
            outer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            inner.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            code = outer.connect_ex(address)
            if code not in (0, errno.EINPROGRESS):
                raise OSError(code, os.strerror(code))
        except BaseException:
            outer.close()
            raise
        self.sides = (Side(inner), Side(outer))
        outlet.connections.add(self)
        self.relay.set_events(outer, WRITE, self.on_connected)

    def on_connected(self, _mask):
        inner, outer = self.sides
        if outer.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0:
            self.break_off()
            return
        self.relay.set_events(outer.socket, 0, None)
        self.watch()

    def watch(self):
        for side, other in (self.sides, self.sides[::-1]):
            # Nothing is read for one that does not take what there is.
            events = (0 if side.has_ended or other.waiting else READ) | (WRITE if side.waiting else 0)
            self.relay.set_events(side.socket, events, lambda mask, side=side, other=other: self.on_event(side, other, mask))

    def on_event(self, side, other, mask):
        try:
            if mask & WRITE:
                self.write(side, side.waiting)
                if other.has_ended and not side.waiting:
                    side.socket.shutdown(socket.SHUT_WR)
            if mask & READ and not other.waiting:
                self.read(side, other)
        except BlockingIOError:
            pass
        except OSError:
            self.break_off()
            return
        if all(each.has_ended and not each.waiting for each in self.sides):
            self.close()
        else:
            self.watch()

    def read(self, side, other):
        crowded = self.relay.waiting_bytes > MOST_WAITING_BYTES
        data = side.socket.recv(SMALL_CHUNK_BYTES if crowded else CHUNK_BYTES)
        if data:
            self.write(other, data)
        else:
            side.has_ended = True
            other.socket.shutdown(socket.SHUT_WR)

    def write(self, side, data):
        before = len(side.waiting)
        try:
            sent = side.socket.send(data)
        except BlockingIOError:
            sent = 0
        side.waiting = data[sent:]
        self.relay.waiting_bytes += len(side.waiting) - before

    def break_off(self):
        """As it was broken off on the other side, or is refused."""
        for side in self.sides:
            set_to_reset(side.socket)
        self.close()

    def close(self):
        for side in self.sides:
            self.relay.waiting_bytes -= len(side.waiting)
            side.waiting = b""
            self.relay.close_end(side.socket)
        self.outlet.connections.discard(self)


class Side:
    def __init__(self, end):
        self.socket = end
        # What it has not taken yet.
        self.waiting = b""
        # Whether it sends no more.
        self.has_ended = False


class Flow:
    """Datagrams between an address of an environment's and one outside, or the host's resolvers."""

    def __init__(self, outlet, family, source, target):
        self.relay = relay = outlet.relay
        self.is_of_names = is_resolver(target)
        self.used_at = time.monotonic()
        # By the resolver that was asked first a question may be asked of the next when it is repeated.
        self.asked = set()
        self.turn = 0
        self.outer = {}
        self.inner = relay.within(outlet.namespace, lambda: transparent(family, socket.SOCK_DGRAM, target))
        try:
            self.inner.connect(source)
            if not self.is_of_names:
                self._listen(family, new_socket(family, socket.SOCK_DGRAM)).connect(target)
        except BaseException:
            self.close()
            raise
        relay.set_events(self.inner, READ, lambda _mask: self.send(self.inner.recv(CHUNK_BYTES)))

    def _listen(self, family, outer):
        self.outer[family] = outer
        self.relay.set_events(outer, READ, lambda _mask: self.on_answer(outer))
        return outer

    def send(self, data):
        self.used_at = time.monotonic()
        if not self.is_of_names:
            for outer in self.outer.values():
                send_datagram(outer, data)
            return
        if data[:2] in self.asked:
            self.turn += 1
        if len(self.asked) >= MOST_ASKED:
            self.asked.clear()
        self.asked.add(data[:2])
        family, address = self.relay.resolvers.at(self.turn)
        outer = self.outer.get(family) or self._listen(family, new_socket(family, socket.SOCK_DGRAM))
        send_datagram(outer, data, address)

    def on_answer(self, outer):
        self.used_at = time.monotonic()
        data, sender = outer.recvfrom(CHUNK_BYTES)
        if not self.is_of_names or self.relay.resolvers.has(sender):
            send_datagram(self.inner, data)

    def close(self):
        for end in (self.inner, *self.outer.values()):
            self.relay.close_end(end)


class Resolvers:
    """The host's, as /etc/resolv.conf names them at the moment: a laptop has others tomorrow."""

    def __init__(self):
        self.read_at = -1.0
        self.all = []

    def at(self, turn):
        """A family and an address."""
        if time.monotonic() - self.read_at > 1:
            self.read_at = time.monotonic()
            self.all = read_resolvers()
        return self.all[turn % len(self.all)]

    def first(self):
        return self.at(0)

    def has(self, sender):
        return any(sender[:2] == address[:2] for _family, address in self.all)


def read_resolvers():
    found = []
    try:
        with open("/etc/resolv.conf", encoding="utf-8", errors="replace") as file:
            words = [line.split() for line in file]
    except OSError:
        words = []
    for name in [word[1] for word in words if len(word) > 1 and word[0] == "nameserver"]:
        try:
            family, _kind, _protocol, _name, address = socket.getaddrinfo(name, DNS_PORT, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)[0]
            found.append((family, address))
        except OSError:
            pass  # it is no address
    return found or [(socket.AF_INET, ("127.0.0.1", DNS_PORT))]


def send_datagram(end, data, address=None):
    """It may be lost, as any."""
    try:
        if address is None:
            end.send(data)
        else:
            end.sendto(data, address)
    except OSError:
        pass


def is_resolver(address):
    return address[:2] == (RESOLVER, DNS_PORT)


def allowed(address):
    """The family and the address, or None."""
    if not may_reach(address[0]):
        return None
    return (socket.AF_INET6 if ":" in address[0] else socket.AF_INET), address


def destination_of(ancillary):
    """As the kernel tells it of a datagram: a `sockaddr`."""
    for level, kind, data in ancillary:
        for family, (of_level, _transparent, tells) in TRANSPARENT.items():
            if (level, kind) == (of_level, tells):
                start, length = (4, 4) if family == socket.AF_INET else (8, 16)
                port = struct.unpack_from(">H", data, 2)[0]
                return socket.inet_ntop(family, data[start : start + length]), port
    return None


def set_to_reset(end):
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset(end):
    set_to_reset(end)
    end.close()


def run_relay(agent, traces):
    """In a fork of the agent. Does not return."""
    syscalls.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(agent.fileno(), 0)
    os.dup2(2, 1)
    if traces is not None:
        os.dup2(traces.detach(), 3)
    syscalls.close_from(3 if traces is None else 4)
    agent.detach()
    # To make sockets in the networks of environments.
    syscalls.keep_capabilities((CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_BIND_SERVICE))
    Relay(socket.socket(fileno=0), None if traces is None else Traces(socket.socket(fileno=3))).run()
