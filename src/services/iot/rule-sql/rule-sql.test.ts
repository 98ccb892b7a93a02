// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution templates are written so.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ExternalCall, MessageFacts } from "./message-facts.ts";
import { compileStatement } from "./rule-statement.ts";
import { SqlEvaluationError, SqlSyntaxError } from "./sql-error.ts";
import type { SqlVersion } from "./syntax.ts";
import type { Value } from "./value.ts";

const latest = "2016-03-23";

interface Sent extends Partial<Omit<MessageFacts, "payload">> {
  readonly version?: SqlVersion;
  readonly ask?: (call: ExternalCall) => Promise<Value>;
}

function begin(sql: string, payload: unknown, { version = latest, ask, ...facts }: Sent = {}) {
  const message = {
    topic: "a/b/c",
    payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
    ...facts,
  };
  const surroundings = {
    accountId: "123456789012",
    nowMs: 1_481_825_251_155,
    uuid: () => "123a4567-b89c-12d3-e456-789012345000",
    chance: () => 0.5,
    ask: ask ?? (async () => assert.fail("nothing is asked")),
  };
  const statement = compileStatement(sql, version);
  return { statement, run: statement.begin(message, surroundings) };
}

/** What the actions get, as JSON; undefined if the rule does not run. */
async function select(sql: string, payload: unknown = {}, sent?: Sent): Promise<unknown> {
  const output = await begin(sql, payload, sent).run.output();
  return output && JSON.parse(output.bytes.toString() || "null");
}

const evaluate = (expression: string, payload: unknown = {}, sent?: Sent) =>
  select(`SELECT VALUE ${expression} FROM 'a/b'`, payload, sent);

/** Undefined values are not in the output. */
async function isUndefined(expression: string, payload?: unknown): Promise<boolean> {
  return Object.keys((await select(`SELECT ${expression} AS it FROM 'a'`, payload)) as object).length === 0;
}

