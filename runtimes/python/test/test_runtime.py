"""The runtime's parts by themselves, without a sandbox: `python3 -m unittest discover runtimes/python/test`."""
import decimal
import io
import json
import os
import struct
import sys
import types
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "guest"))

from squall_runtime import context, errors, frames, handler, json_text, logs, modules  # noqa: E402


class FramesTest(unittest.TestCase):
    def test_an_invocation_is_parsed_as_it_is_packed(self):
        texts = [b"id", "ärn".encode(), None, b"Root=1"]
        lengths = [0xFFFF if text is None else len(text) for text in texts]
        payload = struct.pack("<dHHHH", 12.5, *lengths) + b"".join(text or b"" for text in texts) + b'{"a":1}'
        *parsed, event = frames.parse_invocation(memoryview(payload))
        self.assertEqual(parsed, [12.5, "id", "ärn", None, "Root=1"])
        self.assertEqual(bytes(event), b'{"a":1}')

    def test_a_frame_in_pieces_is_one_frame(self):
        import socket
        import threading

        ours, theirs = socket.socketpair()
        channel = frames.Frames(theirs.detach())
        whole = struct.pack("<IB", 200_000, frames.INVOKE) + b"x" * 200_000
        pieces = [whole[:3], whole[3:100], whole[100:70_000], whole[70_000:]]
        sender = threading.Thread(target=lambda: [ours.sendall(piece) for piece in pieces])
        sender.start()
        kind, payload = channel.receive()
        sender.join()
        self.assertEqual((kind, bytes(payload)), (frames.INVOKE, b"x" * 200_000))
        channel.send(frames.RESPONSE, 7, b"done")
        self.assertEqual(ours.recv(100), struct.pack("<IBQ", 12, frames.RESPONSE, 7) + b"done")
        ours.close()
        self.assertEqual(channel.receive(), (None, b""))


class HandlerTest(unittest.TestCase):
    def test_names(self):
        module = types.ModuleType("folder.app")
        module.run = lambda event, context: "ran"
        sys.modules["folder"] = types.ModuleType("folder")
        sys.modules["folder.app"] = module
        for name in ("folder/app.run", "folder.app.run"):
            self.assertIs(handler.load(name), module.run)

    def test_faults(self):
        for name, kind in (
            ("nothing", "Runtime.MalformedHandlerName"),
            ("no_such_module.f", "Runtime.ImportModuleError"),
            ("json.no_such_function", "Runtime.HandlerNotFound"),
            ("time.sleep", "Runtime.BuiltInModuleConflict"),
        ):
            with self.assertRaises(errors.Fault) as raised:
                handler.load(name)
            self.assertEqual(raised.exception.kind, kind)


class ErrorsTest(unittest.TestCase):
    def test_a_fault_has_no_frames(self):
        report = errors.to_report(errors.Fault("Runtime.X", "text"), "id")
        self.assertEqual(report, {"errorMessage": "text", "errorType": "Runtime.X", "requestId": "id", "stackTrace": []})

    def test_an_exception_has_its_frames_as_python_formats_them(self):
        try:
            raise KeyError("k")
        except KeyError as error:
            report = errors.to_report(error, "")
        self.assertEqual((report["errorType"], report["errorMessage"]), ("KeyError", "'k'"))
        self.assertRegex(report["stackTrace"][0], r'^  File ".*test_runtime.py", line \d+, in test_an_exception.*\n    raise KeyError\("k"\)\n$')


class JsonTest(unittest.TestCase):
    def test_what_the_standard_encoder_lacks(self):
        text = json_text.marshal({"n": decimal.Decimal("1.10"), "nan": decimal.Decimal("NaN"), "b": b"bytes"})
        self.assertEqual(text, b'{"n": 1.10, "nan": NaN, "b": "bytes"}')
        self.assertEqual(json_text.marshal(b"as it is"), b"as it is")

    def test_unicode_is_escaped_before_python_3_12_only(self):
        for runtime, expected in (("AWS_Lambda_python3.11", b'"\\u00fc"'), ("AWS_Lambda_python3.12", '"ü"'.encode()), ("AWS_Lambda_python3.13", '"ü"'.encode())):
            os.environ["AWS_EXECUTION_ENV"] = runtime
            self.assertEqual(json_text.marshal("ü"), expected)
        del os.environ["AWS_EXECUTION_ENV"]

    def test_what_is_no_json(self):
        with self.assertRaises(errors.Fault) as raised:
            json_text.marshal(object())
        self.assertEqual(raised.exception.message, "Unable to marshal response: Object of type object is not JSON serializable")
        with self.assertRaises(errors.Fault) as raised:
            json_text.unmarshal(b"{")
        self.assertEqual(raised.exception.kind, "Runtime.UnmarshalError")


class ContextTest(unittest.TestCase):
    def test_client_context(self):
        given = context.to_context("id", "arn", 0, json.dumps({"client": {"app_title": "t"}, "custom": {"k": 1}}))
        self.assertEqual((given.client_context.client.app_title, given.client_context.custom, given.client_context.env), ("t", {"k": 1}, None))
        self.assertIsNone(context.to_context("id", "arn", 0, None).client_context)
        with self.assertRaises(errors.Fault):
            context.to_context("id", "arn", 0, "{")

    def test_time_is_never_negative(self):
        self.assertEqual(context.to_context("id", "arn", 0, None).get_remaining_time_in_millis(), 0)


class LogsTest(unittest.TestCase):
    def test_an_error_is_one_event(self):
        kept, sys.stdout = sys.stdout, io.StringIO()
        try:
            logs.log_error({"errorType": "E", "errorMessage": "a\nb", "stackTrace": ["  File x\n    code\n"]})
            written = sys.stdout.getvalue()
        finally:
            sys.stdout = kept
        self.assertEqual(written, "[ERROR] E: a\0\rb\0\rTraceback (most recent call last):\0\r\u00a0\u00a0File x\0\r\u00a0\u00a0\u00a0\u00a0code\n")


class ModulesTest(unittest.TestCase):
    def test_a_function_that_brings_one_package_of_the_sdk_gets_all_of_it_anew(self):
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "urllib3"))
            for name in ("urllib3", "urllib3.util", "botocore", "json"):
                sys.modules.setdefault(name, types.ModuleType(name))
            before = sys.path[:]
            sys.path[:] = [folder, modules.RUNTIME_DIR]
            try:
                modules.forget_shadowed()
            finally:
                sys.path[:] = before
        self.assertEqual([name in sys.modules for name in ("urllib3", "urllib3.util", "botocore", "json")], [False, False, False, True])


if __name__ == "__main__":
    unittest.main()
