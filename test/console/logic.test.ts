import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Bytes, createCallLog, type LoggedCall, toLogged } from "../../console/src/aws/call-log.ts";
import { checkJson, checkNumber } from "../../console/src/form/checks.ts";
import { replaceInFiles, searchFiles } from "../../console/src/services/lambda/code/search-files.ts";
import { linesOf } from "../../console/src/services/lambda/report-line.ts";
import { toSamTemplate } from "../../console/src/services/lambda/sam-template.ts";
import { errorPlaces } from "../../console/src/services/lambda/test/error-places.ts";
import {
  newRule,
  ruleInWords,
  scopeOf,
  toRule,
  toRuleForm,
} from "../../console/src/services/s3/bucket/lifecycle-rule.ts";
import { copySource } from "../../console/src/services/s3/objects/copy-source.ts";
import { toBoto3 } from "../../console/src/shell/as-code/boto3.ts";
import { toCli } from "../../console/src/shell/as-code/cli.ts";
import { toSnake } from "../../console/src/shell/as-code/names.ts";
import { toTerraform } from "../../console/src/shell/as-code/terraform.ts";
import { fitColumns } from "../../console/src/table/fit-columns.ts";
import { toCsv } from "../../console/src/table/to-csv.ts";

describe("the search in a function's files", () => {
  const files = {
    "b.py": "total = 1\r\nprint(TOTAL)\r\n",
    "a/x.js": "let a = total(1.5);",
    bin: new Uint8Array([0, 1]),
  };
  const search = (text: string, more: object = {}) => ({ text, isCaseSensitive: false, isPattern: false, ...more });

  it("finds places by file, line and column, and leaves out what is no text", () => {
    const { hits, isCut } = searchFiles(files, search("total"));
    assert.deepEqual(
      hits.map(({ path, line, column, length }) => [path, line, column, length]),
      [
        ["a/x.js", 1, 9, 5],
        ["b.py", 1, 1, 5],
        ["b.py", 2, 7, 5],
      ],
    );
    assert.equal(isCut, false);
    assert.equal(searchFiles(files, search("total", { isCaseSensitive: true })).hits.length, 2);
    assert.equal(searchFiles(files, search("1.5")).hits.length, 1, "a point is a point");
    assert.deepEqual(searchFiles(files, search("(", { isPattern: true })).hits, [], "no regular expression");
    assert.deepEqual(searchFiles(files, search("x*", { isPattern: true })).hits, [], "nothing is no match");
    assert.equal(searchFiles({ a: "ab ".repeat(600) }, search("a")).isCut, true);
  });

  it("replaces text as it stands, patterns with their groups, and keeps line breaks", () => {
    assert.deepEqual(
      [...replaceInFiles(files, search("total"), "$&sum")],
      [
        ["b.py", "$&sum = 1\r\nprint($&sum)\r\n"],
        ["a/x.js", "let a = $&sum(1.5);"],
      ],
    );
    const groups = search("(t)otal", { isPattern: true, isCaseSensitive: true });
    assert.equal(replaceInFiles(files, groups, "$1al").get("b.py"), "tal = 1\r\nprint(TOTAL)\r\n");
    assert.equal(replaceInFiles(files, search("nowhere"), "x").size, 0);
  });
});

describe("where a test's error was thrown", () => {
  const places = (error: object) =>
    errorPlaces(JSON.stringify(error)).map(({ path, line, isOrigin }) => [path, line, isOrigin]);

  it("is the last line of Python's trace, and the first of Node's and Ruby's", () => {
    assert.deepEqual(
      places({
        errorMessage: "no",
        errorType: "ValueError",
        stackTrace: [
          '  File "/var/task/index.py", line 3, in handler\n    return f()\n',
          '  File "/var/task/lib/a.py", line 8, in f\n    raise ValueError("no")\n',
        ],
      }),
      [
        ["lib/a.py", 8, true],
        ["index.py", 3, false],
      ],
    );
    assert.deepEqual(
      places({
        errorType: "Error",
        trace: [
          "Error: no",
          "    at f (file:///var/task/lib/a.mjs:2:9)",
          "    at g (/var/task/node_modules/x/index.js:1:1)",
          "    at Runtime.handler (/var/task/index.mjs:5:3)",
          "    at /var/runtime/index.mjs:1:1",
        ],
      }),
      [
        ["lib/a.mjs", 2, true],
        ["index.mjs", 5, false],
      ],
    );
    assert.deepEqual(places({ errorType: "X", stackTrace: ["/var/task/a.rb:4:in `handler'"] }), [["a.rb", 4, true]]);
    assert.deepEqual(places({ errorMessage: "Task timed out after 3.00 seconds" }), []);
    assert.deepEqual(errorPlaces("no JSON"), []);
  });
});