describe("statements, by the manual's examples", () => {
  const light = { color: { red: 255, green: 0 }, temperature: 50 };

  test("SELECT takes members, names them anew, and adds to the payload", async () => {
    assert.deepEqual(await select("SELECT * FROM 'topic/subtopic'", light), light);
    assert.deepEqual(await select("SELECT temperature FROM 'topic/subtopic'", light), { temperature: 50 });
    assert.deepEqual(await select("select color.red as red_value from 'a'", light), { red_value: 255 });
    assert.deepEqual(await select("SELECT color.red FROM 'a'", light), { red: 255 });
    assert.deepEqual(await select("SELECT *, 15 as speed FROM 'a'", light), { ...light, speed: 15 });
    assert.deepEqual(await select("SELECT temperature AS state.reported.t, 1 AS state.b FROM 'a'", light), {
      state: { reported: { t: 50 }, b: 1 },
    });
    assert.equal(await select("SELECT VALUE temperature FROM 'a'", light), 50);
    assert.deepEqual(await select("SELECT (temperature – 32) * 5 / 9 AS celsius FROM 'a'", light), { celsius: 10 });
    assert.deepEqual(await select("SELECT missing, temperature FROM 'a'", light), { temperature: 50 });
  });

  test("WHERE lets a message through only if it is true", async () => {
    assert.deepEqual(await select("SELECT * FROM 'a' WHERE temperature > 40 AND color.red = 255", light), light);
    assert.equal(await select("SELECT * FROM 'a' WHERE temperature > 60", light), undefined);
    assert.equal(await select("SELECT * FROM 'a' WHERE missing = 1", light), undefined);
    assert.equal(await select("SELECT * FROM 'a' WHERE temperature", light), undefined);
  });

  test("FROM may be quoted or not, and left out", () => {
    const filterOf = (sql: string) => compileStatement(sql, latest).topicFilter;
    assert.equal(filterOf("SELECT * FROM 'my/+/topic/#'"), "my/+/topic/#");
    assert.equal(filterOf("SELECT temp, md5(deviceid) AS hashed_id FROM topic/#"), "topic/#");
    assert.equal(
      filterOf("SELECT * FROM $aws/things/pi/shadow/update/documents WHERE a.b >= 500"),
      "$aws/things/pi/shadow/update/documents",
    );
    assert.equal(filterOf("SELECT *"), undefined);
  });

  test("nested queries, of arrays and of objects", async () => {
    const e = [
      { n: "temperature", u: "Cel", t: 1234, v: 22.5 },
      { n: "light", u: "lm", t: 1235, v: 135 },
    ];
    assert.deepEqual(await select("SELECT (SELECT VALUE n FROM e) as sensors FROM 'my/topic'", { e }), {
      sensors: ["temperature", "light"],
    });
    assert.deepEqual(await select("SELECT (SELECT v FROM e WHERE n = 'temperature') as t FROM 'a'", { e }), {
      t: [{ v: 22.5 }],
    });
    assert.deepEqual(
      await select("SELECT get((SELECT v FROM e WHERE n = 'temperature'), 0).v as temperature FROM 'topic'", { e }),
      { temperature: 22.5 },
    );
    assert.equal(await select("SELECT * FROM 'a' WHERE exists(select * from e where v > 200)", { e }), undefined);
    const sql =
      "select value transform('enrichArray', (select a, b from data2), (select value c from data2)) from 'A/B'";
    assert.deepEqual(await select(sql, { data2: { a: 1, b: 2, c: [{ x: 5 }, { x: 10 }] } }), [
      { x: 5, a: 1, b: 2 },
      { x: 10, a: 1, b: 2 },
    ]);
    assert.throws(() => compileStatement("SELECT (SELECT a FROM b) AS c FROM 'd'", "2015-10-08"), SqlSyntaxError);
  });

  test("SET makes variables, for all of the statement and its templates", async () => {
    const payload = { temp_fahrenheit: 75, humidity: 60, device: { id: "w", at: [1, 2] } };
    const sql = `SET @celsius = (temp_fahrenheit - 32) * 5 / 9, @device = device, @twice = @celsius * 2
      SELECT trunc(@celsius, 2) AS celsius, humidity, @device.id AS id FROM 'device/data' WHERE @twice > 47`;
    assert.deepEqual(await select(sql, payload), { celsius: 23.88, humidity: 60, id: "w" });
    const { statement, run } = begin(sql, payload);
    assert.equal(await run.fill(statement.template("things/${@device.id}/${upper(topic(2))}")), "things/w/B");
    for (const wrong of ["SET @a = 1, @a = 2 SELECT * FROM 'a'", `SET @${"a".repeat(65)} = 1 SELECT * FROM 'a'`])
      assert.throws(() => compileStatement(wrong, latest), SqlSyntaxError);
  });

  test("CASE, with a value and without", async () => {
    assert.equal(await evaluate("CASE color WHEN 'red' THEN 1 WHEN 'blue' THEN 2 ELSE 3 END", { color: "blue" }), 2);
    assert.equal(await evaluate("CASE WHEN t > 30 THEN 'hot' ELSE 'cold' END", { t: 3 }), "cold");
    assert.equal(await isUndefined("CASE color WHEN 'red' THEN 1 END", { color: "blue" }), true);
  });

  test("literals", async () => {
    assert.deepEqual(await evaluate("[1, -2.5, 'it''s', \"q\", true, null, {\"a\": {'b': []}}]"), [
      1,
      -2.5,
      "it's",
      "q",
      true,
      null,
      { a: { b: [] } },
    ]);
    assert.equal(await isUndefined("undefined"), true);
  });
});

test("operators, with the manual's conversions", async () => {
  const results: readonly (readonly [string, unknown])[] = [
    ["true AND 'TRUE'", true],
    ["false OR 'false'", false],
    ["NOT 'true'", false],
    ["'10' > 9", true],
    ["2 <> 2", false],
    ["2 != 3", true],
    ["1 = 1.0", true],
    ["'1' = 1", false],
    ["'1' <> 1", true],
    ["[1,2] = [1,2]", true],
    ["{'a':1,'b':2} = {'b':2,'a':1}", true],
    ["NULL = NULL", true],
    ["2 in [1,2]", true],
    ["1 + 2 * 3", 7],
    ["'a' + 1", "a1"],
    ["1 + 'a'", "1a"],
    ["'7' - '2'", 5],
    ["10 / 4", 2.5],
    ["10 % 4", 2],
    ["(-(2 + 3))", -5],
    ["NOT 1 = 2 AND true", true],
  ];
  for (const [expression, expected] of results) assert.deepEqual(await evaluate(expression), expected, expression);
  for (const expression of ["1 AND true", "'a' > 1", "true + 1", "missing = 1", "1 / 0", "true - 1", "not 3"])
    assert.equal(await isUndefined(expression), true, expression);
});

