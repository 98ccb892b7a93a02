import assert from "node:assert/strict";
import { test } from "node:test";
import { EventRow } from "./event-row.ts";
import { parseQuery } from "./parse-query.ts";
import { planQuery } from "./plan.ts";
import { QueryResult } from "./query-result.ts";

const startMs = Date.UTC(2026, 0, 31, 23, 59, 0);

interface Setting {
  readonly group?: string;
  /** From one event to the next. */
  readonly stepMs?: number;
  readonly rows?: number;
}

/** The rows of a query over messages, given oldest first, without their `@ptr`. */
function ask(query: string, messages: readonly string[], setting: Setting = {}): Record<string, string>[] {
  const { group = "g", stepMs = 1000, rows } = setting;
  const plan = planQuery(parseQuery(query), { nowMs: startMs, rows, severalGroups: false });
  const result = new QueryResult(plan.columns, 100_000_000);
  const head = plan.connect(
    (row) => result.add(row),
    () => result.recordsMatched++,
  );
  for (const [index, message] of [...messages.entries()].reverse()) {
    const event = {
      timestampMs: startMs + index * stepMs,
      sequence: 1,
      index,
      stream: "s",
      message,
      ingestedMs: startMs,
    };
    head.push(new EventRow(event, { account: "000000000000", group, discovers: true }));
  }
  head.end();
  return result
    .page(0, 100_000)
    .map((row) =>
      Object.fromEntries(row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field, value])),
    );
}

const json = (value: unknown) => JSON.stringify(value);

/** What an expression gives for one event; undefined where the column is absent. */
function evaluate(expression: string, message = ""): string | undefined {
  return ask(`fields ${expression} as x`, [message])[0]?.x;
}

test("expressions", () => {
  const document = json({
    a: 7,
    b: 2,
    text: "  Two Words ",
    ip: "10.1.2.3",
    six: "2001:db8::1",
    nested: { list: [{ name: "x" }, "y"], "odd-name": 1 },
    yes: true,
    no: false,
    nothing: null,
    empty: "",
    "@own": "mine",
    big: 12345678901234,
  });
  const table: Record<string, string | undefined> = {
    "a + b * 2": "11",
    "(a + b) * 2": "18",
    "a - b - 1": "4",
    "a / b": "3.5",
    "a % b": "1",
    "b ^ 3 ^ 2": "512",
    "-a + 1": "-6",
    "a / 0": undefined,
    "a + missing": undefined,
    "text + 1": undefined,
    "1.5e3": "1500",
    "big * 1": "12345678901234",
    "abs(-a)": "7",
    "ceil(a / b)": "4",
    "floor(a / b)": "3",
    "greatest(a, b, 9)": "9",
    "least(a, b)": "2",
    "sqrt(a + b)": "3",
    "sqrt(-1)": undefined,
    "log(1)": "0",
    "strlen(text)": "12",
    "trim(text)": "Two Words",
    "ltrim(text)": "Two Words ",
    "rtrim(text)": "  Two Words",
    'trim("xxaxx", "x")': "a",
    'ltrim("abc", "ab")': "c",
    'rtrim("abc", "bc")': "a",
    "toupper(trim(text))": "TWO WORDS",
    "tolower(trim(text))": "two words",
    "substr(trim(text), 4)": "Words",
    "substr(trim(text), 0, 3)": "Two",
    'replace(trim(text), "o", "0")': "Tw0 W0rds",
    'strcontains(text, "Words")': "1",
    'strcontains(text, "words")': "0",
    'concat(a, "-", b)': "7-2",
    "coalesce(missing, nothing, b)": "2",
    'if(a > b, "more", "less")': "more",
    "ispresent(a)": "1",
    "isPresent(missing)": "0",
    "ispresent(nothing)": "0",
    "isempty(empty)": "1",
    "isempty(missing)": "1",
    "isempty(text)": "0",
    'isblank("  ")': "1",
    "isBlank(a)": "0",
    "isValidIp(ip)": "1",
    "isValidIp(six)": "1",
    "isValidIpV4(six)": "0",
    "isValidIpV6(six)": "1",
    "isValidIp(text)": "0",
    'isIpInSubnet(ip, "10.0.0.0/8")': "1",
    'isIpv4InSubnet(ip, "10.2.0.0/16")': "0",
    'isIpv6InSubnet(six, "2001:db8::/32")': "1",
    "@timestamp": "2026-01-31 23:59:00.000",
    "bin(1h)": "2026-01-31 23:00:00.000",
    "bin(30s)": "2026-01-31 23:59:00.000",
    "bin(1d)": "2026-01-31 00:00:00.000",
    "bin(1w)": "2026-01-26 00:00:00.000",
    "bin(1mo)": "2026-01-01 00:00:00.000",
    "bin(2 h)": undefined,
    "datefloor(@timestamp, 15m)": "2026-01-31 23:45:00.000",
    "dateceil(@timestamp, 15m)": "2026-02-01 00:00:00.000",
    "dateceil(@timestamp, 1q)": "2026-04-01 00:00:00.000",
    "datefloor(@timestamp, 1y)": "2026-01-01 00:00:00.000",
    "toMillis(@timestamp)": String(startMs),
    "fromMillis(0)": "1970-01-01 00:00:00.000",
    "now()": String(startMs / 1000),
    "@timestamp - 60000": String(startMs - 60_000),
    "nested.list.0.name": "x",
    "nested.list.1": "y",
    "nested.list[0].name": "x",
    "`nested.odd-name`": "1",
    "nested.`odd-name`": "1",
    "nested.odd - name": undefined,
    yes: "1",
    no: "0",
    nothing: undefined,
    "@@own": "mine",
    "@log": "000000000000:g",
    "@logStream": "s",
    "@ingestionTime": "2026-01-31 23:59:00.000",
    '"it\\"s"': 'it"s',
    "'single'": "single",
  };
  for (const [expression, expected] of Object.entries(table)) {
    if (expression === "bin(2 h)")
      assert.throws(() => evaluate(expression, document), { name: "MalformedQueryException" });
    else assert.equal(evaluate(expression, document), expected, expression);
  }
});

