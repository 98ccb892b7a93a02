import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compilePattern } from "./compile-pattern.ts";
import { type Dialect, eventBridge, snsFilterPolicy } from "./dialect.ts";
import { countCombinations } from "./pattern.ts";
import { PatternError } from "./pattern-error.ts";
import { createMatcher, PatternIndex } from "./pattern-index.ts";

describe("patterns", () => {
  const matches: readonly (readonly [
    name: string,
    pattern: unknown,
    yes: readonly unknown[],
    no: readonly unknown[],
  ])[] = [
    ["a value", ["x", 30, null, true], ["x", 30.0, null, true, ["y", "x"]], ["X", "30", "null", "true", false, 3, []]],
    ["an address however it is written", ["2001:db8::1"], ["2001:0DB8:0:0:0:0:0:1"], ["2001:db8::2", "2001:db8:1"]],
    ["prefix", [{ prefix: "ab" }], ["ab", "abc", ["x", "ab"]], ["a", "AB", 12, null]],
    ["an empty prefix", [{ prefix: "" }], ["", "a"], [1, null]],
    ["prefix of any case", [{ prefix: { "equals-ignore-case": "Ab" } }], ["aBc"], ["xab"]],
    ["suffix", [{ suffix: ".png" }], ["a.png"], ["a.PNG", "png"]],
    ["suffix of any case", [{ suffix: { "equals-ignore-case": ".png" } }], ["a.PNG"], ["a.jpg"]],
    ["equals-ignore-case", [{ "equals-ignore-case": "Yes" }], ["yES"], ["yes!", 1]],
    ["wildcard", [{ wildcard: "a*b*c" }], ["abc", "a12b3bc"], ["ac", "abcd", "bac", 1]],
    ["a wildcard's overlapping ends", [{ wildcard: "aa*aa" }], ["aaaa"], ["aaa"]],
    ["an escaped star", [{ wildcard: "a\\*\\\\*" }], ["a*\\", "a*\\x"], ["ab\\"]],
    ["wildcard of nothing", [{ wildcard: "" }], [""], ["a"]],
    ["numeric", [{ numeric: [">", 0, "<=", 5] }], [0.1, 5, 5.0], [0, 5.00001, "3", null]],
    ["numeric equals", [{ numeric: ["=", 301.8] }], [301.8, 3.018e2], [301.80001, "301.8"]],
    ["numeric without an end", [{ numeric: ["<", -3] }], [-3.5, -1e12], [-3, 0]],
    ["exists", [{ exists: true }], [null, 0, "", [1]], [[], {}, { inside: 1 }]],
    ["absent", [{ exists: false }], [undefined, [], {}, { inside: 1 }], [null, 1, ["x"]]],
    ["absent or something", [{ exists: false }, "x"], [undefined, "x"], ["y"]],
    ["cidr", [{ cidr: "10.0.0.0/24" }], ["10.0.0.255"], ["10.0.1.0", "10.0.0.256", 10, "::a00:1"]],
    ["cidr of version 6", [{ cidr: "2001:db8::/33" }], ["2001:db8:7fff::1"], ["2001:db8:8000::", "2001"]],
    ["anything-but", [{ "anything-but": "x" }], ["y", null, 1, ["x", "y"]], ["x", undefined, []]],
    ["anything-but of numbers", [{ "anything-but": [1, 2] }], [3, "1"], [1, 2.0]],
    ["anything-but prefix", [{ "anything-but": { prefix: ["a", "b"] } }], ["c", 1, null], ["ab", "b", undefined]],
    ["anything-but suffix", [{ "anything-but": { suffix: ".txt" } }], ["a.txt.bak"], ["a.txt"]],
    ["anything-but wildcard", [{ "anything-but": { wildcard: "*/x/*" } }], ["x/a"], ["a/x/b"]],
    ["anything-but any case", [{ "anything-but": { "equals-ignore-case": ["on"] } }], ["off"], ["ON"]],
  ];
  for (const [name, pattern, yes, no] of matches)
    test(name, () => {
      const isMatch = createMatcher(compilePattern(JSON.stringify({ at: pattern }), eventBridge));
      for (const value of yes)
        assert.equal(isMatch({ at: value, other: "x" }), true, `to match: ${JSON.stringify(value)}`);
      for (const value of no) assert.equal(isMatch({ at: value, other: "x" }), false, `not: ${JSON.stringify(value)}`);
    });

  test("keys are met as they are nested, with dots or without", () => {
    const nested = matcher({ a: { b: { c: [1] } } });
    assert.ok(nested({ a: { b: { c: 1 } } }) && nested({ "a.b": { c: 1 } }) && nested({ a: { "b.c": [2, 1] } }));
    assert.ok(!nested({ a: { "b.c.c": 1 } }) && !nested({ a: { b: '{"c":1}' } }));
    assert.ok(matcher({ "a.b": { c: [1] } })({ a: { b: { c: 1 } } }));
  });

  test("$or is any of its ways, with all that stands beside it", () => {
    const either = matcher({
      k: ["v"],
      $or: [{ a: [1], b: [2] }, { c: { $or: [{ d: [1] }, { e: [{ exists: false }] }] } }],
    });
    assert.ok(
      either({ k: "v", a: 1, b: 2, c: { e: 1 } }) && either({ k: "v", c: { d: 1, e: 1 } }) && either({ k: "v" }),
    );
    assert.ok(!either({ k: "v", a: 1, b: 3, c: { e: 1 } }) && !either({ a: 1, b: 2 }));
  });

  test("the last of a key's patterns counts", () => {
    const isMatch = createMatcher(
      compilePattern('{"a":[{"prefix":"us-"}],"a":[{"anything-but":"us-1"}]}', eventBridge),
    );
    assert.ok(isMatch({ a: "eu" }) && !isMatch({ a: "us-1" }));
  });

  test("what is asked of an array's elements must be in one of them", () => {
    const isMatch = matcher({ list: { a: [1], b: [2] }, z: [3] });
    assert.ok(isMatch({ z: 3, list: [{ a: 2 }, { a: 1, b: [5, 2] }] }));
    assert.ok(!isMatch({ z: 3, list: [{ a: 1 }, { b: 2 }] }));
    assert.ok(isMatch({ z: 3, list: [{ a: 1 }, { b: 3 }], "list.b": 2 }), "but what is outside goes with each");
    const deep = matcher({ x: { y: { a: [1], b: [2] }, c: [3] } });
    assert.ok(deep({ x: [{ c: 4 }, { c: 3, y: [{ a: 1 }, { b: 2, a: 1 }] }] }));
    assert.ok(!deep({ x: [{ c: 3, y: [{ a: 1 }, { b: 2 }] }] }));
    assert.ok(!deep({ x: [{ c: 3 }, { y: { a: 1, b: 2 } }] }));
  });
});

