"""
Finds out which modules a fork may inherit: imports them one after the other in a sandbox of its own, which is thrown away, and watches what each does
meanwhile (watch.py). What a module does counts against it, and against all that import it: what any of them would have made of it is not known.
"""
import builtins
import importlib
import importlib._bootstrap
import os
import sys
import types

from . import renewal
from .watch import Forbidden, Watch

# More than any function imports.
MOST_REASONS = 1_000
MOST_TEXT = 200
# What runs before any module does, and so counts against all.
PATH_FILES = ".pth files"


def try_modules(names, handler_module, read_path_files):
    """Gives `{"inherit": [names, in the order of their imports], "left": {name: why}}`. Runs nothing of the handler's own module."""
    trial = Trial(handler_module)
    with trial.watch:
        trial.running.append(PATH_FILES)
        read_path_files()
        trial.watch.look()
        trial.running.pop()
        for name in names:
            trial.try_one(name)
    trial.try_renewal()
    trial.look_at_holders()
    return trial.report(names)


class Trial:
    def __init__(self, handler_module):
        self.handler_module = handler_module
        # Modules whose code is being run, the innermost last.
        self.running = []
        self.reasons = {}
        self.before = set(sys.modules)
        self.watch = Watch(self.blame)
        self.load = importlib._bootstrap._load_unlocked
        self.import_name = builtins.__import__
        self.import_module = importlib.import_module
        importlib._bootstrap._load_unlocked = self._load
        builtins.__import__ = self._import_name
        importlib.import_module = self._import_module

    def try_one(self, name):
        try:
            self.import_module(name)
        except BaseException as error:
            self._set_reason(name, "cannot be imported by itself: %s" % _describe(error))
        if name not in sys.modules:
            self._set_reason(name, "is not there after its import")

    def blame(self, reason):
        """What is done now is done by the module whose code is running."""
        if not self.running:
            return
        innermost = self.running[-1]
        if renewal.is_renewed(innermost, reason):
            return
        self._set_reason(innermost, reason)
        self._taint_running(innermost)

    def try_renewal(self):
        """A module by the name of one that is known may be another."""
        try:
            renewal.renew()
        except Exception as error:
            self._set_reason(PATH_FILES, "random states cannot be made anew: %s" % _describe(error))

    def look_at_holders(self):
        """An extension's imports are not all seen. What it holds of another module is."""
        for name in list(sys.modules):
            module = sys.modules[name]
            if name in self.before or name in self.reasons or not isinstance(module, types.ModuleType):
                continue
            if str(getattr(module, "__file__", "")).endswith(".py"):
                continue
            for value in list(vars(module).values()):
                held = value.__name__ if isinstance(value, types.ModuleType) else getattr(value, "__module__", None)
                if isinstance(held, str) and held in self.reasons and held != name:
                    self._set_reason(name, "imports %s" % held)

    def report(self, names):
        """A submodule is left where its package is."""
        inherit, left = [], {}
        if PATH_FILES in self.reasons:
            return {"inherit": [], "left": {PATH_FILES: self.reasons[PATH_FILES][:MOST_TEXT]}}
        for name in names:
            parts = name.split(".")
            parents = (".".join(parts[:count]) for count in range(1, len(parts)))
            guilty = next((parent for parent in parents if parent in self.reasons), None)
            reason = self.reasons.get(name) or (guilty and "is a part of %s" % guilty)
            if reason is None:
                inherit.append(name)
            elif len(left) < MOST_REASONS:
                left[name] = reason[:MOST_TEXT]
        return {"inherit": inherit, "left": left}

    def _load(self, spec):
        if spec.name == self.handler_module:
            self.blame("imports the handler's own module")
            raise Forbidden("the handler's own module")
        # What has been done until now is not this module's.
        self.watch.look()
        before = self.watch.state()
        self.running.append(spec.name)
        try:
            module = self.load(spec)
            self.watch.look(before, is_extension=not str(getattr(spec, "origin", "")).endswith(".py"))
            return module
        except BaseException as error:
            if not isinstance(error, ImportError):
                self.blame("raises %s" % type(error).__name__)
            raise
        finally:
            self.running.pop()

    def _import_name(self, name, globals=None, locals=None, fromlist=(), level=0):
        module = self.import_name(name, globals, locals, fromlist, level)
        if self.running and self.reasons:
            package = (globals or {}).get("__package__") or ""
            base = name if level == 0 else ".".join([*package.split(".")[: len(package.split(".")) - level + 1], *([name] if name else [])])
            self._meet(base, *(base + "." + str(each) for each in fromlist or ()))
        return module

    def _import_module(self, name, package=None):
        module = self.import_module(name, package)
        if self.running and self.reasons:
            self._meet(getattr(module, "__name__", name))
        return module

    def _meet(self, *names):
        """What is running imports these."""
        for name in names:
            while name:
                if name in self.reasons and name not in self.running:
                    self._taint_running(name)
                    return
                name = name.rpartition(".")[0]

    def _taint_running(self, guilty):
        for name in self.running:
            if name != guilty:
                self._set_reason(name, "imports %s" % guilty)

    def _set_reason(self, name, reason):
        self.reasons.setdefault(name, reason)


def _describe(error):
    return "%s: %s" % (type(error).__name__, error)
