import { AwsError } from "../../platform/aws-error.ts";
import type { DecodeError } from "../codec/decode-error.ts";
import { escapeXml } from "../codec/xml-text.ts";
import { xmlDeclaration, xmlWriter } from "../codec/xml-writer.ts";
import { xmlBody } from "../http/body-format.ts";
import type { OperationShape } from "../model/shape.ts";
import type { RequestHead } from "../wire-message.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { createRest } from "./rest.ts";

/** S3 and its control are the only services of the data that speak it, and its errors are S3's. Source: "Error responses", Amazon S3 API Reference. */
export function createRestXml(parts: DialectParts): Dialect {
  const { facts, habits } = parts;
  const format = xmlBody(facts.xmlNamespace);
  const rest = createRest(parts, { protocol: "restXml", format, unknown: habits?.unknownPath ?? unknown });
  const unwrapped = new Set(facts.unwrappedOutputs);
  const contentType = format.contentType;
  return {
    ...rest,
    decode: (operation, routed, head, body) =>
      rest.decode(operation, routed, withoutEmptyNumbers(operation, head), body),
    encode: (operation, output, requestId, routed) => {
      if (!unwrapped.has(operation.name)) return rest.encode(operation, output, requestId, routed);
      const [member] = operation.output.members;
      const content = xmlWriter(member!.shape, "date-time-milliseconds").content((output[member!.name] ?? "") as never);
      const root = member!.own.xmlName ?? member!.name;
      const rootTag = `<${root} xmlns="${facts.xmlNamespace}"`;
      const body = `${xmlDeclaration}${rootTag}${content === "" ? "/>" : `>${content}</${root}>`}`;
      return { status: 200, headers: { "Content-Type": contentType }, body };
    },
    encodeError: ({ code, status, message, fields }, requestId) => {
      const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${toElements(fields)}`;
      const ids = `<RequestId>${requestId}</RequestId>${toElements(habits?.errorFields(requestId) ?? {})}`;
      const body = habits?.wrapsErrors
        ? `${xmlDeclaration}<ErrorResponse><Error>${error}</Error>${ids}</ErrorResponse>`
        : `${xmlDeclaration}<Error>${error}${ids}</Error>`;
      return { status, headers: { "Content-Type": contentType }, body };
    },
    toAwsError,
  };
}

/** Parameters for numbers that are empty say nothing. Source: recorded answers. */
function withoutEmptyNumbers({ input }: OperationShape, head: RequestHead): RequestHead {
  if (!head.query.some(([, value]) => value === "")) return head;
  const numbers = new Set(
    input.members.flatMap(({ shape, traits }) => (numberKinds.has(shape.kind) ? (traits.httpQuery ?? []) : [])),
  );
  return { ...head, query: head.query.filter(([name, value]) => value !== "" || !numbers.has(name)) };
}

const numberKinds: ReadonlySet<string> = new Set(["integer", "long", "number"]);

function toElements(fields: Readonly<Record<string, unknown>>): string {
  let elements = "";
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) elements += `<${name}>${escapeXml(String(value))}</${name}>`;
  }
  return elements;
}

function unknown(): AwsError {
  const message = "The requested operation is not recognized by the service.";
  return new AwsError("UnknownOperationException", message, { status: 404 });
}

function toAwsError({ source }: DecodeError): AwsError {
  if (source === undefined) {
    const message = "The XML you provided was not well-formed or did not validate against our published schema";
    return new AwsError("MalformedXML", message, { status: 400 });
  }
  const message = `Provided ${source.name} not an integer or within integer range`;
  return new AwsError("InvalidArgument", message, {
    status: 400,
    fields: { ArgumentName: source.name, ArgumentValue: source.value },
  });
}