test("whole numbers that a double does not hold keep their digits", async () => {
  const payload = Buffer.from('{"id":12345678901234567890,"n":9007199254740993}');
  const text = async (sql: string) => (await begin(sql, payload).run.output())?.bytes.toString();
  assert.equal(await text("SELECT id AS device FROM 'a'"), '{"device":12345678901234567890}');
  assert.equal(await text("SELECT n + 1 AS next FROM 'a'"), '{"next":9007199254740994}');
  assert.equal(await text("SELECT id FROM 'a' WHERE id = 12345678901234567890"), '{"id":12345678901234567890}');
});

test("functions, by the manual's examples", async () => {
  const results: readonly (readonly [string, unknown])[] = [
    ["abs(-5)", 5],
    ["abs('-5.5')", 5.5],
    ["accountid()", "123456789012"],
    ["acos(0)", 1.5707963267948966],
    ["atan2(1, 0)", 1.5707963267948966],
    ["bitand(13, 5)", 5],
    ["bitor(8, 5)", 13],
    ["bitxor(13, 5)", 8],
    ["bitnot(13)", -14],
    ["cast(true as Int)", 1],
    ["cast('12.7' as integer)", 12],
    ["cast(0 as boolean)", false],
    ["cast([1,'a'] as string)", '[1,"a"]'],
    ["ceil(1.2)", 2],
    ["ceil(-1.2)", -1],
    ["chr(65)", "A"],
    ["concat(1)", 1],
    ["concat([1, 2, 3], 'hello', [4])", [1, 2, 3, "hello", 4]],
    ["concat('he','is','man')", "heisman"],
    ["concat(1, 'hello')", "1hello"],
    ["cosh(2.3)", 5.037220649268761],
    ["decode('eyAidGVtcGVyYXR1cmUiOiAzMyB9Cg==','base64').temperature", 33],
    ["encode('abc', 'base64')", "YWJj"],
    ["endswith('cat','at')", true],
    ["floor(-1.2)", -2],
    ["get(['a', 'b', 'c'], 1)", "b"],
    ["get({'a':'b'}, 'a')", "b"],
    ["get_or_default({}, 'a', 3)", 3],
    ["indexof('abcd', 'bc')", 1],
    ["isNull(Null)", true],
    ["isUndefined(floor([1,2,3]))", true],
    ["length(false)", 5],
    ["log(100)", 2],
    ["lower('HELLO')", "hello"],
    ["lpad(1, 3)", "   1"],
    ["ltrim(' h i ')", "h i "],
    ["md2('hello')", "a9046c73e00331af68917d3804f70655"],
    ["md5('hello')", "5d41402abc4b2a76b9719d911017c592"],
    ["sha224('hello')", "ea09ae9cc6768c50fcee903ed054556e5bfc8347907f12598aa24193"],
    ["mod(8, 3)", 2],
    ["nanvl(NULL, 3)", 3],
    ["newuuid()", "123a4567-b89c-12d3-e456-789012345000"],
    ["numbytes('€')", 3],
    ["parse_time(\"yyyy.MM.dd G 'at' HH:mm:ss z\", 100000000, 'America/Belize')", "1970.01.01 AD at 21:46:40 CST"],
    ["parse_time('yyyy', timestamp(), 'UTC')", "2016"],
    ["parse_time('EEEE, d MMMM yyyy hh:mm a Z', 0)", "Thursday, 1 January 1970 12:00 AM +0000"],
    ["power(2, 5)", 32],
    ["rand()", 0.5],
    ["regexp_matches('aaaa', 'a{2,}')", true],
    ["regexp_matches('aaaa', 'b')", false],
    ["regexp_replace('abcd', 'bc', 'x')", "axd"],
    ["regexp_replace('abcd', 'b(.*)d', '$1')", "ac"],
    ["regexp_substr('hihihello', 'hi')", "hi"],
    ["regexp_substr('hihihello', '(hi)*')", "hihi"],
    ["remainder(8, 3)", 2],
    ["replace('abcdabcd', 'b', 'x')", "axcdaxcd"],
    ["round(-1.5)", -2],
    ["round(1.5)", 2],
    ["rpad('hello', 2)", "hello  "],
    ["rtrim(' h i ')", " h i"],
    ["sign(-7)", -1],
    ["sql_version()", "2016-03-23"],
    ["sqrt(9)", 3],
    ["startswith('ranger','ran')", true],
    ["substring('012345', 2.745)", "2345"],
    ["substring(true, 1.2)", "rue"],
    ["substring(false, -2.411E247)", "false"],
    ["substring('012345', -50, 50)", "012345"],
    ["substring('012345', 3, 1)", ""],
    ["tanh(2.3)", 0.9800963962661914],
    ["time_to_epoch('2020-04-03 09:45:18 UTC+01:00', 'yyyy-MM-dd HH:mm:ss VV')", 1585903518000],
    ["time_to_epoch('18 December 2015', 'dd MMMM yyyy')", 1450396800000],
    ["time_to_epoch('2007-12-03 10:15:30.592 America/Los_Angeles', 'yyyy-MM-dd HH:mm:ss.SSS z')", 1196705730592],
    ["timestamp()", 1_481_825_251_155],
    ["topic()", "a/b/c"],
    ["topic(2)", "b"],
    ["trim(' hi ')", "hi"],
    ["trunc(2.3123, 2)", 2.31],
    ["trunc(2.00, 5)", 2],
    ["upper(['hello'])", '["HELLO"]'],
  ];
  for (const [expression, expected] of results) assert.deepEqual(await evaluate(expression), expected, expression);
});

