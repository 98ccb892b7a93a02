import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dropFormerChunks } from "./former-chunks.ts";

/** Builds dist/: the wire data from the SDK's schemas, the tables of operations, the actions for the console's policy editor, then the server as JavaScript (type stripping at run time costs 30 MB). */
const root = fileURLToPath(new URL("../", import.meta.url));

dropFormerChunks(`${root}dist/src`, Date.now());
for (const generator of ["generate-wire", "generate-operations", "generate-actions"]) {
  run(process.execPath, ["--disable-warning=ExperimentalWarning", `tools/${generator}.ts`]);
}
const { bundle } = await import("./bundle.ts");
await bundle(root);
// Data of a service that it reads when it is asked for: where a bundled module finds it.
cpSync(
  `${root}src/services/iam/managed-policies/aws-managed-policies.jsonl`,
  `${root}dist/src/generated/aws-managed-policies.jsonl`,
);

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
