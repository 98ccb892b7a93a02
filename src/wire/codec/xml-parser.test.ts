import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeError } from "./decode-error.ts";
import { parseXml, type XmlElement } from "./xml-parser.ts";

test("elements, attributes, text, CDATA, comments, and prefixes taken off", () => {
  const root = parseXml(
    '<?xml version="1.0"?><!-- c --><s:Tag xmlns:s="urn:x" a=\'1 > 0\' b = "&quot;"><Key>a &amp; b</Key><V><![CDATA[<x>&amp;]]></V><E/></s:Tag>\n',
  );
  assert.equal(root.name, "Tag");
  assert.deepEqual(root.attributes, { "xmlns:s": "urn:x", a: "1 > 0", b: '"' });
  assert.deepEqual(root.children.map(toPair), [
    ["Key", "a & b"],
    ["V", "<x>&amp;"],
    ["E", ""],
  ]);
});

test("character references, decimal and hexadecimal", () => {
  assert.equal(parseXml("<a>&#65;&#x42;&#x1F600;&lt;&gt;&apos;</a>").text, "AB😀<>'");
});

test("no document type, no entity but XML's own: nothing is expanded or fetched", () => {
  refuses('<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>');
  refuses('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>');
  refuses("<a>&nbsp;</a>");
  refuses("<a>&#x110000;</a>");
  refuses("<a>&#;</a>");
  refuses("<a>&constructor;</a>");
  refuses("<a> & </a>");
});

test("what is not well-formed is refused", () => {
  for (const text of [
    "",
    "text",
    "<a>",
    "<a></b>",
    "</a>",
    "<a/><b/>",
    "<a",
    "<a b='x/>",
    "<!-- x",
    "<a><![CDATA[x</a>",
    "<?x",
    "<>",
    "x<a/>",
  ]) {
    refuses(text);
  }
});

test("depth and number of elements are bounded", () => {
  assert.equal(parseXml(`${"<a>".repeat(90)}${"</a>".repeat(90)}`).name, "a");
  refuses(`${"<a>".repeat(101)}${"</a>".repeat(101)}`);
  refuses(`<a>${"<b/>".repeat(1_000_001)}</a>`);
});

function refuses(text: string): void {
  assert.throws(() => parseXml(text), DecodeError, text.slice(0, 60));
}

function toPair({ name, text }: XmlElement): [string, string] {
  return [name, text];
}
