import { ownValue } from "../../platform/own-value.ts";
import { DecodeError } from "./decode-error.ts";
import { limits } from "./limits.ts";

export interface XmlElement {
  /** Without its prefix: clients send bodies with and without namespaces. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>> | undefined;
  readonly children: XmlElement[];
  text: string;
}

/**
 * A small parser for request bodies: elements, attributes, text, CDATA; comments and processing instructions are skipped.
 * Document types are refused, so there are no entities but XML's own five. Throws DecodeError.
 */
export function parseXml(source: string): XmlElement {
  checkReferences(source);
  const top: XmlElement = { name: "", attributes: undefined, children: [], text: "" };
  const open = [top];
  let at = 0;
  let elements = 0;
  while (at < source.length) {
    const parent = open[open.length - 1]!;
    const tag = source.indexOf("<", at);
    const textEnd = tag < 0 ? source.length : tag;
    if (textEnd > at) parent.text += unescapeXml(source.slice(at, textEnd));
    if (tag < 0) break;
    at = tag;
    if (source.startsWith("<!--", at)) at = after(source, "-->", at + 4);
    else if (source.startsWith("<?", at)) at = after(source, "?>", at + 2);
    else if (source.startsWith("<![CDATA[", at)) {
      const end = after(source, "]]>", at + 9);
      parent.text += source.slice(at + 9, end - 3);
      at = end;
    } else if (source.startsWith("<!", at)) {
      throw new DecodeError("A document type is not allowed");
    } else {
      const end = tagEnd(source, at + 1);
      if (source.charCodeAt(at + 1) === slash) close(open, localName(source.slice(at + 2, end).trim()));
      else {
        const selfClosing = source.charCodeAt(end - 1) === slash;
        const element = readTag(source.slice(at + 1, selfClosing ? end - 1 : end));
        parent.children.push(element);
        if (++elements > limits.xmlElements) throw new DecodeError("The document has too many elements");
        if (!selfClosing && open.push(element) > limits.nesting)
          throw new DecodeError("The document is nested too deep");
      }
      at = end + 1;
    }
  }
  const root = top.children[0];
  if (open.length !== 1) throw new DecodeError(`<${open[open.length - 1]!.name}> is not closed`);
  if (root === undefined || top.children.length > 1 || top.text.trim() !== "") {
    throw new DecodeError("The document must have exactly one root element");
  }
  return root;
}

const slash = 0x2f;

/** Each is looked up by itself: a document of nothing else would hold up everybody. */
function checkReferences(source: string): void {
  let count = 0;
  for (let at = source.indexOf("&"); at >= 0; at = source.indexOf("&", at + 1)) {
    if (++count > limits.xmlReferences) throw new DecodeError("The XML has too many references");
  }
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  if (found < 0) throw new DecodeError(`${mark} is missing`);
  return found + mark.length;
}

/** Where the tag's `>` is; a quoted attribute may contain one. */
function tagEnd(source: string, from: number): number {
  let quote = 0;
  for (let at = from; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === 0x3e) return at;
  }
  throw new DecodeError("A tag is not closed");
}

function close(open: XmlElement[], name: string): void {
  const element = open.pop();
  if (open.length === 0 || element?.name !== name) throw new DecodeError(`</${name}> closes <${element?.name ?? ""}>`);
}

function readTag(tag: string): XmlElement {
  const space = tag.search(/\s/);
  const qualified = space < 0 ? tag : tag.slice(0, space);
  if (!tagName.test(qualified)) throw new DecodeError("A tag has no name");
  return {
    name: localName(qualified),
    attributes: space < 0 ? undefined : readAttributes(tag.slice(space)),
    children: [],
    text: "",
  };
}

const tagName = /^[^<>&"'=/]+$/;

/** `name="value"` or `name='value'`, one behind the other; what is none is skipped up to the next space. Each character is looked at once. */
function readAttributes(text: string): Readonly<Record<string, string>> | undefined {
  const pairs: [string, string][] = [];
  let at = 0;
  for (;;) {
    at = skip(text, at, space);
    if (at >= text.length) return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
    const nameEnd = skip(text, at, nameCharacter);
    const equals = skip(text, nameEnd, space);
    const open = skip(text, equals + 1, space);
    const quote = text[open];
    const close = text[equals] === "=" && (quote === '"' || quote === "'") ? text.indexOf(quote, open + 1) : -1;
    if (nameEnd > at && close >= 0) {
      if (pairs.length >= limits.xmlAttributes) throw new DecodeError("A tag has too many attributes");
      pairs.push([text.slice(at, nameEnd), unescapeXml(text.slice(open + 1, close))]);
      at = close + 1;
    } else at = Math.max(nameEnd, at + 1);
  }
}

const space = /\s*/y;
const nameCharacter = /[^\s=]*/y;

function skip(text: string, from: number, characters: RegExp): number {
  characters.lastIndex = from;
  return from + (characters.exec(text)?.[0].length ?? 0);
}

function localName(qualified: string): string {
  const colon = qualified.indexOf(":");
  return colon < 0 ? qualified : qualified.slice(colon + 1);
}

function unescapeXml(text: string): string {
  return text.includes("&") ? text.replace(entity, (_, name: string | undefined) => toCharacter(name ?? "")) : text;
}

const entity = /&(?:([#\w]+);)?/g;
const predefined: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function toCharacter(name: string): string {
  const known = ownValue(predefined, name);
  if (known !== undefined) return known;
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
  const code = hexadecimal === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hexadecimal, 16);
  if (!(code <= 0x10ffff)) throw new DecodeError(`The entity &${name}; is not known`);
  return String.fromCodePoint(code);
}
