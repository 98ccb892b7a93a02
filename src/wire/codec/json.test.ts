import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJson } from "./json.ts";
import { cutLongTexts, LongText } from "./long-texts.ts";
import { structureDecoder } from "./tree-decoder.ts";
import { jsonFormat } from "./tree-format.ts";

async function read(text: string): Promise<unknown> {
  return shown(parseJson(await cutLongTexts(Buffer.from(text))));
}

/** Long texts as what they stand for: base 64 as bytes, else their text. */
function shown(tree: unknown): unknown {
  if (tree instanceof LongText) return tree.bytes ?? tree.text;
  if (Array.isArray(tree)) return tree.map(shown);
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, shown(value)]));
}

test("a large body is one of long texts, not of many values", async () => {
  const long = `${'a b\\"'.repeat(1_000_000)}`;
  assert.deepEqual(await read(`{"a":["${long}",{"b":1}]}`), { a: ['a b"'.repeat(1_000_000), { b: 1 }] });
  await assert.rejects(read("[".repeat(3_000_000)), { message: "The request body has too many values" });
  await assert.rejects(read(`[${'"a",'.repeat(1_000_000)}1]`), { message: "The request body has too many values" });
});

test("long base 64 is bytes, however it is written", async () => {
  const bytes = Buffer.alloc(
    3_000_001,
    Uint8Array.from({ length: 251 }, (_each, at) => at),
  );
  const base64 = bytes.toString("base64");
  const lines = base64.replace(/.{76}/g, "$&\\r\\n");
  for (const text of [
    base64,
    base64.replace(/=+$/, ""),
    base64.replaceAll("/", "\\/"),
    lines,
    bytes.toString("base64url"),
    base64.replaceAll("/", "_"),
  ]) {
    assert.deepEqual(await read(`{"ZipFile": "${text}" , "x": "short"}`), { ZipFile: bytes, x: "short" });
  }
});

test("what is no base 64, and no text, is refused as a short one is", async () => {
  const blob = { kind: "blob", name: "Blob", traits: {}, members: [] };
  const decode = structureDecoder(
    [{ name: "Zip", shape: blob, own: {}, traits: {}, required: false }] as never,
    jsonFormat,
  );
  const text = `${"A".repeat(2_000)}*`;
  await assert.rejects(async () => decode(parseJson(await cutLongTexts(Buffer.from(`{"Zip":"${text}"}`))), 0), {
    message: "Only base64-encoded strings are convertible to bytes",
  });
  await assert.rejects(read(`{"a":"${"a b".repeat(1_000)}\\x"}`), /Could not parse request body into json/);
  await assert.rejects(read(`{"a":"${"a b".repeat(1_000)}`), /Could not parse request body into json/);
  await assert.rejects(read(`{"a":"${"A".repeat(2_000)}","b":"\\uDC000"}`), /unpaired surrogate/);
});

test("names are parsed, long or not, and a text's number is nobody else's", async () => {
  const name = "n".repeat(2_000);
  assert.deepEqual(await read(`{"${name}":"${"t ".repeat(1_000)}","__proto__":"${"u ".repeat(1_000)}"}`), {
    [name]: "t ".repeat(1_000),
    ["__proto__"]: "u ".repeat(1_000),
  });
});
