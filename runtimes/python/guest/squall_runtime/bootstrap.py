"""The life of one Python function: its environment, its handler, its invocations."""
import atexit
import itertools
import json
import os
import resource
import sys
import threading
import time
import traceback

from . import bytecode, debugger, errors, frames, handler, json_text, logs, modules, snapshot
from .context import to_context

TASK_ROOT = "/var/task"
PROGRAM = os.path.join(modules.RUNTIME_DIR, "bootstrap.py")
# What an interpreter, its C library and the dynamic linker read only when they start. PYTHONPATH is obeyed by us.
_READ_AT_START = ("PYTHON", "LC_", "LD_", "MALLOC_", "GLIBC_TUNABLES", "OPENSSL_CONF", "AWS_LAMBDA_EXEC_WRAPPER")
# More than any function imports.
MOST_MODULES = 20_000
# As many as a function has, and as long.
_LIKE_VARIABLES = json.dumps({"VARIABLE_%d" % number: "x" * 2 * number for number in range(40)})
# What the zygote was started with, or what makes no difference to it: only other values need an interpreter of their own.
_DEFAULTS = {
    "LANG": "en_US.UTF-8",
    "LC_CTYPE": "C.UTF-8",
    "LD_LIBRARY_PATH": "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
}


def serve_fork(frames_fd):
    """In a fork of the zygote. Does not return."""
    modules.forget_sandbox()
    channel = frames.Frames(frames_fd)
    channel.send(frames.WAITING, peak_bytes(), b"")
    rehearse()
    channel.send(frames.WARM, 0, b"")
    kind, payload = channel.receive()
    if kind is None:
        os._exit(0)
    settings = json.loads(bytes(payload))
    if settings.get("compiles"):
        exit_with(lambda: serve_compiler(channel))
    if settings.get("tries"):
        exit_with(lambda: package_zygote().serve_trial(channel, settings))
    if settings.get("inherits"):
        exit_with(lambda: package_zygote().serve_zygote(channel, settings))
    replace_environment(settings["environment"])
    is_template = settings.get("isTemplate", False)
    os.chdir(os.environ.get("LAMBDA_TASK_ROOT", TASK_ROOT))
    if needs_a_fresh_interpreter():
        channel.detach()
        wrapper = os.environ.get("AWS_LAMBDA_EXEC_WRAPPER")
        os.environ.setdefault("_HANDLER", settings["handler"])
        if is_template:
            os.environ["_SQUALL_TEMPLATE"] = "1"
        become([*([wrapper] if wrapper else []), sys.executable, PROGRAM])
    exit_with(lambda: serve(channel, settings["handler"], is_template, settings.get("tellsModules", False)))


def rehearse():
    """
    Goes the first steps of an initialisation while nobody waits. Most of their time goes into pages that a fork shares with the zygote until
    something is written to them, be it a count of references; afterwards they are its own.
    """
    os.environ.update(json.loads(_LIKE_VARIABLES))
    os.environ.clear()
    logs.prepare()


def package_zygote():
    """Loaded where it is needed: it is in no fork of another kind."""
    from . import package_zygote as found

    return found


def serve_compiler(channel):
    """Nothing of the function's is imported here."""
    from .compiler import compile_modules

    channel.send(frames.READY, 0, b"")
    while True:
        kind, payload = channel.receive()
        if kind is None:
            sys.exit(0)
        *_rest, event = frames.parse_invocation(payload)
        channel.send(frames.RESPONSE, peak_bytes(), json.dumps(compile_modules(json.loads(bytes(event)))).encode())


def serve_executed(frames_fd, handler_name, is_template):
    """In an interpreter of its own, whose environment variables are right from the start."""
    os.chdir(os.environ.get("LAMBDA_TASK_ROOT", TASK_ROOT))
    exit_with(lambda: serve(frames.Frames(frames_fd), handler_name, is_template))


