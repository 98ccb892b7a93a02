import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { openFilesAdvice } from "../platform/open-files.ts";
import { apiTarget } from "./api-client.ts";
import { createMachineSandbox } from "./machine-sandbox.ts";
import { print } from "./print.ts";
import { linesWithoutEffect } from "./without-effect.ts";
import { linesOfZygotes } from "./zygotes.ts";

const help = `usage: squall doctor [--endpoint URL] [--region R]

Tries what isolation this machine gives to functions, and tells what is missing and what to do about it. Of a running Squall it tells
which settings of functions are without effect on one machine, and which modules of Python functions their environments inherit.
The exit code is 0 if functions can be isolated, else 1.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    print(help);
    return 0;
  }
  const { sandbox, close } = createMachineSandbox(readConfig([], process.env));
  const { isolation, privilege, memoryLimit, freezes, network, programs, missing } = await sandbox.report();
  await close();
  print(`isolation     ${isolations[isolation]}\n`);
  print(`privilege     ${privileges[privilege]}\n`);
  print(`memory limit  ${memoryLimits[memoryLimit]}\n`);
  print(`network       ${networks[network]}\n`);
  print(`programs      ${programs === "host" ? "all of this machine's" : ofAws(programs.missing)}\n`);
  print(`after events  ${freezes ? "environments are frozen" : "environments run on"}\n`);
  for (const sentence of [...missing, openFilesAdvice() ?? []].flat()) print(`\n${sentence}\n`);
  const target = apiTarget(values);
  for (const line of [...(await linesWithoutEffect(target)), ...(await linesOfZygotes(target))]) print(`\n${line}\n`);
  return isolation === "none" ? 1 : 0;
}

const options = {
  endpoint: { type: "string" },
  region: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function ofAws(missing: readonly string[]): string {
  const lacking = missing.length > 0 ? ` (it lacks ${missing.join(", ")})` : "";
  return `those of AWS's runtimes that this machine has${lacking}; with --function-root host all of this machine's`;
}

const isolations = {
  namespaces: "each function has its own mount, PID, IPC and UTS namespaces, no capabilities and a system call filter",
  none: "none: functions are refused, or run as ordinary processes with --allow-unisolated",
} as const;

const privileges = {
  root: "root: functions run as an unprivileged user",
  "user-namespace": "an ordinary user, by user namespaces",
  none: "none",
} as const;

const networks = {
  outside: "each environment has its own: it reaches Squall and the outside, not this machine nor other environments",
  squall: "each environment has its own: it reaches Squall and nothing else",
  host: "the host's, shared by all functions",
} as const;

const memoryLimits = {
  "cgroup-v2": "by the kernel (control groups, version 2)",
  "cgroup-v1": "by the kernel (control groups, version 1)",
  watched: "watched by Squall",
  none: "none",
} as const;
