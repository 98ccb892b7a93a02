import type { AwsError } from "../../../platform/aws-error.ts";
import { toHostId } from "../../../platform/host-id.ts";
import { http } from "../../../platform/node-http.ts";

/** The page of a website that has none of its own for an error. `missing` is the error page that was to be shown. */
export function toErrorPage(error: AwsError, requestId: string, missing?: string): string {
  const title = `${error.status ?? 500} ${http.STATUS_CODES[error.status ?? 500]}`;
  const facts = {
    Code: error.code,
    Message: error.message,
    ...error.fields,
    RequestId: requestId,
    HostId: toHostId(requestId),
  };
  const nested =
    missing === undefined
      ? ""
      : "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n" +
        toList({ Code: "NoSuchKey", Message: "The specified key does not exist.", Key: missing });
  return (
    `<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n${toList(facts)}${nested}` +
    "<hr/>\n</body>\n</html>\n"
  );
}

function toList(facts: Readonly<Record<string, unknown>>): string {
  const items = Object.entries(facts).map(([name, value]) => `<li>${name}: ${escapeHtml(String(value))}</li>\n`);
  return `<ul>\n${items.join("")}</ul>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
