"""
Imports boto3 in the zygote and reads the descriptions of the most used services, so that no function waits for it. A function sees an
unmodified boto3: only reading a file of the SDK's own again, or listing its folders again, gives what was read before. These are mounted
read-only, so it is what a second look would find.
"""
import functools
import os

PACKAGES = frozenset(("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"))

_SERVICES = ("s3", "dynamodb", "sqs", "sns", "lambda", "logs", "events", "secretsmanager", "ssm", "sts")


def warm():
    try:
        import boto3.session
        import botocore.loaders
        import s3transfer.manager  # noqa: F401  (the S3 client imports it at the first upload)
    except ImportError:
        return  # Squall was told so when it looked for interpreters
    folders = tuple(os.path.dirname(module.__file__) + os.sep for module in (boto3, botocore))
    _remember_files(botocore.loaders.JSONFileLoader, folders)
    _remember_services(botocore.loaders.Loader, folders)
    session = boto3.session.Session("zygote", "zygote", region_name="us-east-1")
    for service in _SERVICES:
        session.client(service, endpoint_url="http://localhost")
    client = session.client("s3", endpoint_url="http://localhost")
    client.get_paginator("list_objects_v2")
    client.get_waiter("object_exists")
    _call_without_network(client)
    session.resource("s3", endpoint_url="http://localhost")
    session.resource("dynamodb", endpoint_url="http://localhost")


def _call_without_network(client):
    """The first call of a process imports and compiles a good deal. These go all the way but for the last step, the sending."""
    import encodings.idna  # noqa: F401  (what looking up a host name imports)

    from botocore.awsrequest import AWSResponse

    class Nothing:
        def stream(self, *_arguments, **_options):
            return iter(())

    client.meta.events.register("before-send", lambda request, **_: AWSResponse(request.url, 200, {}, Nothing()))
    client.head_object(Bucket="bucket", Key="key")
    client.put_object(Bucket="bucket", Key="key", Body=b"body")
    client.list_objects_v2(Bucket="bucket")


def _remember_files(loader, folders):
    read = loader.load_file
    known = {}

    @functools.wraps(read)
    def load_file(self, file_path):
        if file_path in known:
            return known[file_path]
        data = read(self, file_path)
        # A copy of a package in the function's code would have another path.
        if file_path.startswith(folders):
            known[file_path] = data
        return data

    loader.load_file = load_file


def _remember_services(loader, folders):
    look = loader.list_available_services
    known = {}

    @functools.wraps(look)
    def list_available_services(self, type_name):
        others = [path for path in self.search_paths if not (path + os.sep).startswith(folders)]
        if any(os.path.isdir(path) for path in others):
            return look(self, type_name)
        key = (type_name, *self.search_paths)
        if key not in known:
            known[key] = look(self, type_name)
        return list(known[key])

    loader.list_available_services = list_available_services
