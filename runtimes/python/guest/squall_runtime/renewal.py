"""
What modules make while they are imported that must differ between environments, and how it is made anew in a fork: random states, and the year. Who
is named here may be inherited all the same; nobody else who does such a thing is.
"""
import os
import sys
import time

from .watch import RANDOM, TIME


def is_renewed(module_name, reason):
    return any(of == reason and (module_name == name or module_name.startswith(name + ".")) for name, (of, _work) in _RENEWALS.items())


def renew():
    """In a fork, before anything of the function is run there. `random` and `ssl` do it by themselves; `uuid` and `tempfile` ask each time."""
    for name, (_of, work) in _RENEWALS.items():
        module = sys.modules.get(name)
        if module is not None:
            work(module)


def _renew_numpy(module):
    """Its global generator; every other is its maker's, who is not inherited."""
    module.seed()


def _renew_processes(module):
    """The key by which processes know one another."""
    module.current_process()._config["authkey"] = module.AuthenticationString(os.urandom(32))


def _renew_dates(module):
    """The year that tells the century of years with two digits."""
    year = time.localtime().tm_year
    info = module.DEFAULTPARSER.info
    info._year, info._century = year, year // 100 * 100


_RENEWALS = {
    "numpy.random": (RANDOM, _renew_numpy),
    "multiprocessing.process": (RANDOM, _renew_processes),
    "dateutil.parser._parser": (TIME, _renew_dates),
}
