import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  BatchGetTracesCommand,
  GetSamplingRulesCommand,
  GetSamplingTargetsCommand,
  GetServiceGraphCommand,
  GetTraceGraphCommand,
  GetTraceSummariesCommand,
  PutTelemetryRecordsCommand,
  PutTraceSegmentsCommand,
  type Service,
  XRayClient,
} from "@aws-sdk/client-xray";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { costExplorer } from "../../cost-explorer/service.ts";
import { parseFilter } from "../filters/parse-filter.ts";
import type { Segment } from "../segments/segment.ts";
import { xray } from "../service.ts";
import { toTrace } from "./trace.ts";

describe("traces", () => {
  let squall: TestSquall;
  let client: XRayClient;
  before(async () => {
    squall = await startSquall();
    client = squall.client(XRayClient);
  });
  after(async () => {
    client.destroy();
    await squall.close();
  });

  const now = () => Date.now() / 1000;
  let made = 0;
  const id = (characters: number) => (++made).toString(16).padStart(characters, "0");
  const traceId = (at = now()) => `1-${Math.floor(at).toString(16).padStart(8, "0")}-${id(24)}`;
  const put = (...documents: unknown[]) =>
    client.send(
      new PutTraceSegmentsCommand({
        TraceSegmentDocuments: documents.map((each) => (typeof each === "string" ? each : JSON.stringify(each))),
      }),
    );
  const segment = (trace_id: string, more: object = {}) => {
    const start_time = now() - 1;
    return { trace_id, id: id(16), name: "shop", start_time, end_time: start_time + 0.5, ...more };
  };
  const documentsOf = async (trace: string) => {
    const { Traces = [] } = await client.send(new BatchGetTracesCommand({ TraceIds: [trace] }));
    return (Traces[0]?.Segments ?? []).map(({ Document = "" }) => JSON.parse(Document));
  };
  const range = () => ({ StartTime: new Date((now() - 60) * 1000), EndTime: new Date((now() + 60) * 1000) });
  const found = async (FilterExpression: string) => {
    const { TraceSummaries = [] } = await client.send(new GetTraceSummariesCommand({ ...range(), FilterExpression }));
    return TraceSummaries.map(({ Id }) => Id);
  };

  test("a trace is given as it was put, with what was sent apart in its place, and what was called inferred", async () => {
    const trace = traceId();
    const root = segment(trace, { origin: "AWS::Lambda::Function" });
    const apart = segment(trace, { name: "## handler", type: "subsegment", parent_id: root.id });
    const call = segment(trace, {
      name: "DynamoDB",
      type: "subsegment",
      namespace: "aws",
      parent_id: apart.id,
      aws: { table_name: "orders", operation: "PutItem" },
      http: { response: { status: 200 } },
    });
    assert.deepEqual((await put(call, apart, root)).UnprocessedTraceSegments, []);
    const documents = await documentsOf(trace);
    assert.equal(documents.length, 2);
    const whole = documents.find((document) => document.id === root.id);
    assert.equal(whole.subsegments[0].name, "## handler");
    assert.equal(whole.subsegments[0].subsegments[0].id, call.id);
    const inferred = documents.find((document) => document.id !== root.id);
    assert.deepEqual(
      [inferred.name, inferred.origin, inferred.inferred, inferred.parent_id],
      ["DynamoDB", "AWS::DynamoDB::Table", true, call.id],
    );
  });

  test("a segment that comes again is the later word", async () => {
    const trace = traceId();
    const { end_time, ...begun } = segment(trace);
    await put({ ...begun, in_progress: true });
    assert.equal((await documentsOf(trace))[0].in_progress, true);
    await put({ ...begun, end_time });
    assert.deepEqual(await documentsOf(trace), [{ ...begun, end_time }]);
  });

  test("documents that are none are named with the reason, and the others are taken", async () => {
    const trace = traceId();
    const good = segment(trace);
    const { UnprocessedTraceSegments } = await put(
      "{",
      "[]",
      { ...segment(trace), trace_id: undefined },
      { ...segment(trace), trace_id: "1-5759e988-bd862e3fe1be46a994272793" },
      { ...segment(trace), id: "xyz" },
      { ...segment(trace), name: undefined },
      { ...segment(trace), start_time: "soon" },
      { ...segment(trace), end_time: undefined },
      { ...segment(trace), type: "subsegment" },
      { ...segment(trace), subsegments: ["5759e988bd862e3f"] },
      { ...segment(trace), metadata: "x".repeat(65_536) },
      { ...segment(trace), end_time: 1e300 },
      JSON.stringify({ ...segment(trace), metadata: 0 }).replace(/0}$/, `${"[".repeat(30_000)}${"]".repeat(30_000)}}`),
      good,
    );
    assert.deepEqual(
      UnprocessedTraceSegments?.map(({ ErrorCode }) => ErrorCode),
      [
        "ParseError",
        "ParseError",
        "MissingTraceId",
        "InvalidTraceId",
        "InvalidId",
        "MissingName",
        "InvalidStartTime",
        "MissingEndTime",
        "MissingParentId",
        "ParseError",
        "SegmentTooLarge",
        "InvalidEndTime",
        "ParseError",
      ],
    );
    assert.deepEqual(await documentsOf(trace), [good]);
  });

  test("a chain or a circle of thousands, sent apart, spoils no answer and nothing of it is lost", async () => {
    const trace = traceId();
    const ids = Array.from({ length: 2_400 }, () => id(16));
    const chain = ids.map((each, at) =>
      // The first is the last one's child: none of them has a parent outside.
      ({ ...segment(trace), id: each, name: "c", type: "subsegment", parent_id: ids.at(at - 1) }),
    );
    for (let at = 0; at < chain.length; at += 400) await put(...chain.slice(at, at + 400));
    const idsOf = (work: { id: string; subsegments?: [] }): string[] => [
      work.id,
      ...(work.subsegments ?? []).flatMap(idsOf),
    ];
    const given = (await documentsOf(trace)).flatMap(idsOf);
    assert.deepEqual(given.sort(), ids.sort());
    assert.deepEqual(await found(`service("c")`), [trace]);
    await client.send(new GetServiceGraphCommand(range()));
    await client.send(new GetTraceGraphCommand({ TraceIds: [trace] }));
  });

  test("what is no status is not shown as one: clients could not read the page", async () => {
    const trace = traceId();
    await put(segment(trace, { name: "odd", http: { request: { url: 5 }, response: { status: "x" } } }));
    const { TraceSummaries = [] } = await client.send(
      new GetTraceSummariesCommand({ ...range(), FilterExpression: 'service("odd")' }),
    );
    assert.deepEqual(TraceSummaries[0]?.Http, { HttpURL: "5" });
  });

  test("of a trace no more than half a megabyte is kept", async () => {
    const trace = traceId();
    const large = Array.from({ length: 9 }, () => segment(trace, { metadata: { text: "x".repeat(60_000) } }));
    const { UnprocessedTraceSegments } = await put(...large);
    assert.deepEqual(
      UnprocessedTraceSegments?.map(({ ErrorCode }) => ErrorCode),
      ["SegmentTooLarge"],
    );
  });

  test("a segment that comes again takes its own place in the half megabyte; five traces are given at a time", async () => {
    const trace = traceId();
    const text = "x".repeat(60_000);
    const all = Array.from({ length: 8 }, () => segment(trace, { metadata: { text } }));
    assert.deepEqual((await put(...all)).UnprocessedTraceSegments, []);
    assert.deepEqual((await put(...all)).UnprocessedTraceSegments, []);
    const many = Array.from({ length: 6 }, () => traceId());
    await assert.rejects(client.send(new BatchGetTracesCommand({ TraceIds: many })), {
      name: "InvalidRequestException",
    });
  });

  test("a trace of thousands of segments is looked at once for each word of an expression", () => {
    const root = segment(traceId()) as unknown as Segment;
    const chain = [root];
    while (chain.length < 3_000) {
      chain.push({ ...root, id: id(16), parent_id: chain.at(-1)!.id, name: chain.length === 2_999 ? "last" : "shop" });
    }
    const whole = toTrace(root.trace_id, chain);
    assert.equal(whole.entry, whole.segments[0]);
    // With each segment compared with every other it would be minutes.
    assert.equal(parseFilter(Array.from({ length: 150 }, () => "!root").join(" OR "))(whole), false);
    assert.equal(parseFilter(Array.from({ length: 100 }, () => 'edge("a", "b")').join(" OR "))(whole), false);
    assert.equal(parseFilter('edge("shop", "last") { !fault }')(whole), true);
    assert.equal(parseFilter('service("last") { root }')(whole), false);
  });

  test("summaries are found by expressions", async () => {
    const slow = traceId();
    const failed = traceId();
    const http = { request: { method: "GET", url: "http://shop.test/cart" }, response: { status: 500 } };
    await put(
      { ...segment(slow, { name: "slow", annotations: { user: "mia", tries: 3 } }), end_time: now() + 5 },
      segment(failed, { name: "failed", fault: true, http }),
    );
    assert.deepEqual(await found('service("slow")'), [slow]);
    assert.deepEqual(await found("responsetime > 5"), [slow]);
    assert.deepEqual(await found('annotation.user = "mia" AND annotation[tries] >= 3'), [slow]);
    assert.deepEqual(await found("annotation.tries > 3"), []);
    assert.deepEqual(await found("fault"), [failed]);
    assert.deepEqual(await found('http.status = 500 AND http.url CONTAINS "/cart" AND http.method = "GET"'), [failed]);
    assert.deepEqual(new Set(await found('service("failed") { fault } OR service("slow")')), new Set([slow, failed]));
    assert.deepEqual(await found('service("slow") { fault }'), []);
    assert.deepEqual(await found('!ok AND !(service("slow"))'), [failed]);
    const { TraceSummaries = [] } = await client.send(
      new GetTraceSummariesCommand({ ...range(), FilterExpression: 'service("failed")' }),
    );
    assert.deepEqual(TraceSummaries[0]?.Http, { HttpURL: "http://shop.test/cart", HttpMethod: "GET", HttpStatus: 500 });
    assert.equal(TraceSummaries[0]?.HasFault, true);
    assert.equal(TraceSummaries[0]?.ResponseTime, 0.5);
  });

  test("expressions and times that are none are refused", async () => {
    const refused = { name: "InvalidRequestException" };
    for (const expression of [
      "colour = 3",
      "service(",
      "fault fault",
      "responsetime >",
      "id() = 3",
      `${"(".repeat(60)}fault`,
    ]) {
      await assert.rejects(found(expression), refused, expression);
    }
    const late = { StartTime: new Date(0), EndTime: new Date() };
    await assert.rejects(client.send(new GetTraceSummariesCommand(late)), refused);
    await assert.rejects(client.send(new GetServiceGraphCommand({ ...range(), GroupName: "mine" })), {
      ...refused,
      message: /groups/,
    });
  });

  test("pages of summaries go on from the last", async () => {
    const traces = Array.from({ length: 130 }, () => traceId(now() - 7_200));
    for (let at = 0; at < traces.length; at += 26) {
      await put(...traces.slice(at, at + 26).map((trace) => segment(trace, { name: "many" })));
    }
    const asked = { StartTime: new Date((now() - 7_260) * 1000), EndTime: new Date((now() - 7_140) * 1000) };
    const seen: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetTraceSummariesCommand({ ...asked, NextToken, TimeRangeType: "TraceId" }));
      seen.push(...(page.TraceSummaries ?? []).map(({ Id }) => Id));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(new Set(seen), new Set(traces));
    assert.equal(seen.length, traces.length);
    await assert.rejects(client.send(new GetTraceSummariesCommand({ ...asked, NextToken: "%%" })), {
      name: "InvalidRequestException",
    });
  });

  test("a graph says who called whom, how often and how it ended", async () => {
    const trace = traceId();
    const call = { ...segment(trace, { name: "back", namespace: "remote" }), trace_id: undefined };
    const front = segment(trace, { name: "front", origin: "AWS::ApiGateway::Stage", subsegments: [call] });
    const back = segment(trace, {
      name: "back",
      origin: "AWS::Lambda::Function",
      parent_id: call.id,
      throttle: true,
      error: true,
    });
    await put(front, back);
    const check = (services: readonly Service[]) => {
      const node = (name: string, type: string) => services.find(({ Name, Type }) => Name === name && Type === type);
      const [client, caller, called] = [
        node("front", "client"),
        node("front", "AWS::ApiGateway::Stage"),
        node("back", "AWS::Lambda::Function"),
      ];
      assert.equal(client?.Root, true);
      assert.equal(client?.Edges?.[0]?.ReferenceId, caller?.ReferenceId);
      assert.equal(caller?.Edges?.[0]?.ReferenceId, called?.ReferenceId);
      assert.equal(called?.SummaryStatistics?.ErrorStatistics?.ThrottleCount, 1);
      assert.deepEqual(called?.ResponseTimeHistogram, [{ Value: 0.5, Count: 1 }]);
    };
    const { Services: ofTrace = [] } = await client.send(new GetTraceGraphCommand({ TraceIds: [trace] }));
    assert.equal(ofTrace.length, 3);
    check(ofTrace);
    check((await client.send(new GetServiceGraphCommand(range()))).Services ?? []);
  });

  test("SDKs are told the rule by which they trace", async () => {
    const { SamplingRuleRecords = [] } = await client.send(new GetSamplingRulesCommand({}));
    assert.equal(SamplingRuleRecords[0]?.SamplingRule?.FixedRate, 0.05);
    const document = {
      RuleName: "Default",
      ClientID: "0".repeat(24),
      Timestamp: new Date(),
      RequestCount: 1,
      SampledCount: 1,
    };
    const targets = await client.send(
      new GetSamplingTargetsCommand({ SamplingStatisticsDocuments: [document, { ...document, RuleName: "other" }] }),
    );
    assert.equal(targets.SamplingTargetDocuments?.[0]?.ReservoirQuota, 1);
    assert.equal(targets.UnprocessedStatistics?.[0]?.RuleName, "other");
    await client.send(
      new PutTelemetryRecordsCommand({ TelemetryRecords: [{ Timestamp: new Date(), SegmentsSentCount: 1 }] }),
    );
  });
});