def serve(channel, handler_name, is_template, tells_modules=False):
    template = snapshot.Template() if is_template else None
    told = set_up(tells_modules)
    modules.read_path_files(os.getcwd())
    debugger.open_debugger()
    function = or_fault(channel, lambda: handler.load(handler_name))
    if template:
        or_fault(channel, snapshot.run_before_snapshot)
        logs.flush()
        channel.send(frames.READY, peak_bytes(), b"")
        # Only its forks come back, each with a connection of its own.
        channel = template.serve(channel)
        kind, payload = channel.receive()
        if kind is None:
            sys.exit(0)
        replace_environment(json.loads(bytes(payload))["environment"])
        or_fault(channel, template.restore)
    answer_events(channel, function, told and told.as_json(handler.module_name(handler_name)))


def prepare(settings):
    """Of a process that is to import what a version's environments do: all but the handler."""
    replace_environment(settings["environment"])
    os.chdir(os.environ.get("LAMBDA_TASK_ROOT", TASK_ROOT))
    set_up()


def set_up(tells_modules=False):
    """With `tells_modules` gives what will know the modules that are imported from now on, where that is of use."""
    modules.set_path(os.getcwd())
    compiled = bytecode.use((os.getcwd(), "/opt"), tells_modules)
    modules.forget_shadowed()
    sys.argv = ["/var/runtime/bootstrap"]
    logs.set_up()
    return None if compiled is None else Told(compiled)


class Told:
    """What the first environment of a version tells of its modules."""

    def __init__(self, compiled):
        self._compiled = compiled
        # What is imported later stands behind it. Who looked at all names would write to each (its count of references), and the fork copy their pages.
        self._last_before = next(reversed(sys.modules))

    def as_json(self, handler_module):
        later = itertools.takewhile(lambda name: name != self._last_before, reversed(sys.modules))
        imported = [name for name in later if name != handler_module][::-1]
        return json.dumps({"compiled": self._compiled[:MOST_MODULES], "imported": imported[:MOST_MODULES]}).encode()


def serve_handler(channel, handler_name):
    """In a fork of a zygote that has imported the modules before."""
    answer_events(channel, or_fault(channel, lambda: handler.load(handler_name)))


def or_fault(channel, work):
    try:
        return work()
    except Exception as error:
        report = errors.to_report(error, "")
        logs.log_init_failure(report)
        logs.flush()
        channel.send(frames.FAULT, peak_bytes(), json_text.encode(report))
        sys.exit(1)


def answer_events(channel, function, told=None):
    logs.flush()
    channel.send(frames.READY, peak_bytes(), told or b"")
    while True:
        kind, payload = channel.receive()
        if kind is None:
            sys.exit(0)
        answer, result = invoke(function, payload)
        logs.flush()
        channel.send(answer, peak_bytes(), result)


def invoke(function, payload):
    deadline_ms, request_id, arn, client_context, trace_id, event = frames.parse_invocation(payload)
    logs.set_request(request_id)
    if trace_id is None:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    else:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    try:
        context = to_context(request_id, arn, deadline_ms, client_context)
        return frames.RESPONSE, json_text.marshal(function(json_text.unmarshal(event), context))
    except Exception as error:
        report = errors.to_report(error, request_id)
        logs.log_error(report)
        return frames.ERROR, json_text.encode(report)


def replace_environment(variables):
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()


def become(command):
    """Ends as a shell would that cannot start a command: the wrapper is the user's."""
    try:
        os.execve(command[0], command, os.environ)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        sys.stderr.flush()
        os._exit(127 if isinstance(error, FileNotFoundError) else 126)


def needs_a_fresh_interpreter():
    if any(os.environ.get(name, value) != value for name, value in _DEFAULTS.items()):
        return True
    return any(name.startswith(_READ_AT_START) and name not in _DEFAULTS and name != "PYTHONPATH" for name in os.environ)


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def exit_with(work):
    """Ends the process as the interpreter would: a fork's stack has the zygote below it, which must not run here."""
    code = 0
    try:
        work()
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else 0 if exit.code is None else 1
        if code == 1 and exit.code != 1:
            print(exit.code, file=sys.stderr)
    except BaseException:
        code = 1
        traceback.print_exc()
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
        logs.flush()
    finally:
        os._exit(code & 0xFF)
