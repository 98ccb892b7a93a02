import { basename, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import type { ExportedStep, LabSummary, LabView } from "../labs/labs.ts";
import { ApiError, type ApiTarget, apiTarget, sendRequest } from "./api-client.ts";
import { durationMs } from "./duration.ts";
import { complain, print } from "./print.ts";

const help = `usage: squall lab list
       squall lab start NAME
       squall lab check NAME [--step ID] [--wait T]
       squall lab clean NAME
       squall lab reset NAME
       squall lab export NAME [--format json|csv]
       squall lab validate DIRECTORY

Exercises of a running Squall, whose steps are known to be done by what AWS's APIs answer.
  list       the labs there are, and how far you are
  start      makes what has to be there at the start
  check      which steps are done, and of the first that is not what was found and what to do
  clean      deletes what the lab has left, as far as it can be deleted
  reset      the same, and forgets how far you are
  export     who did which step when: of your account, of all accounts for the root of the server's own
  validate   reads a lab's folder and says what is wrong with it; needs no server

  --step ID  looks at this step alone
  --wait T   checks again until it is done, for at most T (60s, 5m)
  --json     prints what a program reads, of list, start and check
  --endpoint URL, --region R, and the environment variables of AWS's tools say where and as whom

Ends with 0 if all is well: every step that was asked for is done, nothing is wrong with the folder. With 1 if not: a step is not done, something could not
be made or deleted. With 2 where it could not be found out: a wrong flag, no server, a lab that there is not.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      step: { type: "string" },
      wait: { type: "string" },
      format: { type: "string", default: "json" },
      json: { type: "boolean" },
      endpoint: { type: "string" },
      region: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb = "", name, ...more] = positionals;
  const known = verbs.has(verb) && more.length === 0 && (verb === "list") === (name === undefined);
  if (values.help || !known) {
    if (values.help) print(help);
    else complain(help);
    return values.help ? 0 : 2;
  }
  if (verb === "validate") return validate(name as string);
  const target = apiTarget(values);
  try {
    if (verb === "list") return list(await ask<{ labs: LabSummary[] }>(target, "GET", ""), values.json ?? false);
    return await ofLab(verb, name as string, target, values);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    complain(`squall: ${error.message}\n`);
    return cannotTell.has(error.code) ? 2 : 1;
  }
}

const verbs: ReadonlySet<string> = new Set(["list", "start", "check", "clean", "reset", "export", "validate"]);
const cannotTell: ReadonlySet<string> = new Set(["NoSuchLab", "InvalidLab", "404", "400"]);

interface Flags {
  readonly step?: string;
  readonly wait?: string;
  readonly format?: string;
  readonly json?: boolean;
}

async function ofLab(verb: string, name: string, target: ApiTarget, flags: Flags): Promise<number> {
  const path = `/${encodeURIComponent(name)}`;
  switch (verb) {
    case "start": {
      const lab = await ask<LabView>(target, "POST", `${path}/start`);
      if (flags.json) print(`${JSON.stringify(lab)}\n`);
      else
        print(
          `${lab.title}\nStarted in ${lab.region}. \`squall lab check ${name}\` says how far you are.\n\n${describe(lab, lab.steps)}`,
        );
      return 0;
    }
    case "check":
      return check(path, target, flags);
    case "clean": {
      const { deleted, failed } = await ask<{ deleted: string[]; failed: string[] }>(target, "POST", `${path}/clean`);
      printDeleted(deleted);
      for (const each of failed) complain(`squall: not deleted: ${each}\n`);
      return failed.length > 0 ? 1 : 0;
    }
    case "reset":
      printDeleted((await ask<{ deleted: string[] }>(target, "POST", `${path}/reset`)).deleted);
      print(`The lab ${name} is reset.\n`);
      return 0;
    default:
      return exportTo(path, target, flags.format ?? "json");
  }
}

