"""
Hooks around a SnapStart snapshot, by the names of AWS's library of that name. Source: "Implement code before or after Lambda function
snapshots", Python.
"""

_before_snapshot = []
_after_restore = []


def register_before_snapshot(func, *args, **kwargs):
    """Called before the snapshot is taken, the last registered first. Gives the function: so it is a decorator too."""
    _before_snapshot.append((func, args, kwargs))
    return func


def register_after_restore(func, *args, **kwargs):
    """Called in each environment made from the snapshot, before its first event, in the order of registration."""
    _after_restore.append((func, args, kwargs))
    return func


def get_before_snapshot():
    return _before_snapshot


def get_after_restore():
    return _after_restore