test("conditions", () => {
  const document = json({ level: "ERROR", code: 404, text: "200", path: "/a/b", flag: true, gone: null });
  const holds = [
    "level = 'ERROR'",
    'level != "INFO"',
    "code = 404",
    'code = "404"',
    "code > 400 and code < 500",
    "text >= 200 && text <= 200",
    "code < 400 or level = 'ERROR'",
    "not code = 200",
    "NOT (code = 200 OR code = 500)",
    "level like 'RR'",
    "level like /^E.*R$/",
    "level not like /err/",
    "level =~ /(?i)error/",
    "path like /\\/a\\//",
    "level in ['WARN', 'ERROR']",
    "code in [200, 404]",
    "code not in [200]",
    "missing != 'x'",
    "missing not like /x/",
    "not ispresent(missing)",
    "isempty(gone)",
    "flag = 1",
    "flag = true",
    "flag",
    "strcontains(level, 'ERR')",
    "code / 4 = 101",
    "level > 'EAGLE'",
    "code = 200 or code = 404 and level = 'ERROR'",
    "@message like 'ERROR'",
  ];
  const fails = [
    "level = 'error'",
    "missing = 'x'",
    "missing > 1",
    "missing like /./",
    "missing in ['x']",
    "code > 404",
    "level like 'err'",
    "not flag",
    "(code = 404 or code = 200) and level = 'INFO'",
  ];
  for (const condition of holds) assert.equal(ask(`filter ${condition}`, [document]).length, 1, condition);
  for (const condition of fails) assert.equal(ask(`filter ${condition}`, [document]).length, 0, condition);
});

