import { AwsError } from "../../platform/aws-error.ts";
import type { DecodeError } from "../codec/decode-error.ts";
import { formPairs } from "../codec/form-pairs.ts";
import { type FormDialect, formReader } from "../codec/form-reader.ts";
import { parseForm } from "../codec/form-tree.ts";
import { escapeXml } from "../codec/xml-text.ts";
import { xmlDeclaration, xmlWriter } from "../codec/xml-writer.ts";
import type { OperationShape } from "../model/shape.ts";
import type { RequestHead } from "../wire-message.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { findAction } from "./find-action.ts";
import { acceptsJson, jsonAnswer, jsonError } from "./query-json.ts";

/** Form in, XML out, or JSON for who asks for it. Source: "AWS query protocol", Smithy. */
export function createAwsQuery({ facts, model }: DialectParts): Dialect {
  const namespace = facts.xmlNamespace === undefined ? "" : ` xmlns="${escapeXml(facts.xmlNamespace)}"`;
  return {
    route: (head, action) => {
      const routed = findAction(model, "awsQuery", action, (name) => {
        const message = `Could not find operation ${name} for version ${facts.version}`;
        return new AwsError("InvalidAction", message, { status: 400 });
      });
      return acceptsJson(head) ? { ...routed, wantsJson: true } : routed;
    },
    decode: (operation, _routed, head, body) => readForm(operation, "query", head, body as Buffer),
    encode: (operation, value, requestId, routed) => {
      if (routed.wantsJson) return jsonAnswer(operation, value, requestId, facts.queryJsonNames);
      const { name, output } = operation;
      const content = output.kind === "unit" ? "" : xmlWriter(output).content(value as never);
      const result = content === "" ? `<${name}Result/>` : `<${name}Result>${content}</${name}Result>`;
      return xmlResponse(
        200,
        `<${name}Response${namespace}>${output.kind === "unit" ? "" : result}` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
      );
    },
    encodeError: (error, requestId) => {
      if (error.wantsJson) return jsonError(error, requestId);
      const { shape, status, fault, queryCode, message, fields, hasDetail } = error;
      const members = shape ? xmlWriter(shape).content(fields as never) : "";
      return xmlResponse(
        status,
        `<ErrorResponse${namespace}><Error><Type>${fault}</Type><Code>${escapeXml(queryCode)}</Code>` +
          `${message === "" ? "" : `<Message>${escapeXml(message)}</Message>`}${members}${hasDetail ? "<Detail/>" : ""}</Error>` +
          `<RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    },
    toAwsError: malformedInput,
  };
}

/** The parameters may be in the body or, for a GET, in the query. */
export function readForm(
  { input }: OperationShape,
  dialect: FormDialect,
  head: RequestHead,
  body: Buffer,
): Record<string, unknown> {
  const pairs = body.length > 0 ? formPairs(body.toString("utf8")) : head.query;
  return formReader(input, dialect)(parseForm(pairs)) as Record<string, unknown>;
}

export function xmlResponse(status: number, document: string): ReturnType<Dialect["encode"]> {
  return { status, headers: { "Content-Type": "text/xml" }, body: xmlDeclaration + document };
}

function malformedInput({ message }: DecodeError): AwsError {
  return new AwsError("MalformedInput", message, { status: 400 });
}
