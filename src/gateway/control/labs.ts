import { Readable } from "node:stream";
import type { Caller } from "../../labs/checks/asker.ts";
import type { ExportedStep, Labs } from "../../labs/labs.ts";
import { AwsError } from "../../platform/aws-error.ts";
import { rootPrincipal } from "../../services/principal.ts";
import { type ControlRequest, type ControlResponse, json } from "./exchange.ts";

export interface LabsParts {
  /** Loaded when somebody asks for a lab: most servers have nobody who does. */
  readonly labs: () => Promise<Labs>;
  readonly auth: "open" | "enforce";
  readonly accountId: string;
}

/**
 * `/_squall/labs…`: signed as requests to STS are, since whose lab it is is who asks. Everything is done in the caller's name, so that in `enforce` mode
 * a lab looks at and makes what the caller may.
 *
 *     GET  /_squall/labs                        all of them
 *     GET  /_squall/labs?search=TEXT            those whose texts have it in them
 *     GET  /_squall/labs/NAME[?left=1]          one, with what is done; `left`: and what would be left to delete
 *     POST /_squall/labs/NAME/start|clean|reset
 *     GET  /_squall/labs/NAME/export?format=json|csv
 *     GET  /_squall/labs/NAME/file?path=PATH    a file of the lab's folder
 */
export async function answerLabs(parts: LabsParts, request: ControlRequest): Promise<ControlResponse> {
  const [, name = "", verb = ""] = /^\/_squall\/labs(?:\/([a-z0-9-]{1,63})(?:\/([a-z]+))?)?$/.exec(request.path) ?? [];
  const caller = await callerOf(parts, request);
  const labs = await parts.labs();
  switch (`${request.method} ${name && "NAME"}${verb && `/${verb}`}`) {
    case "GET ":
      if (request.path !== "/_squall/labs") break;
      return request.query.has("search")
        ? json(200, { found: await labs.search(request.query.get("search") ?? "") })
        : json(200, { labs: await labs.list(caller) });
    case "GET NAME":
      return json(200, await labs.view(name, caller, request.query.has("left")));
    case "POST NAME/start":
      return json(200, await labs.start(name, caller));
    case "POST NAME/clean":
      return json(200, await labs.clean(name, caller));
    case "POST NAME/reset":
      return json(200, await labs.reset(name, caller));
    case "GET NAME/export":
      return exportOf(labs, name, caller, request.query.get("format") ?? "json");
    case "GET NAME/file":
      return fileOf(labs, name, request.query.get("path") ?? "");
  }
  return json(404, { message: `There is nothing at ${request.method} ${request.path}.` });
}

async function callerOf({ auth, accountId }: LabsParts, request: ControlRequest): Promise<Caller> {
  const signer = await request.signer();
  if (!signer && auth === "enforce")
    throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", { status: 403 });
  return {
    principal: signer?.principal ?? rootPrincipal(accountId),
    region: signer?.region || "us-east-1",
  };
}

async function exportOf(labs: Labs, name: string, caller: Caller, format: string): Promise<ControlResponse> {
  if (format !== "json" && format !== "csv") return json(400, { message: "format must be json or csv." });
  const rows = labs.export(name, caller);
  // The first is asked for before the answer begins: a refusal is to be one.
  const first = await rows.next();
  const all = async function* (): AsyncGenerator<ExportedStep> {
    if (first.done) return;
    yield first.value;
    yield* rows;
  };
  const isCsv = format === "csv";
  return {
    status: 200,
    headers: { "content-type": isCsv ? "text/csv; charset=utf-8" : "application/json" },
    body: Readable.from(isCsv ? toCsv(all()) : toJson(all())),
  };
}

async function* toJson(rows: AsyncIterable<ExportedStep>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const row of rows) {
    yield `${before}  ${JSON.stringify(row)}`;
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

const columns = ["account", "who", "lab", "region", "startedAt", "step", "title", "doneAt"] as const;

async function* toCsv(rows: AsyncIterable<ExportedStep>): AsyncGenerator<string> {
  yield `${columns.join(",")}\r\n`;
  for await (const row of rows) yield `${columns.map((column) => toCell(row[column] ?? "")).join(",")}\r\n`;
}

/** Spreadsheets take what begins with these signs for a formula: a quote before it makes it a text. Source: RFC 4180; OWASP, "CSV Injection". */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Only ever saved, never shown as a page. */
async function fileOf(labs: Labs, name: string, path: string): Promise<ControlResponse> {
  const bytes = await labs.file(name, path);
  if (!bytes) return json(404, { message: `The lab ${name} has no file ${path}.` });
  return {
    status: 200,
    headers: {
      "content-type": "application/octet-stream",
      "content-length": String(bytes.length),
      "content-disposition": "attachment",
      "x-content-type-options": "nosniff",
    },
    body: Readable.from([bytes]),
  };
}