test("columns", () => {
  const messages = [json({ a: 1, b: 2 })];
  const columns = (query: string) => Object.keys(ask(query, messages)[0] ?? {});
  assert.deepEqual(columns("filter a = 1"), ["@timestamp", "@message"]);
  assert.deepEqual(columns("fields a, missing | fields b"), ["a", "b"]);
  assert.deepEqual(columns("FIELDS a + b, a as first | limit 1"), ["a + b", "first"]);
  assert.deepEqual(columns("fields a | display b, @timestamp"), ["b", "@timestamp"]);
  assert.deepEqual(columns("display a | display b"), ["b"]);
  assert.deepEqual(columns("fields a | stats count(*), max( b ) as m by a"), ["a", "count(*)", "m"]);
  assert.deepEqual(columns("fields a | parse @message '\"b\":*}' as c"), ["a", "c"]);
  assert.deepEqual(columns("fields a # | fields b\n| fields b as `the b` # the end"), ["a", "the b"]);
  const plan = planQuery(parseQuery("fields a"), { nowMs: 0, rows: undefined, severalGroups: false });
  assert.deepEqual(plan.columns, ["a", "@ptr"]);
});

test("parse, by globs and by expressions", () => {
  const line = 'user=ann, method:"GET /x", took 25 ms\n';
  const parsed = (command: string) => ask(`${command} | display user, method, ms, rest`, [line])[0];
  assert.deepEqual(parsed("parse @message 'user=*, method:\"*\", took * ms' as user, method, ms"), {
    user: "ann",
    method: "GET /x",
    ms: "25",
  });
  assert.deepEqual(parsed('parse "user=*,*" as user, rest'), { user: "ann", rest: line.slice(9) });
  assert.deepEqual(parsed('parse @message "nobody=*" as user'), {});
  assert.deepEqual(parsed("parse @message /user=(?<user>\\w+).*took (?<ms>\\d+)/"), { user: "ann", ms: "25" });
  assert.deepEqual(parsed("parse @message /(\\d+) ms/ as ms | parse ms /(.)5/ as rest"), { ms: "25", rest: "2" });
  assert.deepEqual(parsed("parse @message /user=(\\w+)|x=(y)/ as user, rest"), { user: "ann" });
});

test("sort is natural: texts before numbers, digits in texts by length", () => {
  // The order of AWS's page.
  const ordered = ["!:", "#", "*%04", "0#", "5A", "111A", "2345_", "@", "@_", "A", "A9876fghj", "a12345hfh"];
  const numbers = ["0", "1", "2", "3", "10"];
  const all = [...ordered, ...numbers];
  const mixed = all.toSorted((a, b) => (a.length - b.length) * 7 + (a < b ? 1 : -1));
  const documents = mixed.map((v) => json({ v }));
  const values = (query: string) => ask(query, documents).map(({ v }) => v);
  assert.deepEqual(values("fields v | sort v"), all);
  assert.deepEqual(values("fields v | sort v desc | limit 3"), ["10", "3", "2"]);
  const pairs = [
    [1, "b"],
    [2, "a"],
    [1, "a"],
  ].map(([n, t]) => json({ n, t }));
  assert.deepEqual(
    ask("fields concat(n, t) as k | sort n desc, t asc", pairs).map(({ k }) => k),
    ["2a", "1a", "1b"],
  );
  assert.deepEqual(
    ask("fields n | sort by @timestamp asc | limit 2", pairs).map(({ n }) => n),
    ["1", "2"],
  );
});

test("without an order the newest come first, as many as may", () => {
  const messages = Array.from({ length: 50 }, (_, index) => `line ${index}`);
  const lines = (query: string, rows?: number) => ask(query, messages, { rows }).map((row) => row["@message"]);
  assert.deepEqual(lines("fields @message | limit 2"), ["line 49", "line 48"]);
  assert.equal(lines("fields @message", 7).length, 7);
  assert.equal(lines("fields @message | limit 9", 7).length, 7);
  assert.equal(lines("fields @message | sort @message | filter @message like /1/ | limit 3").length, 3);
  assert.equal(
    ask(
      "fields @message",
      Array.from({ length: 10_050 }, () => "x"),
    ).length,
    10_000,
  );
  assert.equal(
    ask(
      "fields @message | limit 10020",
      Array.from({ length: 10_050 }, () => "x"),
    ).length,
    10_020,
  );
});

