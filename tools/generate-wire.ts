import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { ConstraintTable } from "./generate-wire/constraint-table.ts";
import { toModelFile } from "./generate-wire/sdk-model.ts";
import { toServiceRecord } from "./generate-wire/service-record.ts";

/**
 * Writes src/wire/generated/: one JSON per service with its schemas and constraints, and registry.json with what is known of
 * all of them. Does nothing when neither the SDK's packages, the constraint tables nor this program have changed. dist/ gets a
 * copy, so that the compiled server finds the data where the source does: beside `model/load-model`.
 */
const root = fileURLToPath(new URL("../", import.meta.url));
const generated = `${root}src/wire/generated/`;
const stampFile = `${generated}stamp`;
const require = createRequire(import.meta.url);

const services = Object.keys(JSON.parse(readFileSync(`${root}package.json`, "utf8")).devDependencies as object)
  .filter((name) => name.startsWith("@aws-sdk/client-"))
  .map((name) => name.slice("@aws-sdk/client-".length));
const stamp = inputsHash();
if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) generate();
copyToDist();

function generate(): void {
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(generated, { recursive: true });
  const records = services.map((name) => {
    const sdk = require(`@aws-sdk/client-${name}`) as Readonly<Record<string, unknown>>;
    const table = JSON.parse(readFileSync(tableFile(name), "utf8")) as ConstraintTable;
    writeFileSync(`${generated}${name}.json`, JSON.stringify(toModelFile(sdk, table)));
    return toServiceRecord(name, sdk, table);
  });
  writeFileSync(`${generated}registry.json`, JSON.stringify(records));
  // Last, so that a generation which is cut short is done again.
  writeFileSync(stampFile, stamp);
}

function inputsHash(): string {
  const hash = createHash("sha256");
  for (const name of services) {
    hash.update((require(`@aws-sdk/client-${name}/package.json`) as { version: string }).version);
    hash.update(readFileSync(tableFile(name)));
  }
  const own = readdirSync(`${root}tools/generate-wire`).map((file) => `tools/generate-wire/${file}`);
  for (const file of [...own, "src/wire/model/model-file.ts", "tools/generate-wire.ts"])
    hash.update(readFileSync(root + file));
  return hash.digest("hex");
}

function copyToDist(): void {
  const copy = `${root}dist/src/wire/generated/`;
  if (existsSync(`${copy}stamp`) && readFileSync(`${copy}stamp`, "utf8") === stamp) return;
  cpSync(generated, copy, { recursive: true });
}

function tableFile(name: string): string {
  return `${root}tools/constraints/tables/${name}.json`;
}
