import assert from "node:assert/strict";
import { test } from "node:test";
import { openServicesWire } from "../../../test/support/wire.ts";
import { AwsError } from "../../platform/aws-error.ts";
import { toHostId } from "../../platform/host-id.ts";
import { readCbor } from "../codec/cbor-reader.ts";
import type { Protocol } from "../wire.ts";

/** The exact form of errors, which clients of languages other than the SDK's tests depend on. */
const wire = openServicesWire();

test("restJson1: the type is a header, the message where the shape has it", async () => {
  const response = await encode("lambda", "restJson1", "ResourceNotFoundException", { Type: "User" });
  assert.equal(response.status, 404);
  assert.equal(response.headers["x-amzn-ErrorType"], "ResourceNotFoundException");
  assert.deepEqual(JSON.parse(String(response.body)), { Type: "User", Message: "the <message>" });
  const conflict = await encode("lambda", "restJson1", "ResourceConflictException");
  assert.deepEqual(JSON.parse(String(conflict.body)), { message: "the <message>" });
});

test("restJson1: members of an error go into headers where the model says so", async () => {
  const response = await encode("lambda", "restJson1", "TooManyRequestsException", { retryAfterSeconds: "5" });
  assert.equal(response.status, 429);
  assert.equal(response.headers["Retry-After"], "5");
});

test("awsJson: the type has its namespace, AWS's framework's where there is no model", async () => {
  const known = await encode("dynamodb", "awsJson1_0", "ResourceNotFoundException");
  assert.deepEqual(JSON.parse(String(known.body)), {
    __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
    message: "the <message>",
  });
  // The older framework's errors that say more than their message.
  const failed = await encode("dynamodb", "awsJson1_0", "ConditionalCheckFailedException", { Item: { a: { S: "x" } } });
  assert.deepEqual(JSON.parse(String(failed.body)), {
    __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
    Message: "the <message>",
    Item: { a: { S: "x" } },
  });
  const free = await encode("dynamodb", "awsJson1_0", "ValidationException");
  assert.equal(JSON.parse(String(free.body)).__type, "com.amazon.coral.validate#ValidationException");
  assert.equal(free.headers["Content-Type"], "application/x-amz-json-1.0");
});

test("services that once spoke forms say their old code in a header, in JSON and CBOR", async () => {
  const json = await encode("sqs", "awsJson1_0", "QueueDoesNotExist");
  assert.equal(json.headers["x-amzn-query-error"], "AWS.SimpleQueueService.NonExistentQueue;Sender");
  assert.equal(JSON.parse(String(json.body)).__type, "com.amazonaws.sqs#QueueDoesNotExist");
  const cbor = await encode("cloudwatch", "rpcv2Cbor", "InternalServiceFault");
  assert.equal(cbor.headers["x-amzn-query-error"], "InternalServiceError;Receiver");
  assert.equal(cbor.headers["smithy-protocol"], "rpc-v2-cbor");
  assert.deepEqual(readCbor(Buffer.from(cbor.body as Uint8Array)), {
    __type: "com.amazonaws.cloudwatch.v2010_08_01#InternalServiceFault",
    Message: "the <message>",
  });
});

test("their errors have one status in JSON and CBOR, but for who asks for the older ones", async () => {
  const codec = await wire.codec("cloudwatch");
  for (const protocol of ["awsJson1_0", "rpcv2Cbor"] as const) {
    const told = (code: string, queryMode?: string) =>
      codec.encodeError(protocol, new AwsError(code, ""), "id", { head: false, queryMode }).status;
    assert.equal(told("ResourceNotFound"), 400);
    assert.equal(told("ResourceNotFound", "true"), 404);
    assert.equal(told("InternalServiceFault"), 500);
  }
});

test("awsQuery: the code is the model's older one, the status too", async () => {
  const response = await encode("iam", "awsQuery", "NoSuchEntityException");
  assert.equal(response.status, 404);
  assert.equal(response.headers["Content-Type"], "text/xml");
  assert.equal(
    response.body,
    '<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>' +
      "<Code>NoSuchEntity</Code><Message>the &lt;message&gt;</Message></Error><RequestId>request-id</RequestId></ErrorResponse>",
  );
  const queue = await encode("sqs", "awsQuery", "QueueDoesNotExist");
  assert.match(String(queue.body), /<Code>AWS.SimpleQueueService.NonExistentQueue<\/Code>/);
});

