"""
Connections to Squall, which is sent frames: a length (4 bytes, little-endian), a type (1 byte), the payload. The first says whose it is. See README.md in
the folder above.
"""
import json
import socket
import struct

HELLO, TRACE = 0, 12


def connect(path, id):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    connection.connect(path)
    connection.sendall(frame(HELLO, json.dumps({"id": id}).encode()))
    return connection


def frame(kind, payload):
    return struct.pack("<IB", len(payload), kind) + payload