test("wrong arguments, and a wrong number of them, give Undefined", async () => {
  for (const call of [
    "abs(true)",
    "abs()",
    "abs(1, 2)",
    "acos(2)",
    "concat()",
    "sqrt(-1)",
    "get(5, 0)",
    "get(['a'], 1)",
    "topic(9)",
    "upper(NULL)",
    "regexp_matches('a', '(')",
    "parse_time('yyyy', 'x')",
    "time_to_epoch('2020-13-01', 'yyyy-MM-dd')",
    "transform('other', {}, [])",
    "ln(0)",
    "lpad('a', true)",
    "get_user_properties('x')",
    "constructor",
    "a.toString",
  ])
    assert.equal(await isUndefined(call, { a: { b: 1 } }), true, call);
});

test("who sent it, and what MQTT 5 says of it", async () => {
  const sent = {
    clientId: "pump",
    principal: "ba67293a",
    sourceIp: "192.0.2.1",
    traceId: "t",
    userProperties: [
      ["site", "north"],
      ["site", "south"],
    ] as const,
    properties: { content_type: "text/plain" },
  };
  const sql =
    "SELECT clientid() AS c, principal() AS p, sourceip() AS s, traceid() AS t, get_user_properties('site') AS u, get_mqtt_property('content_type') AS m FROM 'a'";
  assert.deepEqual(await select(sql, {}, sent), {
    c: "pump",
    p: "ba67293a",
    s: "192.0.2.1",
    t: "t",
    u: ["north", "south"],
    m: "text/plain",
  });
  assert.deepEqual(await select(sql), { c: "N/A" });
});

test("payloads that are not JSON go as they are, or through functions", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x10]);
  const output = await begin("SELECT * FROM 'a'", bytes).run.output();
  assert.deepEqual(output?.bytes, bytes);
  assert.deepEqual(await select("SELECT encode(*, 'base64') AS data, timestamp() AS ts FROM 'a'", bytes), {
    data: bytes.toString("base64"),
    ts: 1_481_825_251_155,
  });
  assert.deepEqual((await begin("SELECT * FROM 'a' WHERE timestamp() > 0", bytes).run.output())?.bytes, bytes);
  for (const sql of ["SELECT * FROM 'a' WHERE device_type = 'x'", "SELECT *, timestamp() AS t FROM 'a'"])
    assert.throws(() => begin(sql, bytes).run.output(), SqlEvaluationError);
});

test("functions that ask other services are asked once for each of their arguments", async () => {
  const asked: ExternalCall[] = [];
  const ask = async (call: ExternalCall): Promise<Value> => {
    asked.push(call);
    return { state: { reported: { alarm: "ON" } } };
  };
  const sql = `SELECT *, get_thing_shadow("T", "arn:role").state.reported.alarm AS alarm FROM 'a'
    WHERE get_thing_shadow("T", "arn:role").state.reported.alarm = 'ON'`;
  assert.deepEqual(await select(sql, { a: 1 }, { ask }), { a: 1, alarm: "ON" });
  assert.deepEqual(asked, [{ name: "get_thing_shadow", args: ["T", "arn:role"] }]);
  const all = await select("SELECT aws_lambda('arn:f', *) AS it FROM 'a'", { n: 1 }, { ask });
  assert.deepEqual(all, { it: { state: { reported: { alarm: "ON" } } } });
  assert.deepEqual(asked.at(-1)?.args, ["arn:f", { n: 1 }]);
  const refused = select(
    "SELECT aws_lambda('arn:f', 1) AS it FROM 'a'",
    {},
    { ask: () => Promise.reject(new Error("no")) },
  );
  await assert.rejects(refused, /no/);
});

