"""
The zygote of one version of a function: has imported those of its modules that a fork may inherit (trial.py), and makes environments of itself, which
run the handler's own module as any other does. It has the version's variables but no credentials, and is isolated as an environment is.
"""
import importlib
import json
import os
import resource
import sys

from . import bootstrap, frames, handler, modules, renewal, snapshot


def serve_trial(channel, settings):
    """One event: the names of modules, and the handler's. Nice, since nobody waits for it."""
    os.nice(10)
    bootstrap.prepare(settings)
    channel.send(frames.READY, 0, b"")
    kind, payload = channel.receive()
    if kind is None:
        sys.exit(0)
    *_rest, event = frames.parse_invocation(payload)
    asked = json.loads(bytes(event))
    # What spins when nobody waits for it is ended: the kernel counts, and what runs here cannot have it count further.
    resource.setrlimit(resource.RLIMIT_CPU, (asked["processorSeconds"],) * 2)
    from .trial import try_modules

    report = try_modules(asked["names"], handler.module_name(asked["handler"]), read_path_files)
    channel.send(frames.RESPONSE, bootstrap.peak_bytes(), json.dumps(report).encode())
    channel.receive()


def serve_zygote(channel, settings):
    template = snapshot.Template(has_files=False)
    bootstrap.prepare(settings)
    bootstrap.or_fault(channel, lambda: import_all(settings["inherits"]))
    channel.send(frames.READY, bootstrap.peak_bytes(), b"")
    channel = template.serve(channel)
    kind, payload = channel.receive()
    if kind is None:
        sys.exit(0)
    settings = json.loads(bytes(payload))
    bootstrap.replace_environment(settings["environment"])
    renewal.renew()
    bootstrap.serve_handler(channel, settings["handler"])


def import_all(names):
    """What comes with them that is not among them has not been found fit: then there is no zygote."""
    before = set(sys.modules)
    read_path_files()
    for name in names:
        importlib.import_module(name)
    others = set(sys.modules) - before - set(names)
    if others:
        raise ImportError("%s came with those that may be inherited" % ", ".join(sorted(others)[:3]))


def read_path_files():
    modules.read_path_files(os.getcwd())
