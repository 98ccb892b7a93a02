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
for (const folder of serviceFolders()) {
  try {
    const service = sdkNameOf(readFileSync(`${services}${folder}/service.ts`, "utf8"));
    const { operationNames } = loadModel(service);
    const files = filesOf(`${services}${folder}/operations/`);
    const text = toOperationTable({ service, operationNames, files, depth: folder.split("/").length });
    writeIfOther(`${services}${folder}/generated/`, text);
  } catch (error) {
    process.stderr.write(`src/services/${folder}: ${(error as Error).message}\n`);
    failed = true;
  }
}
if (failed) process.exit(1);

/** Those with operations; one may stand in another's folder, where it is another way to the same things. */
function serviceFolders(): string[] {
  const folders = readdirSync(services, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const inner = folders.flatMap(({ name }) =>
    readdirSync(`${services}${name}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${name}/${entry.name}`),
  );
  return [...folders.map(({ name }) => name), ...inner].filter((folder) =>
    existsSync(`${services}${folder}/operations`),
  );
}

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
