#!/usr/bin/env node
// `npm test`, `npm run check`, `npm run bench`, `npm run build`: brings what is missing, then runs the task. Plain JavaScript for any Node >= 20.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt, ensureBuilt, ensureInstalled, node24, root, run, say } from "./bootstrap.mjs";

const flags = ["--disable-warning=ExperimentalWarning"];
/** What fails of the whole suite may have failed for what ran beside it: a few such files are tried once more by themselves, and named. */
const mostTriedAgain = 6;

const tasks = {
  build: ensureBuilt,
  check,
  test,
  bench,
};

const [name, ...rest] = process.argv.slice(2);
const task = tasks[name];
if (!task || rest.includes("--help")) {
  process.stdout.write(
    `usage: node tools/run.mjs ${Object.keys(tasks).join("|")}
  test [--database postgres] [FILE or FOLDER …]  runs only those; services' tests on PostgreSQL
`,
  );
  process.exit(task ? 0 : 2);
}
await ensureInstalled();
await task(rest);

/** Types, format and lint, and what only this project asks (`tools/tidy.ts`). */
async function check() {
  for (const generator of ["generate-wire", "generate-operations", "generate-actions"])
    run(node24(), [...flags, `tools/${generator}.ts`]);
  for (const project of ["tsconfig.json", "console/tsconfig.json"]) {
    run(node24(), ["node_modules/typescript/bin/tsc", "-p", project]);
  }
  run(node24(), ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"]);
  run(node24(), [...flags, "tools/tidy.ts"]);
}

async function test(args) {
  const isOnPostgres = args[0] === "--database" && args[1] === "postgres";
  const files = isOnPostgres ? args.slice(2) : args;
  if (isOnPostgres) process.env.SQUALL_TEST_DATABASE = "postgres";
  await ensureBuilt();
  if (files.length === 0) await check();
  run(node24(), [...flags, "tools/test-tools.ts"]);
  const chosen = files.length > 0 ? files.flatMap(testFilesOf) : testFiles();
  say(`running ${chosen.length} test files …`);
  const { status, failed } = runTests(chosen, 2);
  if (status === 0) return files.length === 0 ? testOnPostgres() : undefined;
  const areKnown = failed.length > 0 && failed.every((file) => chosen.includes(file));
  if (files.length > 0 || !areKnown || failed.length > mostTriedAgain) process.exit(status);
  say(`failed beside other tests, and run again alone: ${failed.join(", ")}`);
  const again = runTests(failed, 1);
  if (again.status !== 0) process.exit(again.status);
  say(`passed alone, each with a fault that only a machine at work shows: ${failed.join(", ")}`);
  testOnPostgres();
}

/** What events and items are kept in behaves alike on both engines: those services' own tests, once more. */
function testOnPostgres() {
  process.env.SQUALL_TEST_DATABASE = "postgres";
  const folders = [
    "api-gateway",
    "apigatewayv2",
    "dynamodb",
    "event-sources",
    "eventbridge",
    "pipes",
    "scheduler",
    "sns",
    "sqs",
  ];
  const files = folders.flatMap((folder) => testFilesOf(`src/services/${folder}`)).filter(opensDatabase);
  say(`running ${files.length} test files on PostgreSQL …`);
  const { status, failed } = runTests(files, 2);
  if (status === 0) return;
  const again = failed.length > 0 && failed.length <= mostTriedAgain ? runTests(failed, 1) : { status };
  if (again.status !== 0) process.exit(again.status);
  say(`passed alone: ${failed.join(", ")}`);
}

/** By one of the rigs that take the engine that is asked for (`test/support/test-database.ts`). */
function opensDatabase(file) {
  return /support\/(?:service-test|scheduler-rig)\.ts/.test(readFileSync(`${root}${file}`, "utf8"));
}

/** The exit code, and the files in which something failed. */
function runTests(files, concurrency) {
  const folder = mkdtempSync(join(tmpdir(), "squall-tests-"));
  const failures = join(folder, "failed");
  const reporters = [
    ["spec", "stdout"],
    ["./tools/failed-files.mjs", failures],
  ].flatMap(([reporter, to]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${to}`]);
  try {
    const status = attempt(
      node24(),
      [...flags, "--test", `--test-concurrency=${concurrency}`, "--test-timeout=900000", ...reporters, ...files],
      { ...process.env, NODE_COMPILE_CACHE: `${root}node_modules/.cache/compile` },
    );
    const failed = existsSync(failures) ? readFileSync(failures, "utf8").split("\n").filter(Boolean) : [];
    return { status, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bench(args) {
  await ensureBuilt();
  run(node24(), [...flags, "test/bench/bench.ts", ...args]);
}

function testFiles() {
  return ["src", "runtimes", "test", "tools"].filter((folder) => existsSync(`${root}${folder}`)).flatMap(testFilesOf);
}

/** A file itself, a folder's test files. */
function testFilesOf(path) {
  if (!statSync(`${root}${path}`, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(`${root}${folder}`, { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== "node_modules") visit(path);
      else if (entry.name.endsWith(".test.ts")) found.push(path);
    }
  };
  visit(path.replace(/\/+$/, ""));
  return found.sort();
}