test("dedup keeps the first of each combination", () => {
  const messages = [
    json({ host: "a", level: 1 }),
    json({ host: "b", level: 1 }),
    json({ host: "a", level: 2 }),
    json({ host: "a", level: 1 }),
    "no host",
    "none either",
  ];
  assert.equal(ask("fields host, level | dedup host, level", messages).length, 5);
  const byHost = "fields host, level | filter ispresent(host) | sort level desc | dedup host";
  assert.deepEqual(ask(byHost, messages), [
    { host: "a", level: "2" },
    { host: "b", level: "1" },
  ]);
});

test("stats", () => {
  const messages = [3, 1, 2, 10].map((ms, index) => json({ ms, host: index < 2 ? "a" : "b", code: `c${index}` }));
  const one = (aggregate: string) => ask(`stats ${aggregate} as x`, messages)[0]?.x;
  const table: Record<string, string | undefined> = {
    "count(*)": "4",
    "count()": "4",
    "count(host)": "4",
    "count(missing)": "0",
    "count_distinct(host)": "2",
    "sum(ms)": "16",
    "avg(ms)": "4",
    "min(ms)": "1",
    "max(ms)": "10",
    "stddev(ms)": "3.5355",
    "pct(ms, 50)": "2",
    "pct(ms, 99.9)": "10",
    "earliest(code)": "c0",
    "latest(code)": "c3",
    "sortsFirst(code)": "c0",
    "sortsLast(host)": "b",
    "sum(ms) / count(*)": "4",
    "sum(ms * 2)": "32",
    "avg(missing)": undefined,
    "max(@timestamp)": String(startMs + 3000),
    "fromMillis(max(@timestamp))": "2026-01-31 23:59:03.000",
    "latest(@timestamp)": "2026-01-31 23:59:03.000",
  };
  for (const [aggregate, expected] of Object.entries(table)) assert.equal(one(aggregate), expected, aggregate);
  assert.deepEqual(ask("stats count(*), sum(ms) as total by host | sort host", messages), [
    { host: "a", "count(*)": "2", total: "4" },
    { host: "b", "count(*)": "2", total: "12" },
  ]);
  assert.deepEqual(ask("stats count(*), sum(ms) by host | sort sum(ms) desc | limit 1 | display sum(ms)", messages), [
    { "sum(ms)": "12" },
  ]);
  assert.deepEqual(ask("stats count(*) as n by bin(2s) | sort bin(2s) desc", messages), [
    { "bin(2s)": "2026-01-31 23:59:02.000", n: "2" },
    { "bin(2s)": "2026-01-31 23:59:00.000", n: "2" },
  ]);
  assert.deepEqual(ask("stats sum(ms) as s by host | filter s > 5 | fields s * 2 as double", messages), [
    { host: "b", s: "12", double: "24" },
  ]);
  assert.deepEqual(ask("stats sum(ms) as s by host | stats max(s), min(s)", messages), [
    { "max(s)": "12", "min(s)": "4" },
  ]);
  assert.deepEqual(ask("stats count(*) by missing", ["a"]), [{ "count(*)": "1" }]);
  assert.deepEqual(ask("filter ms > 100 | stats count(*)", messages), []);
});

test("stats of many values are near the truth in bounded memory", () => {
  const messages = Array.from({ length: 30_000 }, (_, index) => json({ n: index + 1 }));
  const [row] = ask("stats pct(n, 95) as p, count_distinct(n) as d, pct(0 - n, 5) as negative", messages);
  assert.ok(Math.abs(Number(row?.p) - 28_500) < 200, row?.p);
  assert.ok(Math.abs(Number(row?.d) - 30_000) < 1_500, row?.d);
  assert.ok(Math.abs(Number(row?.negative) + 28_500) < 200, row?.negative);
});