test("traces go after thirty days", async (context) => {
  const { call, clock } = await openServiceTest(context, [xray]);
  const seconds = Math.floor(clock.nowMs() / 1000);
  const trace_id = `1-${seconds.toString(16).padStart(8, "0")}-${"0".repeat(24)}`;
  const segment = { trace_id, id: "0".repeat(16), name: "old", start_time: seconds, end_time: seconds };
  const TraceIds = [trace_id];
  await call("xray", "PutTraceSegments", { TraceSegmentDocuments: [JSON.stringify(segment)] });
  const count = async () => (await call("xray", "BatchGetTraces", { TraceIds })).Traces?.length;
  assert.equal(await count(), 1);
  clock.advance(31 * 86_400_000);
  await eventually(async () => (await count()) === 0 || undefined, "its removal");
});

test("the bill has the traces that were kept, once, and those that were looked at", async (context) => {
  const { call, clock } = await openServiceTest(context, [xray, costExplorer]);
  const seconds = Math.floor(clock.nowMs() / 1000);
  const trace_id = `1-${seconds.toString(16).padStart(8, "0")}-${"0".repeat(24)}`;
  const put = (id: string) =>
    call("xray", "PutTraceSegments", {
      TraceSegmentDocuments: [JSON.stringify({ trace_id, id, name: "a", start_time: seconds, end_time: seconds })],
    });
  await put("0".repeat(16));
  await put("1".repeat(16));
  await call("xray", "BatchGetTraces", { TraceIds: [trace_id] });
  clock.advance(60_000);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const used = async () => {
    const { ResultsByTime = [] } = await call("cost-explorer", "GetCostAndUsage", {
      TimePeriod: { Start: day(clock.nowMs()), End: day(clock.nowMs() + 86_400_000) },
      Granularity: "DAILY",
      Metrics: ["UsageQuantity"],
      GroupBy: [{ Type: "DIMENSION", Key: "USAGE_TYPE" }],
    });
    const groups = ResultsByTime[0]?.Groups ?? [];
    return groups.map(({ Keys = [], Metrics }) => `${Keys[0]} ${Number(Metrics?.UsageQuantity?.Amount)}`).sort();
  };
  await eventually(async () => ((await used()).length === 2 ? true : undefined), "the bill");
  assert.deepEqual(await used(), ["XRay-TracesAccessed 1", "XRay-TracesStored 1"]);
});
