import assert from "node:assert/strict";
import { test } from "node:test";
import { isNamed } from "../../../platform/aws-error.ts";
import { parseFilterPattern } from "./filter-pattern.ts";
import { Message } from "./message.ts";

/** Each pattern with messages that it finds and messages that it does not. */
type Table = Readonly<Record<string, { readonly finds?: readonly string[]; readonly misses?: readonly string[] }>>;

function checkTable(table: Table): void {
  for (const [pattern, { finds = [], misses = [] }] of Object.entries(table)) {
    const { matches } = parseFilterPattern(pattern);
    for (const message of finds) assert.ok(matches(new Message(message)), `${pattern} finds ${message}`);
    for (const message of misses) assert.ok(!matches(new Message(message)), `${pattern} does not find ${message}`);
  }
}

test("terms must all be in the message, wherever they stand and in their case", () => {
  checkTable({
    "": { finds: ["", "anything"] },
    "  ": { finds: ["anything"] },
    ERROR: {
      finds: ["[ERROR 400] BAD REQUEST", "Exiting with ERRORCODE: -1"],
      misses: ["error", "[WARN] retry", ""],
    },
    "ERROR Exception": {
      finds: ["[ERROR] Unhandled Exception", "Exception, then ERROR"],
      misses: ["[ERROR]", "Exception"],
    },
    '"INTERNAL SERVER ERROR"': { finds: ["500 INTERNAL SERVER ERROR"], misses: ["INTERNAL ERROR of the SERVER"] },
    '"say \\"hi\\""': { finds: ['they say "hi" again'], misses: ["they say hi"] },
    'Ünïcode_9 "日本"': { finds: ["日本 Ünïcode_9"], misses: ["日本"] },
  });
});

test("a minus sign excludes, with or without a space behind it", () => {
  checkTable({
    "ERROR -EXITING": { finds: ["ERROR now"], misses: ["ERROR EXITING", "now"] },
    '"ERROR" - "Exiting"': { finds: ["[ERROR] fatal"], misses: ["ERROR Exiting with code"] },
    "-DEBUG": { finds: ["", "INFO"], misses: ["DEBUG"] },
  });
});

test("of terms with a question mark one is enough, and beside other terms they count for nothing", () => {
  checkTable({
    "?ERROR ?WARN": { finds: ["ERROR WARN", "ERROR", "a WARN"], misses: ["INFO"] },
    '?"a b" ?c': { finds: ["a b", "c"], misses: ["a", "b"] },
    "?ERROR ?ARGUMENTS REQUEST": { finds: ["[INFO] REQUEST FAILED", "ERROR REQUEST"], misses: ["[ERROR] FAILED"] },
  });
});

test("expressions between percent signs", () => {
  checkTable({
    "%AUTHORIZED%": { finds: ["[ERROR 401] UNAUTHORIZED REQUEST", "AUTHORIZED"], misses: ["authorized"] },
    "%^[hc]at%": { finds: ["hat", "cat on it"], misses: ["the hat", ""] },
    "%[hc]at$%": { finds: ["the hat"], misses: ["hats"] },
    "%colou?r%": { finds: ["color", "colour"], misses: ["colr", "colouur"] },
    "%a{3,5}b%": { finds: ["aaab", "aaaaab", "aaaaaaaab"], misses: ["aab", "aaa"] },
    "%^a{2}$%": { finds: ["aa"], misses: ["a", "aaa"] },
    "%^a{2,}$%": { finds: ["aa", "aaaaa"], misses: ["a"] },
    "%gray|grey%": { finds: ["gray", "a grey one"], misses: ["gr", "gruy"] },
    "%10\\.10\\.0\\.1%": { finds: ["from 10.10.0.1"], misses: ["10a10b0c1"] },
    "%ab*c%": { finds: ["ac", "abbbc"], misses: ["abd"] },
    "%ab+c%": { finds: ["abc", "abbc"], misses: ["ac"] },
    "%\\d{3}\\s\\w+%": { finds: ["404 not"], misses: ["40 not", "404not", "404 "] },
    "%\\D\\S\\W%": { finds: ["ab!"], misses: ["1b!", "a b"] },
    "%[^0-9a-f]%": { finds: ["12g", "é"], misses: ["12f", ""] },
    "%[]x-]%": { finds: ["]", "-", "x"], misses: ["y"] },
    "%[\\d_]z%": { finds: ["7z", "_z"], misses: ["az"] },
    "%fn\\x28\\x29%": { finds: ["fn()"], misses: ["fn"] },
    "%a.c%": { finds: ["abc", "aéc"], misses: ["a\nc", "ac"] },
    "%.*?x%": { finds: ["yx"], misses: ["y"] },
    "%a$|^b%": { finds: ["cba", "bc"], misses: ["cb", "ac"] },
    "%a^b%": { misses: ["ab", "a^b"] },
    "ERROR %[45]\\d\\d%": { finds: ["ERROR 503"], misses: ["ERROR 303", "503"] },
  });
});

