import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { createMachineSandbox } from "./machine-sandbox.ts";

const help = `usage: squall runtimes

Tells which interpreter of this machine serves which Lambda runtime, and what to type where one is missing or only stands in.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { help: { type: "boolean", short: "h" } } });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const { sandbox, close } = createMachineSandbox(readConfig([], process.env));
  const rows = (await sandbox.runtimes()).map(({ runtime, interpreter, version, sdk, remedy }) => [
    runtime,
    version ?? "-",
    sdk ?? "-",
    interpreter ?? "-",
    remedy ?? "",
  ]);
  await close();
  process.stdout.write(toTable([["RUNTIME", "VERSION", "SDK", "INTERPRETER", "NOTE"], ...rows]));
  return 0;
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