async function check(path: string, target: ApiTarget, { step, wait, json }: Flags): Promise<number> {
  const untilMs = Date.now() + (wait === undefined ? 0 : durationMs(wait));
  for (;;) {
    const lab = await ask<LabView>(target, "GET", path);
    const asked = step === undefined ? lab.steps : lab.steps.filter(({ id }) => id === step);
    if (asked.length === 0)
      throw new ConfigError(`the lab has no step ${step}: it has ${lab.steps.map(({ id }) => id).join(", ")}.`);
    const isDone = asked.every(({ doneMs }) => doneMs !== undefined);
    if (!isDone && Date.now() < untilMs) {
      await delay(500);
      continue;
    }
    if (json) print(`${JSON.stringify(lab)}\n`);
    else if (lab.startedMs === undefined) print(`${lab.title}\nIt is not started: squall lab start ${lab.name}\n`);
    else print(`${describe(lab, asked)}${describeLeft(lab)}`);
    return isDone ? 0 : 1;
  }
}

function list({ labs }: { labs: readonly LabSummary[] }, asJson: boolean): number {
  if (asJson) print(`${JSON.stringify(labs)}\n`);
  else
    for (const { name, title, steps, done, startedMs, faults, isUnbuilt } of labs) {
      const state = startedMs === undefined ? "not started" : `${done} of ${steps} steps`;
      print(
        `${name.padEnd(24)} ${(faults.length > 0 ? (isUnbuilt ? "not built yet" : "cannot be used") : state).padEnd(16)} ${title}\n`,
      );
      for (const fault of faults) complain(`  ${fault}\n`);
    }
  return 0;
}

function describe(lab: LabView, steps: LabView["steps"]): string {
  return steps
    .map(({ id, title, doneMs, says }) => {
      const mark = doneMs === undefined ? "[ ]" : "[x]";
      const found = says === undefined ? "" : `      ${says.replaceAll("\n", "\n      ")}\n`;
      return `${mark} ${lab.steps.findIndex((step) => step.id === id) + 1}. ${title} (${id})\n${found}`;
    })
    .join("");
}

function describeLeft({ left, name }: LabView): string {
  if (!left || left.length === 0) return "";
  return `\nStill there (squall lab clean ${name} deletes it):\n${left.map((each) => `  ${each}\n`).join("")}`;
}

function printDeleted(deleted: readonly string[]): void {
  for (const each of deleted) print(`deleted: ${each}\n`);
}

async function exportTo(path: string, target: ApiTarget, format: string): Promise<number> {
  if (format !== "json" && format !== "csv") throw new ConfigError(`--format takes json or csv, not ${format}.`);
  const response = await send(target, "GET", `${path}/export?format=${format}`);
  if (format === "csv") print(await response.text());
  else print(`${JSON.stringify((await response.json()) as ExportedStep[], undefined, 2)}\n`);
  return 0;
}

/** Without a server it is not known what is built, so operations are only held to AWS's names. */
async function validate(directory: string): Promise<number> {
  const [{ readFolder, folderName }, { openWire }, { namedInputs }, { createNamedCalls }, { knowsOperations }] =
    await Promise.all([
      import("../labs/format/lab-folders.ts"),
      import("../wire/wire.ts"),
      import("../gateway/named-inputs.ts"),
      import("../services/named-calls.ts"),
      import("../labs/checks/asker.ts"),
    ]);
  const folder = resolve(directory);
  const name = basename(folder);
  const named = createNamedCalls(namedInputs(openWire(() => undefined)), {
    isBuilt: () => true,
    call: () => Promise.reject(new Error("nothing is called")),
  });
  const { lab, faults } = await readFolder(folder, name, knowsOperations({ named }));
  const wrong = folderName.test(name)
    ? faults
    : [`the folder's name ${name} may have small letters, digits and - only`, ...faults];
  for (const fault of wrong) complain(`${fault}\n`);
  if (wrong.length === 0) print(`${name}: ${lab?.steps.length} steps, nothing is wrong with it.\n`);
  return wrong.length === 0 ? 0 : 1;
}

async function ask<T>(target: ApiTarget, method: string, path: string): Promise<T> {
  return (await (await send(target, method, path)).json()) as T;
}

/** Signed as requests to STS, which says who somebody is. */
function send(target: ApiTarget, method: string, path: string): Promise<Response> {
  return sendRequest(target, "sts", { method, path: `/_squall/labs${path}` });
}
