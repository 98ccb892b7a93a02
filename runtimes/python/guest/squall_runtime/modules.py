"""Where modules come from, and what the zygote has imported that a function brings itself."""
import os
import site
import sys

RUNTIME_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SANDBOX_DIR = os.path.join(RUNTIME_DIR, "squall_sandbox")

# As they were before the zygote imported the SDK: these AWS's bootstrap has imported too before it looks at the function.
_imported_by_bootstrap = frozenset(sys.modules)
# Their names are known beforehand: a fork that looked at all modules would write to each (its count of references), and 3 MiB that forks share were its own.
_sandbox = frozenset(name.partition(".")[0] for name in os.listdir(SANDBOX_DIR)) if os.path.isdir(SANDBOX_DIR) else frozenset()
_library_path = tuple(path for path in sys.path if path != RUNTIME_DIR)


def set_path(task_root):
    """As AWS's bootstrap does it: whoever sets PYTHONPATH names the layers' folders there, too, if they are wanted."""
    wanted = [path for path in os.environ.get("PYTHONPATH", RUNTIME_DIR).split(":") if path]
    sys.path[:] = list(dict.fromkeys([task_root, *_layer_folders(), *wanted, *_library_path, RUNTIME_DIR]))


def read_path_files(task_root):
    """The `.pth` files of the function's code and of its layers, each line as the module `site` takes it."""
    for folder in (task_root, *_layer_folders()):
        if any(name.endswith(".pth") for name in _names(folder)):
            site.addsitedir(folder)


def _layer_folders():
    # Squall sets it to AWS's value; any other is the user's.
    if os.environ.get("PYTHONPATH", "/var/runtime") != "/var/runtime":
        return []
    layers = os.environ.get("_SQUALL_LAYERS", "/opt")
    return [f"{layers}/python/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages", f"{layers}/python"]


def _names(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def forget_sandbox():
    """The zygote's own modules have ordinary names (`root`…), which a function's modules may have too."""
    for name in _sandbox:
        if (getattr(sys.modules.get(name), "__file__", None) or "").startswith(SANDBOX_DIR):
            del sys.modules[name]


def forget_shadowed():
    """
    A package of the function, of its layers or of a folder of PYTHONPATH wins over one the zygote has imported (its own boto3, say). The SDK's
    packages hold on to each other, so if one of them is the function's, all are imported again.
    """
    before_ours = sys.path[: sys.path.index(RUNTIME_DIR)] if RUNTIME_DIR in sys.path else sys.path
    own = {name.partition(".")[0] for folder in before_ours if folder not in _library_path for name in _names(folder)}
    shadowed = {name for name in own if name in sys.modules and name not in _imported_by_bootstrap}
    if not shadowed:
        return
    from . import sdk

    if shadowed & sdk.PACKAGES:
        shadowed |= sdk.PACKAGES
    for name in list(sys.modules):
        if name.partition(".")[0] in shadowed:
            del sys.modules[name]
