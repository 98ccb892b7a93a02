import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeLiterally, encodeWord, toMetadataText } from "./metadata-text.ts";

/** As recorded on AWS: what a client has encoded comes back in S3's own encoding. */
test("encoded values are decoded, and encoded in S3's way where they must be", () => {
  const cases: Readonly<Record<string, string>> = {
    "=?UTF-8?Q?actually-ascii?=": "actually-ascii",
    "=?UTF-8?B?YWJj?=": "abc",
    "=?utf-8?b?w4RNw4Raw5XDkSBTMw==?=": "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=",
    "=?ISO-8859-1?Q?=C4?=": "=?UTF-8?Q?=C3=84?=",
    "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?=":
      "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?=",
    "=?UTF-8?B?AAECAw==?=": "=?UTF-8?B?AAECAw==?=",
    "=?UTF-8?B?77+977+9?=": "=?UTF-8?B?77+977+9?=",
    "=?UTF-8?Q?a=0D=0Ab?=": "=?UTF-8?B?YQ0KYg==?=",
    "=?UTF-8?Q?a?= =?UTF-8?Q?b?=": "ab",
    "=?nothing?Q?a?=": "=?nothing?Q?a?=",
    "=?UTF-8?X?a?=": "=?UTF-8?X?a?=",
    "a =? b": "a =? b",
  };
  for (const [given, kept] of Object.entries(cases)) assert.equal(toMetadataText(given).text, kept, given);
});

test("bytes of a header stay as they came, and are counted so", () => {
  const bytes = Buffer.from("ÄMÄZÕÑ €").toString("latin1");
  assert.deepEqual(toMetadataText(bytes), { text: bytes, bytes: 14 });
  const safe = "! \"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~\t";
  assert.deepEqual(toMetadataText(safe), { text: safe, bytes: safe.length });
  assert.equal(toMetadataText("=?UTF-8?Q?=E2=80=94?=").bytes, 3);
});

test("Unicode becomes a word of ASCII, which is decoded again", () => {
  for (const text of ["ÄMÄZÕÑ S3", "a\r\nb", "\u0000\u0001", "👑", "a_b=c?☃", "=?UTF-8?Q?literal?=", "\ud800"]) {
    const word = encodeLiterally(text);
    assert.match(word, /^=\?UTF-8\?[QB]\?[\x20-\x7e]*\?=$/);
    assert.equal(toMetadataText(word).text, encodeWord(text.toWellFormed()));
  }
  assert.equal(encodeLiterally("a_b = c"), "a_b = c");
});

test("a value of the worst shape takes no time", () => {
  const started = process.threadCpuUsage();
  for (const unit of ["=?", "=?a?q?", "=?a?q? ", "?=", "=?UTF-8?Q??= "])
    toMetadataText(unit.repeat(16_384 / unit.length));
  assert.ok(process.threadCpuUsage(started).user < 200_000);
});