test("Lambda's lines have Lambda's fields", () => {
  const id = "8286a188-ba32-4475-8077-530cd35c09a9";
  const messages = [
    `START RequestId: ${id} Version: $LATEST\n`,
    `2026-01-31T23:59:00.000Z\t${id}\tINFO\tserved {"user":{"name":"ann"},"text":"a } b"} {"user":1}\n`,
    `END RequestId: ${id}\n`,
    `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: 150.20 ms\t\nXRAY TraceId: 1-5e-a\tSegmentId: 7f\tSampled: true\t\n`,
  ];
  const fields =
    "fields @type, @requestId, @duration, @billedDuration, @memorySize, @maxMemoryUsed, @initDuration, @xrayTraceId, user.name";
  const lambda = { group: "/aws/lambda/f" };
  assert.deepEqual(ask(fields, messages, lambda), [
    {
      "@type": "REPORT",
      "@requestId": id,
      "@duration": "12.34",
      "@billedDuration": "13",
      "@memorySize": "128000000",
      "@maxMemoryUsed": "40000000",
      "@initDuration": "150.2",
      "@xrayTraceId": "1-5e-a",
    },
    { "@type": "END", "@requestId": id },
    { "@requestId": id, "user.name": "ann" },
    { "@type": "START", "@requestId": id },
  ]);
  // Elsewhere a message is JSON as a whole, or not at all.
  assert.equal(evaluate("a", 'x {"a":1}'), undefined);
  assert.equal(evaluate("a", ' {"a":1}\n'), "1");
  assert.equal(
    ask("fields f199, f200", [json(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, i])))])[0]?.f200,
    undefined,
  );
});

test("what is wrong is told with its place", () => {
  const refusal = (query: string) => {
    try {
      planQuery(parseQuery(query), { nowMs: 0, rows: undefined, severalGroups: false });
    } catch (error) {
      return error as { name: string; message: string; fields: { queryCompileError?: { location: object } } };
    }
    throw new assert.AssertionError({ message: `${query} was taken` });
  };
  const malformed = [
    "",
    "fields",
    "fields @message |",
    "| fields @message",
    "count(*)",
    "fields a as",
    "fields a b",
    "filter",
    "filter a =",
    "filter a like b",
    "filter a like /(/",
    "filter a like /(?=x)/",
    "filter (a = 1",
    "filter a in []",
    "filter 'open",
    "filter nofunction(a)",
    "fields strlen()",
    "fields bin(5)",
    "fields 5m",
    "fields bin(5x)",
    "stats",
    "stats median(a)",
    "stats pct(a)",
    "stats pct(a, 101)",
    "stats sum(*)",
    "stats avg(a) | stats avg(b) | stats avg(c)",
    "sort",
    "limit",
    "limit 0",
    "limit 100001",
    "limit 1.5",
    "dedup",
    'parse @message "no wildcard" as a',
    'parse @message "a*b*c" as a',
    "parse @message /no group/",
    "parse @message /(a)(b)/ as a",
    'fields isIpInSubnet(a, "10.0.0.0/33")',
    `filter ${"(".repeat(100)}a${")".repeat(100)}`,
    `filter ${"not ".repeat(100)}a`,
  ];
  for (const query of malformed) {
    const error = refusal(query);
    assert.equal(error.name, "MalformedQueryException", query);
    assert.ok(error.fields.queryCompileError?.location, query);
  }
  assert.equal(refusal("fields a\n| filter b = )").message, "unexpected symbol found ) at line 2 and position 13");
  assert.deepEqual(refusal("fields a | nothing b").fields.queryCompileError?.location, {
    startCharOffset: 11,
    endCharOffset: 18,
  });
  for (const command of ["pattern @message", "diff", "anomaly", "unmask a", "join x", "unnest a into b"]) {
    const { name, message } = refusal(`fields a | ${command}`);
    assert.equal(name, "InvalidParameterException");
    assert.match(message, new RegExp(`does not support the ${command.split(" ")[0]} command`));
  }
});