const event = JSON.stringify({
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  Other: { flag: false, a: 1, b: 50 },
  latency: 512.5,
  big: 1.2e30,
  code: "400",
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
  ],
});

test("JSON conditions that hold for an event", () => {
  for (const condition of [
    '$.eventType = "UpdateTrail"',
    "$.eventType = UpdateTrail",
    "$.eventType = *Trail",
    "$.eventType = Update*",
    '$.eventType = "*dateTr*"',
    "$.eventType = *",
    "$.sourceIPAddress != 123.123.*",
    "$.sourceIPAddress=111.*",
    "$.sourceIPAddress = %111\\.\\d+%",
    '$.arrayKey[0] = "value"',
    '$.arrayKey[*] = "another value"',
    "$.arrayKey[*] = %another.value%",
    "$.objectList[1].id = 2",
    "$.objectList[*].id > 1",
    "$.coordinates[1][2] = 6",
    "$.Other.* = 50",
    "$.SomeObject IS NULL",
    "$.SomeObject EXISTS",
    "$.SomeOtherObject NOT EXISTS",
    "$.arrayKey[2] NOT EXISTS",
    "$.constructor NOT EXISTS",
    "$.ThisFlag IS TRUE",
    "$.Other.flag IS FALSE",
    "$.ThisFlag != false",
    "$.latency >= 512.5",
    "$.latency > +500",
    "$.latency < 10e3",
    "$.latency > 10e-3",
    "$.latency = 5.125e2",
    "$.big > 1e30",
    "$.code = 400",
    "$.code < 401",
    "$.code != 500",
    "$.code != abc",
    '($.latency > 1) && ($.objectList[0].name = "a")',
    "$.code = 1 || $.code = 2 || $.code = 400",
    // `&&` before `||`, and parentheses before both.
    "$.code = 400 || $.code = 1 && $.code = 2",
  ]) {
    assert.ok(parseFilterPattern(`{ ${condition} }`).matches(new Message(event)), condition);
    assert.ok(parseFilterPattern(` {${condition}} `).matches(new Message(`\n${event}`)), condition);
  }
});

test("JSON conditions that do not hold", () => {
  for (const condition of [
    '$.eventType = "updatetrail"',
    '$.eventType = "Update*Trail"',
    "$.eventType = 12",
    "$.eventType > 12",
    "$.arrayKey = value",
    "$.arrayKey != value",
    "$.objectList = *",
    "$.SomeObject = *",
    "$.SomeObject != 1",
    "$.missing != 1",
    "$.missing EXISTS",
    "$.missing IS NULL",
    "$.eventType NOT EXISTS",
    "$.eventType[0] = U",
    "$.Other[0] EXISTS",
    "$.objectList.name EXISTS",
    "$.ThisFlag IS FALSE",
    "$.latency < 512.5",
    "$.latency != 512.50",
    "($.code = 400 || $.code = 1) && $.code = 2",
  ]) {
    assert.ok(!parseFilterPattern(`{ ${condition} }`).matches(new Message(event)), condition);
  }
  const any = parseFilterPattern("{ $.a NOT EXISTS }");
  for (const message of ["", "text", '{"b":', "12", '"text"', "null"])
    assert.ok(!any.matches(new Message(message)), message);
});

