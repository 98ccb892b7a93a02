import { AwsError } from "../../platform/aws-error.ts";
import type { DecodeError } from "../codec/decode-error.ts";
import { escapeXml } from "../codec/xml-text.ts";
import { xmlWriter } from "../codec/xml-writer.ts";
import { readForm, xmlResponse } from "./aws-query.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { findAction } from "./find-action.ts";

/** EC2's variant of the query protocol. Source: "AWS EC2 query protocol", Smithy. */
export function createEc2Query({ facts, model }: DialectParts): Dialect {
  const namespace = facts.xmlNamespace === undefined ? "" : ` xmlns="${escapeXml(facts.xmlNamespace)}/"`;
  return {
    route: (_head, action) =>
      findAction(model, "ec2Query", action, (name) => {
        return new AwsError("InvalidAction", `The action ${name} is not valid for this web service.`, { status: 400 });
      }),
    decode: (operation, _routed, head, body) => readForm(operation, "ec2Query", head, body as Buffer),
    encode: ({ name, output }, value, requestId) => {
      const content =
        output.kind === "unit"
          ? "<return>true</return>"
          : xmlWriter(output, "date-time-milliseconds").content(value as never);
      return xmlResponse(
        200,
        `<${name}Response${namespace}><requestId>${requestId}</requestId>${content}</${name}Response>`,
      );
    },
    encodeError: ({ code, message, status }, requestId) =>
      xmlResponse(
        status,
        `<Response><Errors><Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error></Errors>` +
          `<RequestID>${requestId}</RequestID></Response>`,
      ),
    toAwsError: invalidParameter,
  };
}

/** EC2 names the parameter. Source: "Error codes for the Amazon EC2 API". */
function invalidParameter({ message, path }: DecodeError): AwsError {
  const parameter = path.length === 0 ? "" : ` for parameter ${path.join(".")}`;
  return new AwsError("InvalidParameterValue", `Invalid value${parameter}: ${message}`, { status: 400 });
}