describe("a table", () => {
  it("has columns that fit: each gives way, none below its header", () => {
    const columns = [
      { id: "name", header: "Name", width: 400 },
      { id: "description", header: "Description", width: 300 },
      { id: "size", header: "Size", width: 90 },
    ];
    const widths = (room: number) => [...fitColumns(columns, room).values()];
    assert.deepEqual(widths(900), [400, 300, 90]);
    const fitted = widths(640);
    assert.ok(fitted.reduce((sum, width) => sum + width, 0) <= 640, String(fitted));
    assert.ok(fitted[0]! < 400 && fitted[1]! < 300 && fitted[2]! >= 84, String(fitted));
    assert.deepEqual(widths(200), [400, 300, 90], "a telephone pushes it sideways");
  });

  it("becomes a file: quoted, times as times, no formulas", () => {
    const columns = [
      { header: "Name", value: ({ name }: { name: string }) => name },
      { header: "Last modified", value: () => Date.UTC(2026, 0, 1) },
      { header: "Size", value: () => 2_000_000_000_000 },
      { header: "Picture" },
    ];
    assert.equal(
      toCsv(columns, [{ name: 'a "b", c' }, { name: "=1+1" }]),
      'Name,Last modified,Size\r\n"a ""b"", c",2026-01-01T00:00:00.000Z,2000000000000\r\n\'=1+1,2026-01-01T00:00:00.000Z,2000000000000\r\n',
    );
  });
});

