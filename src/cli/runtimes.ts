import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { RuntimeUnavailableError, type Sandbox } from "../sandbox/sandbox.ts";
import { createMachineSandbox } from "./machine-sandbox.ts";
import { complain, print } from "./print.ts";

const help = `usage: squall runtimes
       squall runtimes install RUNTIME… PACKAGE…

Tells which interpreter of this machine serves which Lambda runtime, and what to type where one is missing or only stands in.
\`install\` gets the very version where a package manager of this machine has it: npm every Node.js (\`squall runtimes install nodejs22.x\`),
uv, pyenv and brew Python, ruby-install and rbenv Ruby, apt and dnf (as root) what their releases have, Java and .NET among it.
A PACKAGE of AWS's SDK for JavaScript (\`squall runtimes install @aws-sdk/client-athena\`) is there for functions from then on: of those that AWS's runtimes have,
each is brought from npm when a function first asks for it, and so it is there where the network is away later.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help) {
    print(help);
    return 0;
  }
  const [action, ...wanted] = positionals;
  if (action !== undefined && (action !== "install" || wanted.length === 0)) {
    complain(help);
    return 2;
  }
  const { sandbox, close } = createMachineSandbox(readConfig([], process.env));
  const problems = await install(sandbox, wanted);
  const rows = (await sandbox.runtimes()).map(({ runtime, interpreter, version, sdk, remedy }) => [
    runtime,
    version ?? "-",
    sdk ?? "-",
    interpreter ?? "-",
    remedy ?? "",
  ]);
  await close();
  print(toTable([["RUNTIME", "VERSION", "SDK", "INTERPRETER", "NOTE"], ...rows]));
  for (const problem of problems) complain(`squall: ${problem}\n`);
  return problems.length > 0 ? 1 : 0;
}

async function install(sandbox: Sandbox, runtimes: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const runtime of runtimes) {
    try {
      await sandbox.install(runtime);
    } catch (error) {
      if (!(error instanceof RuntimeUnavailableError)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
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