test("templates take expressions of the payload, and texts with braces and dollars", async () => {
  const { statement, run } = begin("SELECT 1 AS one FROM 'a'", { id: "x", n: 3, o: { a: [1] } });
  const fill = (text: string) => run.fill(statement.template(text));
  assert.equal(await fill("plain"), "plain");
  assert.equal(await fill("${topic()}/${id}-${n * 2}/${missing}."), "a/b/c/x-6/.");
  assert.equal(await fill("${get({'}': 'brace'}, '}')}"), "brace");
  assert.equal(await fill("$$aws/things/${id}/shadow/update"), "$aws/things/x/shadow/update");
  assert.equal(await fill("${o}"), '{"a":[1]}');
  // An alias of SELECT is not known to templates.
  assert.equal(await fill("${one}"), "");
  for (const wrong of ["${", "${id", "${a b}", "${}"]) assert.throws(() => statement.template(wrong), SqlSyntaxError);
});

test("what is no statement is refused with the place", () => {
  const refusals: readonly (readonly [string, RegExp])[] = [
    ["", /Expected 'SELECT'/],
    ["SELECT", /Expected an expression but found the end/],
    ["SELECT * FROM", /topic filter/],
    ["SELECT a FROM 'b' WHERE", /an expression/],
    ["SELECT a FROM 'b' ORDER BY c", /end of the statement but found 'ORDER' at character 19/],
    ["SELECT nosuch(a) FROM 'b'", /no function nosuch/],
    ["SELECT 'a FROM b", /no end/],
    ["SELECT VALUE a, b FROM 'c'", /one item/],
    ["SELECT cast(a as money) FROM 'b'", /no type money/],
    [`SELECT ${"(".repeat(100)}a${")".repeat(100)} FROM 'b'`, /too deeply/],
    [`SELECT ${"a.".repeat(100)}a FROM 'b'`, /too long/],
    [`SELECT ${"(".repeat(60)}a${`${"+1".repeat(900)})`.repeat(60)} AS b FROM 'c'`, /too many operators/],
    ["SELECT a; FROM 'b'", /found ';'/],
  ];
  for (const [sql, message] of refusals) assert.throws(() => compileStatement(sql, latest), { message }, sql);
  for (const call of ["length(a)", "decode(a, 'base64')", "parse_time('y', 1)", "isUndefined(a)"])
    assert.throws(() => compileStatement(`SELECT ${call} FROM 'b'`, "2015-10-08"), /no function/);
});

test("the worst statements and payloads are given up, in bounded time", async () => {
  const doubled = Array.from({ length: 60 }, (_, n) => `@v${n + 1} = [@v${n}, @v${n}]`).join(", ");
  const rows = Array.from({ length: 60_000 }, () => 1);
  const statements: readonly (readonly [string, unknown])[] = [
    [`SET @v0 = a, ${doubled} SELECT @v60 AS a FROM 'a'`, { a: "x".repeat(100) }],
    [`SELECT ${Array.from({ length: 500 }, (_, n) => `a AS a${n}`).join(",")} FROM 'a'`, { a: "x".repeat(100_000) }],
    ["SET @a = a SELECT (SELECT (SELECT 1 AS b FROM @a) AS c FROM @a) AS d FROM 'a'", { a: rows }],
    [
      `SELECT regexp_replace(${Array.from({ length: 50 }, () => "regexp_replace(a, '(x+x+)+y', 'z')").join(" + ")}, 'x', 'xx') AS b FROM 'a'`,
      { a: "x".repeat(100_000) },
    ],
  ];
  for (const [sql, payload] of statements)
    await assert.rejects(async () => select(sql, payload), SqlEvaluationError, sql.slice(0, 80));
  const deep = Buffer.from(`{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}`);
  await assert.rejects(async () => begin("SELECT a AS b FROM 'a'", deep).run.output(), SqlEvaluationError);
});

test("a regular expression's states count, in each row that it looks at", async () => {
  const rows = Array.from({ length: 8_000 }, () => ({ r: "x".repeat(10) }));
  const sql = `SELECT (SELECT VALUE regexp_substr(r, '(x+x+){1,9}(x+x+){1,9}y') FROM rows) AS b FROM 'a'`;
  await assert.rejects(select(sql, { rows }), SqlEvaluationError);
});