test("awsQuery: who asks for JSON gets it, an error as well", async () => {
  const codec = await wire.codec("sqs");
  const error = new AwsError("QueueDoesNotExist", "the <message>");
  const accept = "application/json, text/plain, */*";
  const refused = codec.encodeError("awsQuery", error, "id", { head: false, accept });
  assert.equal(refused.headers["Content-Type"], "application/json");
  assert.deepEqual(JSON.parse(String(refused.body)), {
    Error: { Code: "AWS.SimpleQueueService.NonExistentQueue", Message: "the <message>", Type: "Sender" },
    RequestId: "id",
  });
  const xml = codec.encodeError("awsQuery", error, "id", { head: false, accept: "text/xml, application/json" });
  assert.equal(xml.headers["Content-Type"], "text/xml");
  const answer = (action: string, output: Record<string, unknown>, headers: Record<string, string>) => {
    const routed = codec.route("awsQuery", { method: "GET", path: "/", query: [], headers }, action, undefined);
    return String(codec.encode(routed, output, "id").body);
  };
  assert.deepEqual(
    JSON.parse(answer("ReceiveMessage", { Messages: [{ Attributes: { SenderId: "me" } }] }, { accept })),
    {
      ReceiveMessageResponse: {
        ReceiveMessageResult: {
          messages: [
            {
              MessageId: null,
              ReceiptHandle: null,
              MD5OfBody: null,
              Body: null,
              Attributes: [{ Name: "SenderId", Value: "me" }],
              MD5OfMessageAttributes: null,
              MessageAttributes: null,
            },
          ],
        },
        ResponseMetadata: { RequestId: "id" },
      },
    },
  );
  assert.deepEqual(JSON.parse(answer("DeleteMessage", {}, { accept })), {
    DeleteMessageResponse: { ResponseMetadata: { RequestId: "id" } },
  });
  assert.match(answer("ListQueues", {}, { accept: "*/*" }), /^<\?xml/);
});

test("ec2Query has a form of its own", async () => {
  const response = await encode("ec2", "ec2Query", "InvalidInstanceID.NotFound");
  assert.equal(
    response.body,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code>' +
      "<Message>the &lt;message&gt;</Message></Error></Errors><RequestID>request-id</RequestID></Response>",
  );
});

test("S3: no wrapper, further fields behind the message", async () => {
  const response = await encode("s3", "restXml", "NoSuchKey", { Key: "a&b" });
  assert.equal(response.status, 404);
  assert.equal(
    response.body,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>the &lt;message&gt;</Message><Key>a&amp;b</Key>' +
      `<RequestId>request-id</RequestId><HostId>${toHostId("request-id")}</HostId></Error>`,
  );
});

test("an answer to HEAD and a 304 have no body", async () => {
  const codec = await wire.codec("s3");
  const notFound = codec.encodeError("restXml", new AwsError("NotFound", "x"), "id", { head: true });
  assert.deepEqual(notFound, { status: 404, headers: {}, body: undefined });
  const notModified = new AwsError("NotModified", "x", { status: 304 });
  assert.deepEqual(codec.encodeError("restXml", notModified, "id", { head: false }), {
    status: 304,
    headers: {},
    body: undefined,
  });
});

test("an unknown action is refused as each protocol does", async () => {
  const cases: readonly (readonly [string, Protocol, string, number])[] = [
    ["dynamodb", "awsJson1_0", "UnknownOperationException", 400],
    ["cloudwatch", "rpcv2Cbor", "UnknownOperationException", 404],
    ["iam", "awsQuery", "InvalidAction", 400],
    ["ec2", "ec2Query", "InvalidAction", 400],
  ];
  const head = { method: "POST", path: "/", query: [], headers: {} };
  for (const [service, protocol, code, status] of cases) {
    const codec = await wire.codec(service);
    const refusal = (error: AwsError): boolean => error.code === code && error.status === status;
    assert.throws(() => codec.route(protocol, head, "Nonsense", undefined), refusal, service);
    assert.throws(() => codec.route(protocol, head, undefined, undefined), { code: "MissingAction" }, service);
    assert.throws(() => codec.route(protocol, head, "constructor", undefined), refusal, service);
  }
});

async function encode(service: string, protocol: Protocol, code: string, fields: Record<string, unknown> = {}) {
  const codec = await wire.codec(service);
  return codec.encodeError(protocol, new AwsError(code, "the <message>", { fields }), "request-id", { head: false });
}