describe("a call as code", () => {
  const call = (service: string, operation: string, input: object): LoggedCall => ({
    ...{ number: 1, atMs: 0, isFailed: false, isChange: true, page: "/" },
    ...{ service, operation, input: toLogged(input) as Record<string, unknown> },
  });
  const create = call("Lambda", "CreateFunction", {
    FunctionName: "f",
    Runtime: "python3.13",
    Role: "arn:aws:iam::000000000000:role/r",
    Code: { ZipFile: new Uint8Array([0x50, 0x4b, 0, 0]) },
    Environment: { Variables: { NAME: "it's", DB_PASSWORD: "hidden" } },
    Publish: false,
    Architectures: ["arm64"],
  });

  it("is a command of the CLI: quoted, with flags, lists and files", () => {
    assert.equal(
      toCli(create),
      `aws lambda create-function \\
  --function-name f \\
  --runtime python3.13 \\
  --role arn:aws:iam::000000000000:role/r \\
  --environment '{"Variables":{"NAME":"it'\\''s","DB_PASSWORD":"********"}}' \\
  --no-publish \\
  --architectures arm64 \\
  --zip-file fileb://package.zip`,
    );
    const invoke = call("Lambda", "Invoke", { FunctionName: "f", Payload: new TextEncoder().encode('{"a": 1}') });
    assert.equal(
      toCli(invoke).replaceAll(" \\\n ", ""),
      `aws lambda invoke --function-name f --payload '{"a": 1}' --cli-binary-format raw-in-base64-out response.json`,
    );
    assert.match(
      toCli(call("CloudWatchLogs", "CreateLogGroup", { logGroupName: "/a b" })),
      /^aws logs create-log-group/,
    );
  });

  it("is a program of Python", () => {
    assert.equal(
      toBoto3(
        call("S3", "PutBucketVersioning", { Bucket: "b", VersioningConfiguration: { Status: "Enabled" } }),
        "eu-west-1",
      ),
      `import boto3

s3 = boto3.client("s3", region_name="eu-west-1")
s3.put_bucket_versioning(
    Bucket="b",
    VersioningConfiguration={
        "Status": "Enabled",
    },
)
`,
    );
    assert.match(
      toBoto3(create, "us-east-1"),
      /lambda_client\.create_function\([\s\S]*"ZipFile": open\("file", "rb"\)\.read\(\)/,
    );
    assert.match(toBoto3(create, "us-east-1"), /Publish=False/);
  });

  it("is a resource of Terraform, where one makes the same", () => {
    const policy = JSON.stringify({ Statement: [{ Resource: `\${aws:username}` }] });
    assert.equal(
      toTerraform(call("S3", "PutBucketPolicy", { Bucket: "b", Policy: policy })),
      `resource "aws_s3_bucket_policy" "b" {
  bucket = "b"
  policy = jsonencode({
    Statement = [
      {
        Resource = "$\${aws:username}"
      },
    ]
  })
}
`,
    );
    assert.match(toTerraform(create) ?? "", /environment \{\n {4}variables = \{\n {6}NAME = "it's"/);
    assert.equal(toTerraform(call("Lambda", "Invoke", { FunctionName: "f" })), undefined);
  });

  it("has Python's names by botocore's rule", () => {
    for (const [name, wanted] of [
      ["ListObjectsV2", "list_objects_v2"],
      ["GetCORSRules", "get_cors_rules"],
      ["SSEKMSKeyId", "ssekms_key_id"],
      ["thingName", "thing_name"],
      ["ListARNs", "list_arns"],
    ] as const)
      assert.equal(toSnake(name), wanted);
  });

  it("is noted within bounds: reads once, secrets and bytes not at all", () => {
    const log = createCallLog();
    const record = (operation: string, Name = "a") =>
      log.record({ service: "S3", operation, input: { Name }, atMs: 0, isFailed: false, page: "/" });
    record("PutObject");
    for (let time = 0; time < 3; time++) record("ListObjectsV2");
    for (let name = 0; name < 80; name++) record("HeadObject", String(name));
    assert.equal(log.calls().length, 51, "fifty reads and one change");
    assert.equal(log.calls().at(-1)?.operation, "PutObject");
    assert.deepEqual(toLogged({ SecretString: "x", SecretId: "id", Body: new Uint8Array([0, 0]) }), {
      ...{ SecretString: "********", SecretId: "id" },
      Body: new Bytes(2),
    });
  });
});

describe("a lifecycle rule", () => {
  it("is made of its form, keeps what the form does not know, and is told in words", () => {
    const form = { ...newRule, id: "r", prefix: "logs/", expireDays: "30", noncurrentDays: "1", abortDays: "7" };
    const rule = toRule(form, undefined);
    assert.deepEqual(toRuleForm(rule), form);
    assert.equal(
      ruleInWords(rule),
      "After 30 days objects expire. After 1 day versions that are not current are deleted. After 7 days incomplete uploads are deleted.",
    );
    const tagged = {
      ...rule,
      Filter: { And: { Prefix: "logs/", Tags: [{ Key: "a", Value: "b" }] } },
      NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 3 },
    };
    const changed = toRule({ ...toRuleForm(tagged), noncurrentDays: "2" }, tagged);
    assert.deepEqual(changed.Filter, tagged.Filter);
    assert.deepEqual(changed.NoncurrentVersionExpiration, { NoncurrentDays: 2, NewerNoncurrentVersions: 3 });
    assert.equal(scopeOf(tagged), "logs/, by tag or size");
    assert.equal(scopeOf(toRule({ ...newRule, id: "all" }, undefined)), "Entire bucket");
    assert.equal(ruleInWords(toRule(newRule, undefined)), "Nothing.");
  });

  it("copies keys with whatever they hold", () => {
    assert.equal(copySource("b", "a b/c+d?.txt", "v 1"), "b/a%20b/c%2Bd%3F.txt?versionId=v%201");
  });
});

describe("a function", () => {
  it("as a template of SAM has its settings, events and destinations", () => {
    const template = toSamTemplate({
      configuration: {
        FunctionName: "my-orders",
        Runtime: "python3.13",
        Handler: "index.handler",
        Environment: { Variables: { A: 'say "hi": #1' } },
        EphemeralStorage: { Size: 512 },
      },
      triggers: [
        { service: "SQS", name: "jobs", arn: "arn:aws:sqs:us-east-1:0:jobs", state: "Disabled" },
        { service: "S3", name: "bucket", arn: "arn:aws:s3:::bucket" },
      ],
      eventInvoke: { DestinationConfig: { OnFailure: { Destination: "arn:aws:sns:us-east-1:0:topic" } } },
    });
    assert.match(template, /^ {2}myorders:\n {4}Type: "AWS::Serverless::Function"$/m);
    assert.match(template, /^ {10}A: "say \\"hi\\": #1"$/m);
    assert.match(
      template,
      /^ {8}SQSjobs:\n {10}Type: "SQS"\n {10}Properties:\n {12}Queue: ".*jobs"\n {12}Enabled: false$/m,
    );
    assert.match(template, /^ {10}OnFailure:\n {12}Type: "SNS"/m);
    assert.ok(!template.includes("undefined") && !template.includes("EphemeralStorage"), template);
  });

  it("has the log of one invocation: from its first line to its last", () => {
    const lines = [
      "REPORT RequestId: a",
      "START RequestId: b\n",
      "hello\n",
      "END RequestId: b",
      "REPORT RequestId: b\n",
      "START RequestId: c",
    ];
    assert.equal(linesOf(lines, "b"), "START RequestId: b\nhello\nEND RequestId: b\nREPORT RequestId: b");
    assert.equal(linesOf(lines, "none"), "");
  });
});

describe("a field's check", () => {
  it("takes whole numbers within their limits, and JSON", () => {
    for (const right of ["1", "10", " 5 "]) assert.equal(checkNumber(right, 1, 10), undefined, right);
    for (const wrong of ["", "0", "11", "1.5", "1e1", "x", "0x5"])
      assert.equal(checkNumber(wrong, 1, 10), "Enter a whole number from 1 to 10.", wrong);
    assert.equal(checkJson("{}"), undefined);
    assert.match(checkJson("{", "The event") ?? "", /^The event is no JSON: /);
  });
});