describe("refusals", () => {
  const at = (source: string, column: number) => `\n at [Source: (String)"${source}"; line: 1, column: ${column}]`;
  const refusals: readonly (readonly [source: string, message: string, column?: number, again?: boolean])[] = [
    ['["a"]', "Filter is not an object", 2],
    ["{}", "Empty objects are not allowed", 3],
    ['{"a":{}}', "Empty objects are not allowed", 8],
    ['{"a":[]}', "Empty arrays are not allowed", 8],
    ['{"int": 42}', '"int" must be an object or an array', 11],
    ['{"a":"b"}', '"a" must be an object or an array', 7],
    ['{"key":[["value"]]}', "Match value must be String, number, true, false, or null", 10],
    ['{"a":[{}]}', "Match expression name not found", 9],
    ['{"key":[{"wrong-operator":true}]}', "Unrecognized match type wrong-operator", 31],
    ['{"key":[{"suffix":"value","prefix":"value2"}]}', "Only one key allowed in match expression", 37],
    ['{"key":[{"exists":"no"}]}', "exists match pattern must be either true or false.", 20],
    ['{"key":[{"cidr":["bad-filter"]}]}', "prefix match pattern must be a string", 18],
    ['{"k":[{"cidr":"bad"}]}', "Malformed CIDR, one '/' required"],
    ['{"k":[{"cidr":"1.2.3/8"}]}', "Nonstandard IP address: 1.2.3"],
    ['{"k":[{"cidr":"1.2.3.4/32"}]}', "IPv4 mask bits must be < 32"],
    ['{"key":[{"numeric":[]}]}', "Invalid member in numeric match: ]", 22],
    ['{"key":[{"numeric":["="]}]}', "Value of equals must be numeric", 25],
    ['{"key":[{"numeric":[">",3,"<",1]}]}', "Bottom must be less than top", 33],
    ['{"key":[{"numeric":["<",100,">",10]}]}', "Too many elements in numeric expression", 30],
    ['{"s":[{"anything-but":["a",null]}]}', "Inside anything but list, start|null|boolean is not supported.", 32, true],
    ['{"s":[{"anything-but":{"exists":true}}]}', "Unsupported anything-but pattern: exists", 37],
    ['{"s":[{"anything-but":{"prefix":""}}]}', "Null prefix/suffix not allowed", 35],
    ['{"s":[{"wildcard":"é**"}]}', "Consecutive wildcard characters at pos 3", 24],
    ['{"s":[{"wildcard":"*:*:*:*:*:a/*"}]}', eventBridge.tooComplex],
    ['{"$or":[{"a":[1]}]}', "There must have at least 2 Objects in $or relationship.", 19],
    ['{"$or":[{"prefix":["a"]},{"a":[1]}]}', "prefix is Ruler reserved fieldName which cannot be used inside $or.", 20],
    [
      "this",
      "Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      5,
    ],
    ["{'a'", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 2],
  ];
  for (const [source, message, column, again] of refusals)
    test(source, () => {
      const place = column === undefined ? "" : at(source, column);
      assert.equal(refusal(source, eventBridge), message + place + (again ? place : ""));
    });

  test("the text of a long pattern is cut in its error, the place tells lines", () => {
    const source = `{\n"a":["${"x".repeat(600)}"],\n"b":1}`;
    const message = refusal(source, eventBridge) ?? "";
    assert.match(message, /x"\[truncated \d+ chars\]; line: 3, column: 6\]$/);
  });

  test("a filter policy of SNS knows no wildcard, and of anything-but a single prefix", () => {
    const place = at('{"key":[{"anything-but":{"suffix":"test"}}]}', 36);
    const source = '{"key":[{"anything-but":{"suffix":"test"}}]}';
    assert.equal(refusal(source, snsFilterPolicy), `Unsupported anything-but pattern: suffix${place}`);
    assert.match(refusal('{"k":[{"wildcard":"a"}]}', snsFilterPolicy) ?? "", /Unrecognized match type wildcard/);
    assert.match(refusal('{"k":[{"anything-but":{"prefix":["a"]}}]}', snsFilterPolicy) ?? "", /^prefix match pattern/);
    const policy = compilePattern('{"a":{"b":{"c":[1,2,3,4]}},"d":{"e":[1,2,3]}}', snsFilterPolicy);
    assert.equal(countCombinations(policy.root), 72);
  });
});

describe("many patterns at once", () => {
  const patterns: readonly (readonly [string, unknown])[] = [
    ["exact", { source: ["a"], kind: ["x"] }],
    ["other", { source: ["a"], kind: ["y"] }],
    ["prefix", { source: ["a"], kind: [{ prefix: "x" }] }],
    ["suffix", { kind: [{ suffix: "x" }] }],
    ["folded", { kind: [{ "equals-ignore-case": "X" }] }],
    ["wildcard", { kind: [{ wildcard: "*x" }] }],
    ["low", { amount: [{ numeric: ["<", 10] }] }],
    ["high", { amount: [{ numeric: [">=", 10] }] }],
    ["between", { amount: [{ numeric: [">", 3, "<", 10] }] }],
    ["absent", { nothing: [{ exists: false }] }],
    ["twice", { $or: [{ kind: ["x"] }, { source: ["a"] }] }],
    ["never", { kind: ["x"], missing: ["z"] }],
  ];

  test("whose match are given once, in their order; the next event is another", () => {
    const index = new PatternIndex(patterns.map(([name, source]) => [compile(source), name] as const));
    const x = { source: "a", kind: ["x", "x"], amount: 3 };
    assert.deepEqual(index.match(x), ["exact", "prefix", "suffix", "folded", "wildcard", "low", "absent", "twice"]);
    assert.deepEqual(index.match({ kind: "X", amount: 10, nothing: 1 }), ["folded", "high"]);
    assert.deepEqual(index.match({ amount: 4 }), ["low", "between", "absent"]);
  });

  test("finds what each pattern finds by itself", () => {
    const values = ["x", "xx", "ax", "X", "y", 1, 3, 3.5, 10, null, undefined, [], ["x", 3], [{ kind: "x" }]];
    const index = new PatternIndex(patterns.map(([name, source]) => [compile(source), name] as const));
    for (const source of ["a", "b", undefined])
      for (const kind of values)
        for (const amount of values) {
          const event = { source, kind, amount };
          const alone = patterns.filter(([, pattern]) => matcher(pattern)(event)).map(([name]) => name);
          assert.deepEqual(index.match(event), alone, JSON.stringify(event));
        }
  });

  test("an event costs no more where there are ten times as many", () => {
    const few = looksOf(1_000);
    assert.equal(looksOf(10_000), few);
  });
});

describe("the worst", () => {
  const megabyte = "a".repeat(1_048_576);

  test("wildcards look at each character once", () => {
    const pattern = { a: [{ wildcard: `*${"a".repeat(1_900)}b*c*d*e*` }] };
    within(200, () => assert.equal(matcher(pattern)({ a: megabyte }), false));
  });

  test("a long wildcard is not read again for each of many short values", () => {
    const matches = matcher({ a: [{ wildcard: `*${"a".repeat(1_900)}*` }] });
    const a = Array.from({ length: 100_000 }, () => "aaaa");
    within(200, () => assert.equal(matches({ a }), false));
    assert.ok(matches({ a: [...a, "a".repeat(1_900)] }));
  });

  test("ways that multiply are refused", () => {
    const or = (level: number): unknown => ({ $or: [{ [`a${level}`]: [1] }, level > 0 ? or(level - 1) : { z: [1] }] });
    assert.ok(compile(or(100)).ways.length > 100);
    const product = `{${Array.from({ length: 20 }, (_, i) => `"p${i}":{"$or":[{"a":[1]},{"b":[1]}]}`).join(",")}}`;
    within(200, () => assert.equal(refusal(product, eventBridge), eventBridge.tooComplex));
  });

  test("deep nesting is refused, in a pattern, and not followed in an event", () => {
    within(200, () => assert.match(refusal('{"a":'.repeat(150_000), eventBridge) ?? "", /^Document nesting depth/));
    const deep: unknown = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
    within(200, () => assert.equal(matcher({ a: [{ exists: true }] })({ a: deep }), false));
  });

  test("arrays of which nothing goes together", () => {
    const list = Array.from({ length: 20_000 }, (_, i) => (i % 2 ? { a: 1 } : { b: 1 }));
    within(500, () => assert.equal(matcher({ list: { a: [1], b: [1] } })({ list }), false));
  });
});

function compile(pattern: unknown) {
  return compilePattern(JSON.stringify(pattern), eventBridge);
}

function matcher(pattern: unknown): (event: object) => boolean {
  return createMatcher(compile(pattern));
}

test("thousands of values that lead to one rule cost by their number, not by its square", () => {
  const values = Array.from({ length: 30_000 }, (_, index) => `x${index}`);
  for (const pattern of [
    { a: [{ wildcard: "*y*" }] },
    { a: [{ prefix: "x" }], b: [{ suffix: "z" }] },
    { a: [{ "anything-but": { wildcard: "*x*" } }] },
  ]) {
    const index = new PatternIndex([[compile(pattern), 1]]);
    within(200, () => assert.deepEqual(index.match({ a: values, b: values }), []));
  }
});

test("a range that ends beyond all numbers is refused, so that no bus has it", () => {
  for (const range of ['[">",1e400]', '["<",-1e400]', '["=",1e400]', '[">",0,"<",1e400]'])
    assert.match(refusal(`{"a":[{"numeric":${range}}]}`, eventBridge) ?? "", /must be numeric/, range);
});

function refusal(source: string, dialect: Dialect): string | undefined {
  try {
    compilePattern(source, dialect);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** How many tests of values are made for one event, with that many patterns that ask the same of all but one path. */
function looksOf(count: number): number {
  let looks = 0;
  const entries = Array.from({ length: count }, (_, index) => {
    const pattern = compile({ source: ["shop"], detail: { kind: [`k${index}`], amount: [{ numeric: [">", 0] }] } });
    const ways = pattern.ways.map(
      (way) =>
        new Map(
          [...way].map(([path, tests]) => [
            path,
            tests.map((test) =>
              test.kind === "range"
                ? {
                    kind: test.kind,
                    get range() {
                      looks += 1;
                      return test.range;
                    },
                  }
                : test,
            ),
          ]),
        ),
    );
    return [{ ...pattern, ways }, index] as const;
  });
  const index = new PatternIndex(entries);
  looks = 0;
  assert.deepEqual(index.match({ source: "shop", detail: { kind: "k7", amount: 5 } }), [7]);
  return looks;
}

/** Processor time, so that a busy machine does not fail it. */
function within(milliseconds: number, work: () => void): void {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1000 < milliseconds * 3, `${(user + system) / 1000} ms of the processor`);
}
