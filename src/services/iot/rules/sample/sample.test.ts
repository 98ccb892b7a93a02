// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution templates are written like this.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startSquall, type TestSquall } from "../../../../../test/support/squall.ts";
import type { Sample } from "./try-sample.ts";

const sql = "SELECT temperature * 2 AS twice, topic(2) AS room FROM 'rooms/+/climate' WHERE temperature > 20";
const topic = "rooms/kitchen/climate";
const payload = '{"temperature": 21}';

describe("a rule against a sample message", () => {
  let squall: TestSquall;
  before(async () => {
    squall = await startSquall();
  });
  after(() => squall.close());

  const ask = async (body: string, endpoint = squall.endpoint) => {
    const response = await fetch(`${endpoint}/_aws/iot/test-rule`, { method: "POST", body });
    return { status: response.status, answer: JSON.parse(await response.text()) };
  };
  const attempt = (sample: Partial<Sample>) => ask(JSON.stringify({ sql, topic, payload, ...sample }));

  const lambda = { lambda: { functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f" } };
  const republish = { republish: { roleArn: "arn:aws:iam::000000000000:role/r", topic: "hot/${topic(2)}" } };
  const cases: readonly (readonly [string, Partial<Sample>, object])[] = [
    [
      "is selected, with what its actions are given and do",
      { actions: [lambda, republish] },
      {
        isOfTopic: true,
        isSelected: true,
        output: '{"twice":42,"room":"kitchen"}',
        actions: [
          { kind: "lambda", settings: lambda.lambda },
          { kind: "republish", settings: { ...republish.republish, topic: "hot/kitchen" } },
        ],
      },
    ],
    ["is not of the topic", { topic: "rooms/kitchen" }, { isOfTopic: false, isSelected: false, actions: [] }],
    ["is not selected", { payload: '{"temperature": 20}' }, { isOfTopic: true, isSelected: false, actions: [] }],
    [
      "is no JSON, and the statement looks into it",
      { payload: "warm" },
      { isOfTopic: true, isSelected: false, actions: [], error: "the payload is not JSON" },
    ],
    [
      "would need another service, which is not asked",
      { sql: `SELECT aws_lambda("${lambda.lambda.functionArn}", 1) AS answer FROM '#'` },
      {
        isOfTopic: true,
        isSelected: false,
        actions: [],
        error: "aws_lambda asks another service, which is not asked for a sample message",
      },
    ],
  ];
  for (const [name, sample, expected] of cases)
    test(`a message ${name}`, async () => {
      assert.deepEqual(await attempt(sample), { status: 200, answer: expected });
    });

  test("a statement that cannot be read is said so, and a request that is none is refused", async () => {
    const { answer } = await attempt({ sql: "SELECT FROM" });
    assert.equal(answer.isSelected, false);
    assert.ok(answer.error.length > 0);
    for (const body of [
      "no JSON",
      "null",
      "{}",
      '{"sql":"SELECT * FROM \'#\'","topic":"t","payload":"","actions":[3]}',
    ])
      assert.equal((await ask(body)).status, 400, body);
    // Nothing was made by all that.
    const rules = await fetch(`${squall.endpoint}/rules`, {
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iot/aws4_request, SignedHeaders=host, Signature=x",
      },
    });
    assert.deepEqual(JSON.parse(await rules.text()), { rules: [] });
  });

  test("what no rule could have is refused before it is walked through", async () => {
    const nested = (levels: number, inner: string) => `${'{"a":'.repeat(levels)}${inner}${"}".repeat(levels)}`;
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, "${topic()}"])),
    );
    const withActions = (settings: string) =>
      `{"sql":"SELECT * FROM '#'","topic":"t","payload":"{}","actions":[{"lambda":${settings}}]}`;
    for (const body of [
      withActions(nested(80_000, '"${topic()}"')),
      withActions(nested(4_000, '"${topic()}"')),
      withActions(nested(2_000, wide)),
      withActions(wide),
      withActions(`{"functionArn":"${"${topic()}".repeat(20_000)}"}`),
      JSON.stringify({ sql: `SELECT * FROM '${"+/".repeat(100_000)}+'`, topic: "t", payload: "" }),
      JSON.stringify({ sql, topic: "a/".repeat(100_000), payload: "" }),
    ])
      assert.equal((await ask(body)).status, 400, body.slice(0, 100));
  });

  test("nobody tries a rule without a signature where signatures are held to", async () => {
    await using strict = await startSquall({ auth: "enforce" });
    const { status } = await ask(JSON.stringify({ sql, topic, payload }), strict.endpoint);
    assert.equal(status, 403);
  });
});