const line = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

test("space-delimited fields", () => {
  checkTable({
    "[ip, id, user, timestamp, request, status, size]": { finds: [line], misses: [`${line} more`, "127.0.0.1", ""] },
    "[ip, id, user, timestamp, request, status = 404, size]": { finds: [line] },
    "[ip, id, user, timestamp, request = *html*, status = 4*, size > 1e3]": { finds: [line] },
    '[ip, id, user, timestamp, request = "GET *", status = 4* && status != 404, size]': { misses: [line] },
    "[..., status, size > 2000]": { misses: [line] },
    "[..., status=%4\\d{2}%, size]": { finds: [line] },
    "[ip = 127.0.0.1, ...]": { finds: [line, "127.0.0.1"], misses: ["127.0.0.2 x", ""] },
    "[ip, id, ..., size <= 1534]": { finds: [line, "a b 3"], misses: ["a 3", "a b c"] },
    "[...]": { finds: ["", "a b"] },
    "[w1=ERROR, w2]": { finds: ["ERROR message"], misses: ["ERROR WARN message", "WARN message"] },
    "[w1=ERROR || w1=WARN, w2]": { finds: ["ERROR message", "WARN message"], misses: ["INFO message"] },
    '[w1!="ERROR"&&w1!="WARN", w2]': { finds: ["INFO message"], misses: ["ERROR message", "WARN message"] },
    "[(n > 1 && n < 5) || n = 9]": { finds: ["3", "9"], misses: ["1", "5", "x"] },
    "[n = 1 || (n = 2 && n != 3)]": { finds: ["1", "2"], misses: ["3"] },
    "[, second = b]": { finds: ["a b", "[x y] b"], misses: ["b", "a c"] },
    "[a, b]": { finds: ['"one \\" field" two', "[open two", '"open two', "  a\tb\n"], misses: ["[a b]"] },
  });
});

test("a space-delimited pattern gives the values of its fields, by name or by place", () => {
  assert.deepEqual(parseFilterPattern("[..., request=*.html*, status_code=4*,]").extract(new Message(line)), {
    $1: "127.0.0.1",
    $2: "-",
    $3: "frank",
    $4: "10/Oct/2000:13:25:15 -0700",
    $request: "GET /index.html HTTP/1.0",
    $status_code: "404",
    $7: "1534",
  });
  assert.deepEqual(parseFilterPattern("[a]").extract(new Message("one two")), {});
  assert.deepEqual(parseFilterPattern("{ $.a = 1 }").extract(new Message('{"a":1}')), {});
  assert.deepEqual(parseFilterPattern("ERROR").extract(new Message("ERROR")), {});
});

