import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadModel } from "../src/wire/model/load-model.ts";
import { type OperationFile, toOperationTable } from "./generate-operations/operation-table.ts";

/**
 * Writes src/services/NAME/generated/operations.ts for each service: its operations by their names, out of the files in its folder `operations/`. It
 * needs the wire's data, which says what operations there are. What is the same already is not written again.
 */
const services = fileURLToPath(new URL("../src/services/", import.meta.url));

let failed = false;
for (const folder of readdirSync(services)) {
  if (!existsSync(`${services}${folder}/operations`)) continue;
  try {
    const service = sdkNameOf(readFileSync(`${services}${folder}/service.ts`, "utf8"));
    const { operationNames } = loadModel(service);
    const text = toOperationTable({ service, operationNames, files: filesOf(`${services}${folder}/operations/`) });
    writeIfOther(`${services}${folder}/generated/`, text);
  } catch (error) {
    process.stderr.write(`src/services/${folder}: ${(error as Error).message}\n`);
    failed = true;
  }
}
if (failed) process.exit(1);

/** `defineService` is told the name of the SDK's package. */
function sdkNameOf(declaration: string): string {
  const name = /^ +name: "([a-z0-9-]+)",$/m.exec(declaration)?.[1];
  if (!name) throw new Error('service.ts has no line `name: "…",`');
  return name;
}

function filesOf(directory: string): OperationFile[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => ({ name, text: readFileSync(directory + name, "utf8") }));
}

function writeIfOther(directory: string, text: string): void {
  const file = `${directory}operations.ts`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, text);
}
