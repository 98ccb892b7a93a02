import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type ConstraintTable, type RecordedConstraints, withRecorded } from "./generate-wire/constraint-table.ts";
import { toModelFile } from "./generate-wire/sdk-model.ts";
import { toServiceRecord } from "./generate-wire/service-record.ts";
import { loadSdk, ownClients } from "./sdk/load-sdk.ts";

type Packages = Readonly<Record<"dependencies" | "devDependencies", Readonly<Record<string, string>>>>;

/**
 * Writes src/wire/generated/: one JSON per service with its schemas and constraints, and registry.json with what is known of
 * all of them. Does nothing when neither the SDK's packages, the constraint tables nor this program have changed. dist/ gets a
 * copy, where the built server looks: see `model/load-model`.
 */
const root = fileURLToPath(new URL("../", import.meta.url));
const generated = `${root}src/wire/generated/`;
const stampFile = `${generated}stamp`;
/** What AWS has been seen to answer where the tables know it otherwise: it is newer than any published model, and survives their extraction. */
const recordedFile = `${root}tools/constraints/recorded.json`;
const require = createRequire(import.meta.url);

const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Packages;
/** One of them is the server's own client, too: blobs are kept in S3-compatible stores. */
const services = Object.keys({ ...dependencies, ...devDependencies })
  .filter((name) => name.startsWith("@aws-sdk/client-"))
  .map((name) => name.slice("@aws-sdk/client-".length))
  .concat(ownClients)
  .sort();
const stamp = inputsHash();
if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) generate();
copyToDist();

function generate(): void {
  mkdirSync(generated, { recursive: true });
  const records = services.map((name) => {
    const sdk = loadSdk(name);
    const table = readTable(name);
    replaceFile(`${generated}${name}.json`, JSON.stringify(toModelFile(sdk, table)));
    return toServiceRecord(name, sdk, table);
  });
  replaceFile(`${generated}registry.json`, JSON.stringify(records));
  const current = new Set(["registry.json", ...services.map((name) => `${name}.json`)]);
  const others = readdirSync(generated).filter((file) => file.endsWith(".json") && !current.has(file));
  for (const file of others) rmSync(generated + file, { force: true });
  // Last, so that a generation which is cut short is done again.
  replaceFile(stampFile, stamp);
}

/** A server or a test that runs meanwhile sees the old file or the new one. */
function replaceFile(file: string, content: string): void {
  const next = `${file}.${process.pid}`;
  writeFileSync(next, content);
  renameSync(next, file);
}

function inputsHash(): string {
  const hash = createHash("sha256");
  for (const name of services) {
    if (ownClients.includes(name)) hash.update(readFileSync(`${root}tools/sdk/${name}/schemas.ts`));
    else hash.update((require(`@aws-sdk/client-${name}/package.json`) as { version: string }).version);
    hash.update(readFileSync(tableFile(name)));
  }
  hash.update(readFileSync(recordedFile));
  const own = readdirSync(`${root}tools/generate-wire`).map((file) => `tools/generate-wire/${file}`);
  for (const file of [...own, "src/wire/model/model-file.ts", "tools/generate-wire.ts"])
    hash.update(readFileSync(root + file));
  return hash.digest("hex");
}

function copyToDist(): void {
  const copy = `${root}dist/src/generated/`;
  if (existsSync(`${copy}stamp`) && readFileSync(`${copy}stamp`, "utf8") === stamp) return;
  cpSync(generated, copy, { recursive: true });
}

function readTable(name: string): ConstraintTable {
  const table = JSON.parse(readFileSync(tableFile(name), "utf8")) as ConstraintTable;
  const { services } = JSON.parse(readFileSync(recordedFile, "utf8")) as RecordedConstraints;
  return withRecorded(table, services[name] ?? {});
}

function tableFile(name: string): string {
  const file = `${root}tools/constraints/tables/${name}.json`;
  if (existsSync(file)) return file;
  throw new Error(`${name} has no constraint table: add it to tools/constraints/extract.py and run that`);
}