test("what is no pattern is refused", () => {
  for (const pattern of [
    "email@example.com",
    "a,b",
    "?",
    "-",
    "a ? b",
    '""',
    '"open',
    '"a"b',
    "%open",
    "%%",
    "%a b%",
    "%(a)%",
    "%a!%",
    "%é%",
    "%\\(%",
    "%\\q%",
    "%\\x4%",
    "%[a%",
    "%[]%",
    "%[z-a]%",
    "%[\\d-z]%",
    "%*a%",
    "%^*%",
    "%a**%",
    "%a++%",
    "%a{2,1}%",
    "%a{501}%",
    "%a{9,999}%",
    "%a%%b%",
    "%a% %b% %c%",
    "{",
    "{}",
    "{ $.a = 1",
    "{ $.a = 1 } x",
    "{ a = 1 }",
    "{ $ = 1 }",
    "{ $.a }",
    "{ $.a == 1 }",
    "{ $.a = }",
    "{ $.a > abc }",
    '{ $.a < "1" }',
    "{ $.a >= %1% }",
    "{ $.a = b@c }",
    "{ $.a = 1 && }",
    "{ $.a = 1 & $.b = 2 }",
    "{ ($.a = 1 }",
    "{ $.a IS }",
    "{ $.a IS NULLABLE }",
    "{ $.a[x] = 1 }",
    "{ $.a[*][*] = 1 }",
    "{ $.a[*] = 1 && $.b[*] = 1 && $.c[*] = 1 && $.d[*] = 1 }",
    "{ $.a = %1% && $.a = %2% && $.a = %3% }",
    "[",
    "[a",
    "[a] b",
    "[..., a, ...]",
    "[a = 1 && b = 2]",
    "[status_code = 4* && bytes > 1000]",
    "[a b]",
    "[a = ]",
    "[(a = 1 || b = 1)]",
  ]) {
    assert.throws(
      () => parseFilterPattern(pattern),
      (error) => isNamed(error, "InvalidParameterException") && error.message === "Invalid filter pattern",
      pattern,
    );
  }
});

test("patterns that would keep a backtracking matcher busy are decided at once", () => {
  const long = "a".repeat(200_000);
  const started = performance.now();
  checkTable({
    "%a*a*a*a*a*a*b%": { misses: [long] },
    "%a*b%": { misses: [long] },
    "%[ab]*a[ab]{200}c%": { misses: ["ab".repeat(5_000)] },
    "[a]": { misses: ["[ ".repeat(100_000), '" '.repeat(100_001)] },
  });
  assert.ok(performance.now() - started < 5_000);
});

test("no text throws anything but the pattern's own error, as pattern or as message", () => {
  const alphabet = [
    '"',
    "%",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "$",
    ".",
    "a",
    "1",
    " ",
    "=",
    "!",
    ">",
    "&&",
    "||",
    "*",
    "\\",
    "?",
    "-",
    ",",
    "é",
    "...",
    "IS NULL",
    "$.a",
    "\n",
  ];
  const next = pseudoRandom(42);
  const text = (length: number) => Array.from({ length }, () => alphabet[next(alphabet.length)]).join("");
  const valid = ["a", "?b -c", "%[^a]*b$%", "{ $.a = 1 || $.a[*] IS NULL }", "[a, ..., b != 1*]"].map(
    parseFilterPattern,
  );
  for (let round = 0; round < 20_000; round++) {
    const random = text(1 + next(12));
    for (const pattern of [...valid, tryParse(random)]) {
      pattern?.matches(new Message(random));
      pattern?.extract(new Message(random));
    }
  }
});

test("an expression finds what JavaScript's own finds", () => {
  const parts = [
    "a",
    "b",
    ".",
    "[ab]",
    "[^a]",
    "\\d",
    "^",
    "$",
    "|",
    "a*",
    "b+",
    "c?",
    "a{1,2}",
    "\\x63",
    "\\xe9",
    "[^\\xe9]",
    "[a-\\xe0]",
  ];
  const next = pseudoRandom(7);
  for (let round = 0; round < 5_000; round++) {
    const source = Array.from({ length: 1 + next(5) }, () => parts[next(parts.length)]).join("");
    const own = parseFilterPattern(`%${source}%`);
    const theirs = new RegExp(source);
    for (let sample = 0; sample < 5; sample++) {
      const message = Array.from({ length: next(6) }, () => "abc1é日\n"[next(7)]).join("");
      assert.equal(own.matches(new Message(message)), theirs.test(message), `${source} on ${JSON.stringify(message)}`);
    }
  }
});

function tryParse(text: string) {
  try {
    return parseFilterPattern(text);
  } catch (error) {
    assert.ok(isNamed(error, "InvalidParameterException"), String(error));
    return undefined;
  }
}

/** The same numbers in every run. */
function pseudoRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}
