import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { openServicesWire } from "../../../test/support/wire.ts";
import type { AwsError } from "../../platform/aws-error.ts";
import type { RequestHead, ServiceCodec } from "../wire.ts";

const wire = openServicesWire();
const s3 = await wire.codec("s3");
const lambda = await wire.codec("lambda");
const apiGateway = await wire.codec("api-gateway");

test("headers, prefixed headers, query and a streamed body", () => {
  const body = Readable.from([]);
  const headers = {
    "content-type": "text/plain",
    "content-length": "5",
    expires: "Thu, 29 Feb 2024 12:34:56 GMT",
    "x-amz-meta-a": "1",
    "x-amz-meta-b-c": "2",
    "x-amz-storage-class": "STANDARD",
  };
  assert.deepEqual(decode(s3, { method: "PUT", path: "/b/k", headers }, body), {
    Body: body,
    Bucket: "b",
    Key: "k",
    ContentType: "text/plain",
    ContentLength: 5,
    // S3 keeps any text.
    Expires: "Thu, 29 Feb 2024 12:34:56 GMT",
    Metadata: { a: "1", "b-c": "2" },
    StorageClass: "STANDARD",
  });
});

test("a list in the query is repeated; the first of a repeated single value counts", () => {
  const query: [string, string][] = [
    ["tagKeys", "a"],
    ["tagKeys", "b,c"],
  ];
  const tags = decode(lambda, { method: "DELETE", path: `/2017-03-31/tags/${encodeURIComponent(arn)}`, query });
  assert.deepEqual(tags, { Resource: arn, TagKeys: ["a", "b,c"] });
  const list = decode(lambda, {
    path: "/2015-03-31/functions",
    query: [
      ["MaxItems", "5"],
      ["MaxItems", "6"],
    ],
  });
  assert.deepEqual(list, { MaxItems: 5 });
});

test("a list in a header is split at commas, but not within quotes", () => {
  const headers = { "x-amz-object-attributes": 'ETag, "Odd,one" ,ObjectSize' };
  const input = decode(s3, { path: "/b/k", query: [["attributes", ""]], headers });
  assert.deepEqual(input.ObjectAttributes, ["ETag", "Odd,one", "ObjectSize"]);
});

test("an XML body is read with and without a namespace", () => {
  for (const namespace of ["", ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"']) {
    const body = `<Delete${namespace}><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object><Quiet>true</Quiet></Delete>`;
    const input = decode(s3, { method: "POST", path: "/b", query: [["delete", ""]] }, Buffer.from(body));
    assert.deepEqual(input, { Bucket: "b", Delete: { Objects: [{ Key: "a&b" }, { Key: "c" }], Quiet: true } });
  }
});

test("an absent body is an absent payload; literals of the URI are in no map of parameters", () => {
  const head = { method: "POST", path: `/2015-03-31/functions/f/invocations` };
  assert.deepEqual(decode(lambda, head), { FunctionName: "f" });
  const imported = decode(
    apiGateway,
    {
      method: "POST",
      path: "/restapis",
      query: [
        ["mode", "import"],
        ["failonwarnings", "true"],
        ["basepath", "prepend"],
      ],
    },
    Buffer.from("{}"),
  );
  assert.deepEqual(imported, { body: Buffer.from("{}"), failOnWarnings: true, parameters: { basepath: "prepend" } });
});

test("a value that does not fit is refused as each service does", () => {
  refuses(
    () => decode(lambda, { path: "/2015-03-31/functions", query: [["MaxItems", "x"]] }),
    "SerializationException",
  );
  const error = refuses(
    () =>
      decode(s3, {
        path: "/b",
        query: [
          ["list-type", "2"],
          ["max-keys", "1.5"],
        ],
      }),
    "InvalidArgument",
  );
  assert.deepEqual(error.fields, { ArgumentName: "max-keys", ArgumentValue: "1.5" });
  const malformed = () => decode(s3, { method: "POST", path: "/b", query: [["delete", ""]] }, Buffer.from("<Delete>"));
  refuses(malformed, "MalformedXML");
  refuses(() => decode(s3, { method: "POST", path: "/b", query: [["delete", ""]] }), "MissingRequestBodyError");
  const keyless = Buffer.from("<Delete><Object/></Delete>");
  refuses(() => decode(s3, { method: "POST", path: "/b", query: [["delete", ""]] }, keyless), "MalformedXML");
});

test("an output's status, headers and payload", () => {
  const invoked = lambda.encode(routed("Invoke"), { StatusCode: 202, FunctionError: "Unhandled", Payload: "x" }, "id");
  assert.deepEqual(invoked, {
    status: 202,
    headers: { "X-Amz-Function-Error": "Unhandled", "Content-Type": "application/octet-stream" },
    body: "x",
  });
  const deleted = lambda.encode(routed("DeleteFunction"), { StatusCode: 204 }, "id");
  assert.deepEqual([deleted.status, deleted.body], [204, undefined]);
});

test("HEAD's answer is headers only, the content type being the object's", () => {
  const output = {
    ContentLength: 3,
    ContentType: "text/css",
    LastModified: new Date("2024-02-29T12:34:56Z"),
    Metadata: { a: "b" },
  };
  assert.deepEqual(s3.encode(routed("HeadObject"), output, "id"), {
    status: 200,
    headers: {
      "Content-Length": "3",
      "Content-Type": "text/css",
      "Last-Modified": "Thu, 29 Feb 2024 12:34:56 GMT",
      "x-amz-meta-a": "b",
    },
    body: undefined,
  });
});

test("GetBucketLocation's only member is the root", () => {
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  const encode = (output: object) =>
    s3.encode(routed("GetBucketLocation"), output as Record<string, unknown>, "id").body;
  assert.equal(encode({ LocationConstraint: "eu-west-1" }), `${xml}>eu-west-1</LocationConstraint>`);
  assert.equal(encode({}), `${xml}/>`);
});

test("XML text is escaped, control characters of keys included", () => {
  const body = s3.encode(routed("ListObjectsV2"), { Contents: [{ Key: "a<&>\r\n\u0001" }] }, "id").body;
  assert.match(String(body), /<Contents><Key>a&lt;&amp;&gt;&#xD;&#xA;&#x1;<\/Key><\/Contents>/);
});

const arn = "arn:aws:lambda:us-east-1:000000000000:function:f";

function decode(codec: ServiceCodec, given: Partial<RequestHead>, body: Buffer | Readable = Buffer.alloc(0)) {
  const head: RequestHead = { method: "GET", path: "/", query: [], headers: {}, ...given };
  return codec.decode(codec.route(codec.facts.protocols[0]!, head, undefined, undefined), head, body);
}

function routed(name: string) {
  const protocol = name.includes("Function") || name === "Invoke" ? "restJson1" : "restXml";
  return { name, protocol, streamsInput: false, labels: {} } as const;
}

function refuses(run: () => unknown, code: string): AwsError {
  try {
    run();
  } catch (error) {
    assert.equal((error as AwsError).code, code, (error as Error).message);
    return error as AwsError;
  }
  assert.fail(`not refused with ${code}`);
}
