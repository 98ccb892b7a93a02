"""
What is executed where a Python function has a process of its own, by AWS's name for it: a wrapper script (AWS_LAMBDA_EXEC_WRAPPER) is given the
interpreter and this, and puts its options between them. Source: "Modifying the runtime environment", "Wrapper scripts".
"""
import os

from squall_runtime.bootstrap import serve_executed

if __name__ == "__main__":
    is_template = os.environ.pop("_SQUALL_TEMPLATE", None) is not None
    # As the wrapper has left it: some put their own in its place.
    serve_executed(3, os.environ["_HANDLER"], is_template)
