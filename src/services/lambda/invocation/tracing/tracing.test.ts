import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
  XRayClient,
} from "@aws-sdk/client-xray";
import { eventually } from "../../../../../test/support/eventually.ts";
import { labRole } from "../../../../../test/support/lab.ts";
import { startSquall, type TestSquall } from "../../../../../test/support/squall.ts";
import { zip } from "../../../../../test/support/zip.ts";

/** Tells the daemon of a part of its work as X-Ray's SDKs do, and gives its header. */
const source = `
import json, os, socket, time

def handler(event, context):
    header = dict(part.split("=", 1) for part in os.environ["_X_AMZN_TRACE_ID"].split(";"))
    if event.get("fails"):
        raise ValueError("no such order")
    document = {"id": "%016x" % time.time_ns(), "name": "## work", "trace_id": header["Root"], "parent_id": header["Parent"], "type": "subsegment",
                "start_time": time.time(), "end_time": time.time(), "annotations": {"order": event.get("order", "")}}
    host, port = os.environ["AWS_XRAY_DAEMON_ADDRESS"].split(":")
    to = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    to.sendto(b'{"format": "json", "version": 1}\\n' + json.dumps(document).encode(), (host, int(port)))
    return header
`;

interface Header {
  readonly Root: string;
  readonly Parent: string;
  readonly Sampled: string;
}

describe("active tracing", () => {
  let squall: TestSquall;
  let lambda: LambdaClient;
  let xray: XRayClient;
  before(async () => {
    squall = await startSquall();
    lambda = squall.client(LambdaClient);
    xray = squall.client(XRayClient);
    for (const [FunctionName, Mode] of [
      ["traced", "Active"],
      ["passing", "PassThrough"],
    ] as const) {
      const Code = { ZipFile: zip({ "index.py": source }) };
      const settings = { Runtime: "python3.11", Handler: "index.handler", Role: labRole } as const;
      await lambda.send(new CreateFunctionCommand({ FunctionName, Code, ...settings, TracingConfig: { Mode } }));
      await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 0.05 }, { FunctionName });
    }
  });
  after(async () => {
    lambda.destroy();
    xray.destroy();
    await squall.close();
  });

  async function invoke(FunctionName: string, event: object, header?: string): Promise<Header> {
    const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });
    command.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        if (header !== undefined) headers["x-amzn-trace-id"] = header;
        return next(args);
      },
      { step: "build" },
    );
    return JSON.parse(Buffer.from((await lambda.send(command)).Payload ?? []).toString());
  }
  const segmentsOf = async (trace: string) => {
    const { Traces = [] } = await xray.send(new BatchGetTracesCommand({ TraceIds: [trace] }));
    return (Traces[0]?.Segments ?? []).map(({ Document = "" }) => JSON.parse(Document));
  };

  test("an invocation is two segments, and what the function's SDK has sent is in its own", async (context) => {
    const { Root, Parent, Sampled } = await invoke("traced", { order: "17" });
    assert.equal(Sampled, "1");
    const isolated = process.getuid?.() === 0;
    if (!isolated) context.diagnostic("without isolation there is no daemon");
    const [service, own] = await eventually(async () => {
      const found = await segmentsOf(Root);
      const own = found.find(({ origin }) => origin === "AWS::Lambda::Function");
      const names = (own?.subsegments ?? []).map(({ name }: { name: string }) => name);
      return own && (!isolated || names.includes("## work")) ? [found.find((each) => each !== own), own] : undefined;
    }, "its segments");
    assert.equal(service.origin, "AWS::Lambda");
    assert.equal(service.http.response.status, 200);
    assert.equal(own.parent_id, service.id);
    assert.equal(own.id, Parent);
    assert.deepEqual(own.subsegments.map(({ name }: { name: string }) => name).slice(0, 2), [
      "Initialization",
      "Invocation",
    ]);
    assert.ok(own.start_time <= own.subsegments[1].start_time && own.end_time >= own.subsegments[1].end_time);
    const StartTime = new Date(Date.now() - 60_000);
    const EndTime = new Date(Date.now() + 60_000);
    const { Services = [] } = await xray.send(new GetServiceGraphCommand({ StartTime, EndTime }));
    assert.deepEqual(
      new Set(Services.map(({ Type }) => Type)),
      new Set(["client", "AWS::Lambda", "AWS::Lambda::Function"]),
    );
    if (!isolated) return;
    const FilterExpression = 'annotation.order = "17"';
    const { TraceSummaries } = await xray.send(new GetTraceSummariesCommand({ StartTime, EndTime, FilterExpression }));
    assert.deepEqual(
      TraceSummaries?.map(({ Id }) => Id),
      [Root],
    );
  });

  test("who calls decides, and is the parent", async () => {
    const Root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${"ab".repeat(12)}`;
    const header = await invoke("traced", {}, `Root=${Root};Parent=00000000000000aa;Sampled=1`);
    assert.equal(header.Root, Root);
    const segments = await eventually(async () => {
      const found = await segmentsOf(Root);
      return found.length >= 2 ? found : undefined;
    }, "the segments");
    assert.ok(segments.some(({ origin, parent_id }) => origin === "AWS::Lambda" && parent_id === "00000000000000aa"));
    assert.equal((await invoke("traced", {}, `Root=${Root};Parent=00000000000000aa;Sampled=0`)).Sampled, "0");
    const passed = await invoke("passing", {}, `Root=${Root};Parent=00000000000000bb;Sampled=1`);
    assert.deepEqual([passed.Parent, passed.Sampled], ["00000000000000bb", "1"]);
  });

  test("a function that fails is a fault, with the error it gave", async () => {
    const Root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${"cd".repeat(12)}`;
    await invoke("traced", { fails: true }, `Root=${Root};Sampled=1`);
    const own = await eventually(
      async () => (await segmentsOf(Root)).find(({ origin }) => origin === "AWS::Lambda::Function"),
      "the segment",
    );
    assert.equal(own.fault, true);
    assert.deepEqual(own.cause.exceptions, [{ message: "no such order", type: "ValueError" }]);
  });
});
