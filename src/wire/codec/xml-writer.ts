import type { Member, Shape } from "../model/shape.ts";
import { compileOnce } from "./compile-once.ts";
import { toText } from "./text-value.ts";
import type { TextFormat } from "./timestamp.ts";
import { escapeXml } from "./xml-text.ts";

/**
 * Writes a typed value as XML: what goes between the tags, and the attributes of the start tag where the shape has any. Elements stand in the order of the value's
 * own members, so an operation says the order where clients go by it.
 */
export interface XmlWriter {
  readonly content: (value: never) => string;
  readonly attributes?: (value: never) => string;
}

/** How times are written: a service's protocol decides. */
export type XmlTimes = Extract<TextFormat, "date-time" | "date-time-milliseconds">;

export function xmlWriter(shape: Shape, times: XmlTimes = "date-time"): XmlWriter {
  return writers[times](shape);
}

const writers = {
  "date-time": compileWith("date-time"),
  "date-time-milliseconds": compileWith("date-time-milliseconds"),
};

function compileWith(times: XmlTimes): (shape: Shape) => XmlWriter {
  return compileOnce(
    (shape) => compile(shape, times),
    (made) => ({
      content: (value) => made().content(value),
      attributes: (value) => made().attributes?.(value) ?? "",
    }),
  );
}

/** A document with one root element. `namespace` is the service's. */
export function xmlDocument(root: string, namespace: string | undefined, writer: XmlWriter, value: unknown): string {
  const attributes = `${namespaceAttribute(["", namespace])}${writer.attributes?.(value as never) ?? ""}`;
  const content = writer.content(value as never);
  return `${xmlDeclaration}<${root}${attributes}${content === "" ? "/>" : `>${content}</${root}>`}`;
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function xmlStructureWriter(members: readonly Member[], times: XmlTimes = "date-time"): XmlWriter {
  const elements: MemberWriters = new Map();
  const attributes: MemberWriters = new Map();
  const compileMembers = (): void => {
    for (const member of members)
      (member.traits.xmlAttribute ? attributes : elements).set(member.name, toMemberWriter(member, times));
  };
  const write = (writers: MemberWriters, value: Readonly<Record<string, unknown>>): string => {
    if (elements.size === 0 && attributes.size === 0) compileMembers();
    let text = "";
    for (const name in value) {
      const member = value[name];
      if (member !== undefined && member !== null) text += writers.get(name)?.(member as never) ?? "";
    }
    return text;
  };
  return {
    content: (value) => write(elements, value),
    attributes: members.some(({ traits }) => traits.xmlAttribute) ? (value) => write(attributes, value) : undefined,
  };
}

/** By the members' names. */
type MemberWriters = Map<string, (value: never) => string>;

function compile(shape: Shape, times: XmlTimes): XmlWriter {
  switch (shape.kind) {
    case "structure":
    case "union":
      return xmlStructureWriter(shape.members, times);
    case "list": {
      const { own } = shape.item;
      const item = element(
        own.xmlName ?? "member",
        xmlWriter(shape.item.shape, times),
        namespaceAttribute(own.xmlNamespace),
      );
      return { content: (values: readonly unknown[]) => each(values, item) };
    }
    case "map":
      return { content: entries(shape, "entry", times) };
    case "unit":
      return { content: () => "" };
    case "string":
      return { content: (value) => escapeXml(String(value)) };
    default:
      return { content: toText(shape, times) };
  }
}

function toMemberWriter({ name, own, traits, shape }: Member, times: XmlTimes): (value: never) => string {
  const xmlName = own.xmlName ?? name;
  if (traits.xmlAttribute) {
    const text = toText(shape, times);
    return (value) => ` ${xmlName}="${escapeXml(text(value))}"`;
  }
  const namespace = namespaceAttribute(traits.xmlNamespace);
  if (traits.xmlFlattened && shape.kind === "list") {
    const item = element(xmlName, xmlWriter(shape.item.shape, times), namespace);
    return (values: readonly unknown[]) => each(values, item);
  }
  if (traits.xmlFlattened && shape.kind === "map") return entries(shape, xmlName, times);
  return element(xmlName, xmlWriter(shape, times), namespace);
}

function element(name: string, writer: XmlWriter, namespace: string): (value: never) => string {
  const { content, attributes } = writer;
  if (attributes) return (value) => `<${name}${namespace}${attributes(value)}>${content(value)}</${name}>`;
  const start = `<${name}${namespace}>`;
  const end = `</${name}>`;
  return (value) => start + content(value) + end;
}

function each(values: readonly unknown[], write: (value: never) => string): string {
  let text = "";
  for (const value of values) if (value !== undefined && value !== null) text += write(value as never);
  return text;
}

function entries(shape: Shape, name: string, times: XmlTimes): (value: Readonly<Record<string, unknown>>) => string {
  const keyName = shape.key.own.xmlName ?? "key";
  const write = element(shape.item.own.xmlName ?? "value", xmlWriter(shape.item.shape, times), "");
  return (values) => {
    let text = "";
    for (const key of Object.keys(values)) {
      const value = values[key];
      if (value === undefined || value === null) continue;
      text += `<${name}><${keyName}>${escapeXml(key)}</${keyName}>${write(value as never)}</${name}>`;
    }
    return text;
  };
}

function namespaceAttribute(namespace: readonly [prefix: string, uri: string | undefined] | undefined): string {
  if (namespace?.[1] === undefined) return "";
  const [prefix, uri] = namespace;
  return ` xmlns${prefix ? `:${prefix}` : ""}="${escapeXml(uri!)}"`;
}
