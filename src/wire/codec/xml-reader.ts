import type { Member, Shape } from "../model/shape.ts";
import { compileOnce } from "./compile-once.ts";
import { DecodeError, rethrowAt } from "./decode-error.ts";
import { fromText } from "./text-value.ts";
import { setKey } from "./tree-format.ts";
import type { XmlElement } from "./xml-parser.ts";

/** Typed values from XML elements, by the members' XML names. The parser has bounded the depth. */
export type XmlReader = (element: XmlElement) => unknown;

export function xmlReader(shape: Shape): XmlReader {
  return compiled(shape);
}

export function xmlStructureReader(members: readonly Member[]): XmlReader {
  const fields = new Map<string, Field>();
  const attributes: { name: string; xmlName: string; read: (text: string) => unknown }[] = [];
  const compileMembers = (): void => {
    for (const member of members) {
      const xmlName = member.own.xmlName ?? member.name;
      if (member.traits.xmlAttribute) attributes.push({ name: member.name, xmlName, read: fromText(member.shape) });
      else fields.set(xmlName, toField(member));
    }
  };
  return (element) => {
    if (fields.size === 0 && attributes.length === 0) compileMembers();
    const values: Record<string, unknown> = {};
    for (const { name, xmlName, read } of attributes) {
      const text = element.attributes?.[xmlName];
      if (text !== undefined) values[name] = read(text);
    }
    for (const child of element.children) {
      const field = fields.get(child.name);
      if (field === undefined) continue;
      try {
        field.read(values, child);
      } catch (error) {
        rethrowAt(error, field.name);
      }
    }
    return values;
  };
}

interface Field {
  readonly name: string;
  readonly read: (values: Record<string, unknown>, element: XmlElement) => void;
}

const compiled = compileOnce<XmlReader>(compile);

function compile(shape: Shape): XmlReader {
  switch (shape.kind) {
    case "structure":
      return xmlStructureReader(shape.members);
    case "union":
      return union(shape);
    case "list": {
      const name = shape.item.own.xmlName ?? "member";
      const read = xmlReader(shape.item.shape);
      return ({ children }) => children.filter((child) => child.name === name).map(read);
    }
    case "map": {
      const read = entryReader(shape);
      return ({ children }) => {
        const values: Record<string, unknown> = {};
        for (const child of children) if (child.name === "entry") read(values, child);
        return values;
      };
    }
    case "unit":
      return () => ({});
    case "string":
      return ({ text }) => text;
    default: {
      const read = fromText(shape);
      return ({ text }) => read(text.trim());
    }
  }
}

function union(shape: Shape): XmlReader {
  const read = xmlStructureReader(shape.members);
  return (element) => {
    const values = read(element) as Record<string, unknown>;
    if (Object.keys(values).length !== 1) throw new DecodeError(`${shape.name} must have exactly one member set`);
    return values;
  };
}

function toField(member: Member): Field {
  const { name, shape } = member;
  const flattened = member.traits.xmlFlattened === 1;
  if (flattened && shape.kind === "list") {
    const read = xmlReader(shape.item.shape);
    return {
      name,
      read: (values, element) => {
        values[name] ??= [];
        (values[name] as unknown[]).push(read(element));
      },
    };
  }
  if (flattened && shape.kind === "map") {
    const read = entryReader(shape);
    return {
      name,
      read: (values, element) => {
        values[name] ??= {};
        read(values[name] as Record<string, unknown>, element);
      },
    };
  }
  const read = xmlReader(shape);
  return {
    name,
    read: (values, element) => {
      values[name] = read(element);
    },
  };
}

function entryReader(shape: Shape): (values: Record<string, unknown>, entry: XmlElement) => void {
  const keyName = shape.key.own.xmlName ?? "key";
  const valueName = shape.item.own.xmlName ?? "value";
  const read = xmlReader(shape.item.shape);
  return (values, { children }) => {
    const key = children.find(({ name }) => name === keyName);
    const value = children.find(({ name }) => name === valueName);
    if (key && value) setKey(values, key.text, read(value));
  };
}
