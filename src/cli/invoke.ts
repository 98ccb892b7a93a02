import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { apiTarget, sendRequest } from "./api-client.ts";
import { complain, print } from "./print.ts";

const help = `usage: squall invoke NAME [-e FILE] [--async] [--qualifier Q] [--no-log] [--endpoint URL] [--region R]

Invokes a function of a running Squall, prints its log to standard error and its answer to standard output.
  -e, --event FILE   the event, JSON; - reads standard input (default {})
  --async            only hand the event over: it is kept, run, and tried again if it fails
  --qualifier Q      a version or alias
  --no-log           do not print the log
Ends with 1 if the function failed.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      event: { type: "string", short: "e" },
      async: { type: "boolean" },
      qualifier: { type: "string" },
      "no-log": { type: "boolean" },
      endpoint: { type: "string" },
      region: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined) {
    print(help);
    return values.help ? 0 : 2;
  }
  const qualifier = values.qualifier ? `?Qualifier=${encodeURIComponent(values.qualifier)}` : "";
  const response = await sendRequest(apiTarget(values), "lambda", {
    method: "POST",
    path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${qualifier}`,
    headers: {
      "x-amz-invocation-type": values.async ? "Event" : "RequestResponse",
      ...(!values.async && !values["no-log"] && { "x-amz-log-type": "Tail" }),
    },
    body: readEvent(values.event),
  });
  const log = response.headers.get("x-amz-log-result");
  if (log) complain(Buffer.from(log, "base64").toString("utf8"));
  print(values.async ? "accepted\n" : `${await response.text()}\n`);
  return response.headers.has("x-amz-function-error") ? 1 : 0;
}

function readEvent(file: string | undefined): string {
  if (file === undefined) return "{}";
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new ConfigError(`the event cannot be read: ${(error as Error).message}`);
  }
}
