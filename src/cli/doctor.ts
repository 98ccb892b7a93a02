import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { createMachineSandbox } from "./machine-sandbox.ts";

const help = `usage: squall doctor

Tries what isolation this machine gives to functions, and tells what is missing and what to do about it.
The exit code is 0 if functions can be isolated, else 1.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { help: { type: "boolean", short: "h" } } });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const { sandbox, close } = createMachineSandbox(readConfig([], process.env));
  const { isolation, privilege, memoryLimit, missing } = await sandbox.report();
  await close();
  process.stdout.write(`isolation     ${isolations[isolation]}\n`);
  process.stdout.write(`privilege     ${privileges[privilege]}\n`);
  process.stdout.write(`memory limit  ${memoryLimits[memoryLimit]}\n`);
  for (const sentence of missing) process.stdout.write(`\n${sentence}\n`);
  return isolation === "none" ? 1 : 0;
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

const memoryLimits = {
  "cgroup-v2": "by the kernel (control groups, version 2)",
  "cgroup-v1": "by the kernel (control groups, version 1)",
  watched: "watched by Squall",
  none: "none",
} as const;
