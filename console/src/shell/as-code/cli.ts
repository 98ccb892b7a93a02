import { Bytes, type LoggedCall } from "../../aws/call-log.ts";
import { cliName, toKebab } from "./names.ts";

/** A call as a command of the AWS CLI (version 2) for a POSIX shell. */
export function toCli({ service, operation, input }: LoggedCall): string {
  const renamed = renames[`${service}.${operation}`] ?? {};
  const options = Object.entries(hoisted(service, operation, input)).map(([name, value]) =>
    toOption(renamed[name] ?? name, value),
  );
  if (service === "Lambda" && operation === "Invoke")
    options.push("--cli-binary-format raw-in-base64-out", "response.json");
  if (service === "S3" && operation === "GetObject")
    options.push(quote(String(input.Key).split("/").at(-1) || "object"));
  return [`aws ${cliName(service)} ${toKebab(operation)}`, ...options].join(" \\\n  ");
}

/** Members whose names are the CLI's own options, or that it writes otherwise. Source: the CLI's `argrename.py`. */
const renames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "SNS.Subscribe": { Endpoint: "NotificationEndpoint" },
  "APIGateway.CreateRestApi": { version: "ApiVersion" },
  "ApiGatewayV2.CreateApi": { Version: "ApiVersion" },
  "ApiGatewayV2.UpdateApi": { Version: "ApiVersion" },
  "Lambda.PublishVersion": { CodeSha256: "code-sha-256" },
  "IAM.EnableMFADevice": { AuthenticationCode1: "authentication-code-1", AuthenticationCode2: "authentication-code-2" },
  "IAM.ResyncMFADevice": { AuthenticationCode1: "authentication-code-1", AuthenticationCode2: "authentication-code-2" },
};

/** Code in a package stands in an option of its own, which takes a file. */
function hoisted(service: string, operation: string, input: LoggedCall["input"]): Record<string, unknown> {
  const holder = service === "Lambda" && { CreateFunction: "Code", PublishLayerVersion: "Content" }[operation];
  if (!holder) return { ...input };
  const { [holder]: held, ...rest } = input;
  const { ZipFile, ...others } = held as { readonly ZipFile?: unknown };
  return {
    ...rest,
    ...(ZipFile !== undefined && { ZipFile }),
    ...(Object.keys(others).length > 0 && { [holder]: others }),
  };
}

function toOption(name: string, value: unknown): string {
  const option = `--${toKebab(name)}`;
  if (typeof value === "boolean") return value ? option : `--no-${toKebab(name)}`;
  if (value instanceof Bytes) {
    if (value.text !== undefined && name === "Payload") return `${option} ${quote(value.text)}`;
    const file = name === "ZipFile" ? "package.zip" : "file";
    return name === "Body" ? `${option} ${file}` : `${option} fileb://${file}`;
  }
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one !== "object")) {
    return `${option} ${value.map((one) => quote(String(one))).join(" ")}`;
  }
  return `${option} ${quote(toWord(value))}`;
}

function toWord(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object"
    ? JSON.stringify(value, (_key, one) => (one instanceof Bytes ? told(one) : one))
    : String(value);
}

export function told({ text, length }: Bytes): string {
  return text ?? `<${length} bytes>`;
}

function quote(text: string): string {
  return /^[\w/.:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
