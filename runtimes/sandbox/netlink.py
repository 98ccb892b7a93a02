"""
What the network of an environment is made of, told to the kernel as it hears it: messages of netlink (rtnetlink, nf_tables). The tools that
usually do this (`ip`, `nft`) need not be there. All of one `Order` are sent together; it is put into bytes once, for every environment.
"""
import os
import socket
import struct
from collections import namedtuple

NETLINK_ROUTE, NETLINK_NETFILTER = 0, 12
REQUEST, ACK, CREATE, APPEND = 1, 4, 0x400, 0x800
ERROR = 2
LOOPBACK = 1
# Of duplicates of an address: it can be used at once.
NO_DETECTION = 2

NEW_LINK, NEW_ADDRESS, NEW_ROUTE, GET_ROUTE = 16, 20, 24, 26
TABLE_MAIN, PROTOCOL_BOOT, SCOPE_UNIVERSE, SCOPE_HOST = 254, 3, 0, 254
UNICAST, LOCAL, UNREACHABLE = 1, 2, 7

# nf_tables: its subsystem of netfilter, its messages, registers and expressions.
NFTABLES, BATCH_BEGIN, BATCH_END = 10, 16, 17
NEW_TABLE, NEW_CHAIN, NEW_RULE = 0, 3, 6
PREROUTING, PRIORITY_MANGLE = 0, -150
REGISTER_1, REGISTER_2 = 1, 2
META_PROTOCOL, NETWORK_HEADER, EQUAL, ACCEPT = 16, 1, 0, 1


# What the kernel is to be told: by which protocol, the bytes, and the number of the last message, which it acknowledges.
Order = namedtuple("Order", "protocol data last")


def set_up_loopback(further):
    """Gives the order: `further` are messages of the functions below."""
    link = struct.pack("=BBHiII", 0, 0, 0, LOOPBACK, 1, 1)
    return new_order(NETLINK_ROUTE, [(NEW_LINK, 0, link), *further])


def new_address(address):
    """Of one host, at the loopback device."""
    family, value = to_binary(address)
    head = struct.pack("=BBBBI", family, len(value) * 8, NO_DETECTION, SCOPE_UNIVERSE, LOOPBACK)
    return NEW_ADDRESS, CREATE, head + attribute(2, value) + attribute(1, value)


def new_route(network, kind, source=None):
    """To `10.0.0.0/8`, of the kind LOCAL or UNREACHABLE. What goes there comes from the address `source`, unless a program has chosen one."""
    address, _slash, length = network.partition("/")
    family, value = to_binary(address)
    scope = SCOPE_HOST if kind == LOCAL else SCOPE_UNIVERSE
    head = struct.pack("=BBBBBBBBI", family, int(length), 0, 0, TABLE_MAIN, PROTOCOL_BOOT, scope, kind, 0)
    attributes = attribute(1, value) if int(length) > 0 else b""
    if kind == LOCAL:
        attributes += attribute(4, struct.pack("=I", LOOPBACK))
    if source is not None:
        attributes += attribute(7, to_binary(source)[1])
    return NEW_ROUTE, CREATE, head + attributes


def kind_of_route(address):
    """UNICAST for what is outside this machine, LOCAL for the machine's own addresses… None where there is no way."""
    family, value = to_binary(address)
    head = struct.pack("=BBBBBBBBI", family, len(value) * 8, 0, 0, 0, 0, 0, 0, 0)
    try:
        with open_netlink(NETLINK_ROUTE) as kernel:
            kernel.send(message(GET_ROUTE, REQUEST, 1, head + attribute(1, value)))
            answer = kernel.recv(8192)
    except OSError:
        return None
    kind = struct.unpack_from("=H", answer, 4)[0]
    return answer[16 + 7] if kind == NEW_ROUTE else None


def redirect_all(own_addresses, port):
    """
    Gives the order: every TCP connection and every datagram of a network goes to the sockets that listen at that port, at the address `own` of its
    family, but for what goes to loopback or to that address. Those sockets see where it was to go (TPROXY).
    """
    return new_order(NETLINK_NETFILTER, [message for own in own_addresses for message in redirect(own, port)], is_batch=True)


