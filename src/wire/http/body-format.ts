import { parseJson } from "../codec/json.ts";
import type { CutJson } from "../codec/long-texts.ts";
import { structureDecoder, treeDecoder } from "../codec/tree-decoder.ts";
import { structureEncoder, treeEncoder } from "../codec/tree-encoder.ts";
import { restJsonFormat } from "../codec/tree-format.ts";
import { parseXml } from "../codec/xml-parser.ts";
import { xmlReader, xmlStructureReader } from "../codec/xml-reader.ts";
import { xmlDocument, xmlStructureWriter, xmlWriter } from "../codec/xml-writer.ts";
import type { Member, Shape } from "../model/shape.ts";
import type { EventFormat } from "../protocol/event-stream.ts";

/** XML comes whole. */
export type ReadBody = Buffer | CutJson;

/** JSON or XML, in the bodies of the REST protocols. */
export interface BodyFormat {
  readonly contentType: string;
  /** What an output without body members has: `{}` in JSON, nothing in XML. */
  readonly emptyBody: string | undefined;
  reader(shape: Shape): (body: ReadBody) => unknown;
  structureReader(members: readonly Member[]): (body: ReadBody) => Record<string, unknown>;
  /** A payload member's document. */
  writer(member: Member): (value: unknown) => string;
  /** The document of those members of `shape`. */
  structureWriter(shape: Shape, members: readonly Member[]): (value: unknown) => string;
  readonly events: EventFormat;
}

export const jsonBody: BodyFormat = {
  contentType: "application/json",
  emptyBody: "{}",
  reader: (shape) => {
    const decode = treeDecoder(shape, restJsonFormat);
    return (body) => decode(parseJson(body), 0);
  },
  structureReader: (members) => {
    const decode = structureDecoder(members, restJsonFormat);
    return (body) => (decode(parseJson(body) ?? {}, 0) ?? {}) as Record<string, unknown>;
  },
  writer: ({ shape }) => jsonWriter(shape),
  structureWriter: (_shape, members) => {
    const encode = structureEncoder(members, restJsonFormat);
    return (value) => JSON.stringify(encode(value as never));
  },
  events: { contentType: "application/json", writer: jsonWriter },
};

/** S3 is the only service of the data whose bodies are XML. */
const xmlTimes = "date-time-milliseconds";

export function xmlBody(namespace: string | undefined): BodyFormat {
  return {
    contentType: "application/xml",
    emptyBody: undefined,
    reader: (shape) => {
      const read = xmlReader(shape);
      return (body) => read(parseXml((body as Buffer).toString("utf8")));
    },
    structureReader: (members) => {
      const read = xmlStructureReader(members);
      return (body) => read(parseXml((body as Buffer).toString("utf8"))) as Record<string, unknown>;
    },
    writer: ({ own, shape }) => {
      const write = xmlWriter(shape, xmlTimes);
      const root = own.xmlName ?? rootName(shape);
      return (value) => xmlDocument(root, namespace, write, value);
    },
    structureWriter: (shape, members) => {
      const write = xmlStructureWriter(members, xmlTimes);
      return (value) => xmlDocument(rootName(shape), namespace, write, value);
    },
    events: {
      contentType: "text/xml",
      // S3 sends nothing at all in events without members, and no namespace in the others.
      writer: (shape) => {
        if (shape.members.length === 0) return () => "";
        const write = xmlWriter(shape, xmlTimes);
        return (value) => xmlDocument(rootName(shape), undefined, write, value);
      },
    },
  };
}

function jsonWriter(shape: Shape): (value: unknown) => string {
  const encode = treeEncoder(shape, restJsonFormat);
  return (value) => JSON.stringify(encode(value as never));
}

function rootName(shape: Shape): string {
  return shape.traits.xmlName ?? shape.name;
}
