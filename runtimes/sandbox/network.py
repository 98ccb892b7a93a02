"""
The network of an environment: a namespace with nothing but a loopback device, all of it the function's own, and sockets that were made in it
before there was a function:

- listeners, which Squall accepts from: its endpoint and the Runtime API. Who calls there is the environment, without a question.
- those of the relay (relay.py), to which the kernel gives whatever is sent to anywhere else. That is the way to the outside.

In the namespace nobody has power but its maker. See docs/decisions/0019-a-network-for-each-environment.md.
"""
import os
import socket

import netlink
import syscalls
from syscalls import CLONE_NEWNET

# The environment's own address, and where it asks for names: as on AWS both are link-local.
OWN, RESOLVER, OWN_IPV6 = "169.254.76.1", "169.254.78.1", "fd00:76::1"
# No function can listen there.
RELAY_PORT = 1
# Where X-Ray's SDKs send what they have measured: the relay takes it, and brings it to Squall.
TRACE_DAEMON = ("127.0.0.1", 2000)
# Some address outside: whether there is a way to it, and whether the kernel gives what is sent there to the relay.
SOMEWHERE, SOMEWHERE_IPV6 = "192.0.2.1", "2001:db8::1"
# Of sockets that take what was sent elsewhere, by the family: the level, and its options for that and for saying where.
TRANSPARENT = {socket.AF_INET: (socket.SOL_IP, 19, 20), socket.AF_INET6: (socket.IPPROTO_IPV6, 75, 74)}
BACKLOG = 512


class Network:
    """`listeners` are [address, port]. With `outside` the relay is to take what goes elsewhere."""

    def __init__(self, listeners, outside, with_ipv6):
        self.listeners = listeners
        self.outside = outside
        self.own = {socket.AF_INET: OWN, **({socket.AF_INET6: OWN_IPV6} if with_ipv6 else {})}
        # The same for every environment, and made before there is one: an event may be waiting for it then.
        self.orders = self._give_orders()

    @property
    def kind(self):
        return "outside" if self.outside else "squall"

    def furnish(self):
        """
        In a process that is alone in its network namespace and has power over it. Gives file descriptors: the listeners, and those of the
        relay, which are the sockets for connections and for datagrams of each family, one for traces, and the namespace.
        """
        for order in self.orders:
            netlink.carry_out(order)
        listeners = [listen(address, port) for address, port in self.listeners]
        return [end.detach() for end in listeners], self._open_to_relay() if self.outside else []

    def _give_orders(self):
        own = {OWN, *(address for address, _port in self.listeners if is_elsewhere(address))}
        messages = [netlink.new_address(address) for address in sorted(own)]
        # At once, not after a time: nobody is there.
        messages.append(netlink.new_route("169.254.0.0/16", netlink.UNREACHABLE))
        if not self.outside:
            return [netlink.set_up_loopback(messages)]
        messages += [netlink.new_route(RESOLVER + "/32", netlink.LOCAL, OWN), netlink.new_route("0.0.0.0/0", netlink.LOCAL, OWN)]
        if socket.AF_INET6 in self.own:
            messages += [netlink.new_address(OWN_IPV6), netlink.new_route("::/0", netlink.LOCAL, OWN_IPV6)]
        return [netlink.set_up_loopback(messages), netlink.redirect_all(self.own.values(), RELAY_PORT)]

    def _open_to_relay(self):
        files = []
        for family, own in self.own.items():
            files += [transparent(family, kind, (own, RELAY_PORT)).detach() for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)]
        trace = new_socket(socket.AF_INET, socket.SOCK_DGRAM)
        trace.bind(TRACE_DAEMON)
        return [*files, trace.detach(), os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)]


def is_elsewhere(address):
    return not address.startswith("127.") and address != "::1"


def listen(address, port):
    end = new_socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    end.bind((address, port))
    end.listen(BACKLOG)
    return end


def transparent(family, kind, address):
    """Bound to what need not be an address of this network's."""
    level, is_transparent, tells_destination = TRANSPARENT[family]
    end = new_socket(family, kind)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    end.setsockopt(level, is_transparent, 1)
    if family == socket.AF_INET6:
        end.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if kind == socket.SOCK_DGRAM:
        end.setsockopt(level, tells_destination, 1)
    end.bind(address)
    if kind == socket.SOCK_STREAM:
        end.listen(BACKLOG)
    return end


def new_socket(family, kind):
    return socket.socket(family, kind | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK)


def find_network(settings):
    """
    What this machine gives of what is wanted, found by trying, and a sentence for each thing it does not: None is the host's network.
    `settings` are {"kind": "outside", "squall" or "host", "listeners"}.
    """
    kind, listeners = settings["kind"], settings["listeners"]
    if kind == "host":
        return None, None
    refusal = None
    if kind == "outside":
        network = Network(listeners, True, netlink.kind_of_route(SOMEWHERE_IPV6) == netlink.UNICAST)
        refusal = attempt(network)
        if refusal is None:
            return network, None
    network = Network(listeners, False, False)
    last = attempt(network)
    return (network, refusal) if last is None else (None, last)


def attempt(network):
    """In a fork. What the kernel has refused, or None."""
    refused, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            syscalls.unshare(CLONE_NEWNET)
            _listeners, relayed = network.furnish()
            if relayed:
                try_relay(relayed[0])
        except BaseException as error:
            os.write(tell, (str(error) or type(error).__name__).encode())
        os._exit(0)
    os.close(tell)
    message = os.read(refused, 4096).decode("utf-8", "replace")
    os.close(refused)
    os.waitpid(pid, 0)
    return message or None


def try_relay(fd):
    """Raises OSError if what is sent elsewhere does not come to the relay."""
    with socket.create_connection((SOMEWHERE, 80), 1), socket.socket(fileno=fd) as end:
        accepted, _address = end.accept()
        if accepted.getsockname() != (SOMEWHERE, 80):
            raise OSError("the kernel does not tell where a connection was to go")
