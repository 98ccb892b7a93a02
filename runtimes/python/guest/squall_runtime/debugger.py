"""Opens debugpy where `squall dev --inspect` asks for it."""
import importlib
import os
import sys


def open_debugger():
    port = os.environ.pop("_SQUALL_INSPECT", None)
    if port is None:
        return
    # Else it warns in the function's log of the standard library's frozen modules, into which nobody steps.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    debugpy = _find()
    if debugpy is None:
        _say(
            "The debugger needs debugpy: `pip install debugpy` for %s, or `pip install --target . debugpy` in the function's directory."
            % ("Python %d.%d" % sys.version_info[:2])
        )
        return
    try:
        debugpy.listen(("127.0.0.1", int(port)))
    except Exception as error:
        _say("The debugger cannot listen on 127.0.0.1:%s (%s): end what does, or choose another with --inspect PORT." % (port, error))
        return
    finally:
        del os.environ["PYDEVD_DISABLE_FILE_VALIDATION"]
    _say("Debugger listening on 127.0.0.1:%s (debugpy %s)" % (port, debugpy.__version__))


def _find():
    """The function's own, or else the one installed for the interpreter, whose other packages stay out of the function's sight."""
    try:
        return importlib.import_module("debugpy")
    except ImportError:
        pass
    import site

    former = list(sys.path)
    sys.path += site.getsitepackages()
    try:
        return importlib.import_module("debugpy")
    except ImportError:
        return None
    finally:
        sys.path[:] = [path for path in sys.path if path in former or "debugpy" in path]


def _say(text):
    sys.stderr.write(text + "\n")