def redirect(own, port):
    family, value = to_binary(own)
    offset, loopback = (16, b"\x7f") if family == socket.AF_INET else (24, socket.inet_pton(family, "::1"))
    name = attribute(1, b"squall\0")
    hook = attribute(1, struct.pack(">I", PREROUTING)) + attribute(2, struct.pack(">i", PRIORITY_MANGLE))
    chain = name + attribute(3, b"all\0") + nested(4, hook) + attribute(7, b"filter\0")
    place = name + attribute(2, b"all\0")
    target = [
        set_register(REGISTER_1, value),
        set_register(REGISTER_2, struct.pack(">H", port)),
        expression(b"tproxy", number(1, family) + number(2, REGISTER_1) + number(3, REGISTER_2)),
    ]
    accept = expression(b"immediate", number(1, 0) + nested(2, nested(2, number(1, ACCEPT))))
    rules = [
        [load_header(offset, len(loopback)), compare(loopback), accept],
        [load_header(offset, len(value)), compare(value), accept],
        *[[load_protocol(), compare(bytes([protocol])), *target] for protocol in (socket.IPPROTO_TCP, socket.IPPROTO_UDP)],
    ]
    kinds = [(NEW_TABLE, CREATE, name), (NEW_CHAIN, CREATE, chain)]
    kinds += [(NEW_RULE, CREATE | APPEND, place + nested(4, b"".join(rule))) for rule in rules]
    head = struct.pack(">BBH", family, 0, 0)
    return [(NFTABLES << 8 | kind, flags, head + body) for kind, flags, body in kinds]


def load_protocol():
    return expression(b"meta", number(1, REGISTER_1) + number(2, META_PROTOCOL))


def load_header(offset, length):
    return expression(b"payload", number(1, REGISTER_1) + number(2, NETWORK_HEADER) + number(3, offset) + number(4, length))


def compare(value):
    """With the first register. What is unequal ends the rule."""
    return expression(b"cmp", number(1, REGISTER_1) + number(2, EQUAL) + nested(3, attribute(1, value)))


def set_register(register, value):
    return expression(b"immediate", number(1, register) + nested(2, attribute(1, value)))


def expression(name, data):
    return nested(1, attribute(1, name + b"\0") + nested(2, data))


def new_order(protocol, messages, is_batch=False):
    """What is refused is told of each message; that all is well needs to be told of the last only."""
    last = len(messages)
    acknowledge = [0] * (last - 1) + [ACK]
    sent = [message(kind, REQUEST | flags | ack, index + 1, body) for index, ((kind, flags, body), ack) in enumerate(zip(messages, acknowledge))]
    if is_batch:
        edge = struct.pack(">BBH", 0, 0, NFTABLES)
        sent = [message(BATCH_BEGIN, REQUEST, 0, edge), *sent, message(BATCH_END, REQUEST, 0, edge)]
    return Order(protocol, b"".join(sent), last)


def carry_out(order):
    """In this process's network. Raises OSError with the errno of the first message that is refused."""
    with open_netlink(order.protocol) as kernel:
        kernel.send(order.data)
        while True:
            data = kernel.recv(65536)
            while len(data) >= 16:
                length, kind, _flags, sequence = struct.unpack_from("=IHHI", data)
                if kind == ERROR:
                    error = -struct.unpack_from("=i", data, 16)[0]
                    if error != 0:
                        raise OSError(error, "netlink: " + os.strerror(error))
                    if sequence == order.last:
                        return
                data = data[(length + 3) & ~3:]


def open_netlink(protocol):
    kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, protocol)
    # It answers at once; a kernel that does not must not hold up everybody.
    kernel.settimeout(5)
    return kernel


def message(kind, flags, sequence, body):
    return struct.pack("=IHHII", 16 + len(body), kind, flags, sequence, 0) + body + bytes(-len(body) % 4)


def attribute(kind, value):
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def nested(kind, value):
    return attribute(kind | 0x8000, value)


def number(kind, value):
    return attribute(kind, struct.pack(">I", value))


def to_binary(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return family, socket.inet_pton(family, address)
