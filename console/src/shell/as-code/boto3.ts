import { Bytes, type LoggedCall } from "../../aws/call-log.ts";
import { told } from "./cli.ts";
import { clientName, toSnake } from "./names.ts";

/** A call as a program of Python with boto3. */
export function toBoto3({ service, operation, input }: LoggedCall, region: string): string {
  const client = clientName(service);
  const variable = client.replaceAll("-", "_");
  // A word of the language is no name.
  const name = variable === "lambda" ? "lambda_client" : variable;
  const members = Object.entries(input).map(([member, value]) => `    ${member}=${literal(value, 1)},\n`);
  const imports = members.some((member) => member.includes("datetime.datetime.")) ? "import datetime\n\n" : "";
  return `${imports}import boto3

${name} = boto3.client("${client}", region_name="${region}")
${name}.${toSnake(operation)}(${members.length > 0 ? `\n${members.join("")}` : ""})
`;
}

function literal(value: unknown, depth: number): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (value instanceof Date) return `datetime.datetime.fromisoformat("${value.toISOString()}")`;
  if (value instanceof Bytes) return value.text === undefined ? 'open("file", "rb").read()' : `b${text(told(value))}`;
  const inner = "    ".repeat(depth + 1);
  const end = `\n${"    ".repeat(depth)}`;
  if (Array.isArray(value)) {
    return value.length === 0
      ? "[]"
      : `[${value.map((one) => `\n${inner}${literal(one, depth + 1)},`).join("")}${end}]`;
  }
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, one]) => `\n${inner}${text(key)}: ${literal(one, depth + 1)},`);
    return entries.length === 0 ? "{}" : `{${entries.join("")}${end}}`;
  }
  return text(String(value));
}

/** JSON's escapes are Python's, too. */
function text(value: string): string {
  return JSON.stringify(value);
}
