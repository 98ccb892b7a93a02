import { parseArgs } from "node:util";
import { createServices } from "../services/index.ts";
import { openWire } from "../wire/wire.ts";
import { print } from "./print.ts";

const help = `usage: squall coverage [SERVICE …] [--missing]

Which operations of which services Squall has, of all that AWS's SDK knows. An operation that is not there answers 501.
  --missing   list those that are not there, too
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { missing: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    print(help);
    return 0;
  }
  for (const line of await coverageLines(positionals, values.missing ?? false)) print(`${line}\n`);
  return 0;
}

/** One block a service: `lambda 14 of 88`, then its operations. */
export async function coverageLines(services: readonly string[], missing: boolean): Promise<string[]> {
  const wire = openWire();
  const built = new Map<string, ReadonlySet<string>>(
    createServices({ createSandbox: noSandbox, memory: { availableBytes: () => 0 } }).map(({ name, operations }) => [
      name,
      new Set(Object.keys(operations)),
    ]),
  );
  const lines: string[] = [];
  for (const { name } of wire.services) {
    if (services.length > 0 && !services.includes(name)) continue;
    const there = built.get(name) ?? new Set();
    const all = (await wire.codec(name)).operationNames().sort();
    lines.push(`${name}: ${there.size} of ${all.length} operations`);
    for (const operation of all) {
      if (there.has(operation)) lines.push(`  ${operation}`);
      else if (missing) lines.push(`  ${operation} (missing)`);
    }
  }
  return lines;
}

/** The list of operations needs no environment. */
function noSandbox(): never {
  throw new Error("coverage starts nothing");
}
