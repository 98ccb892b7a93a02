"""Where Python environments begin: the zygote."""
import os
import sys

RUNTIME_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SANDBOX_DIR = os.path.join(RUNTIME_DIR, "squall_sandbox")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path = [path for path in sys.path if os.path.abspath(path) != here]
    if RUNTIME_DIR not in sys.path:
        sys.path.append(RUNTIME_DIR)
    import squall_runtime.bootstrap as bootstrap

    add_builtins_of_site()
    from squall_runtime import sdk

    try:
        sdk.warm()
    except Exception as error:
        # A boto3 that is unlike those known: functions run with it all the same.
        sys.stderr.write(f"boto3 could not be loaded ahead: {error}\n")
    sys.path.append(SANDBOX_DIR)
    import zygote

    zygote.serve(bootstrap.serve_fork)


def add_builtins_of_site():
    """exit(), quit(), help()…: the module `site` was not let loose on the host's packages."""
    import site

    site.setquit()
    site.setcopyright()
    site.sethelper()


if __name__ == "__main__":
    main()
