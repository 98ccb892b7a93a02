import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { launchSquall } from "../support/squall-process.ts";
import { measureApis } from "./apis.ts";
import { measureBaselines } from "./baselines.ts";
import { measureColdStarts } from "./cold-start.ts";
import { measureHotReload } from "./dev.ts";
import { measureDisks } from "./disks.ts";
import { measureEvents } from "./events.ts";
import { type Figure, printTable } from "./figure.ts";
import { createFunctions } from "./functions.ts";
import { measureDevices } from "./iot.ts";
import { measureLargeTable } from "./large-table.ts";
import { measureObjects } from "./objects.ts";
import { measurePackages } from "./packages.ts";
import { measureQueueFunctions } from "./queue-functions.ts";
import { measureStorage, measureUploadMemory } from "./s3.ts";
import { measureAsynchronous, measureBurst } from "./scale.ts";
import { measureSlowDisk } from "./slow-disk.ts";
import { measureQueues } from "./sqs.ts";
import { measureStartUp } from "./start-up.ts";
import { measureDatabases } from "./storage.ts";
import { measureTables } from "./tables.ts";
import { measureTimers } from "./timers.ts";
import { measureTopics } from "./topics.ts";
import { measureWarmInvokes } from "./warm-invoke.ts";

const help = `usage: npm run bench [-- --quick] [--only SECTION …]

Measures a Squall of its own (a fresh one, with nothing kept) and prints each figure beside a baseline of the same run: absolute
times depend on the machine, the ratios less. The figures are stored as JSON in bench/results/.
  --quick          fewer repetitions
  --only SECTION   one of start-up, cold, packages, warm, dev, s3, objects, sqs, queue-functions, topics, events, tables, disks, storage, timers, apis, iot, upload, burst, asynchronous, slow-disk, large-table; may be repeated;
                   large-table is measured only if it is named
`;

const sections = [
  "start-up",
  "cold",
  "packages",
  "warm",
  "dev",
  "s3",
  "objects",
  "sqs",
  "queue-functions",
  "topics",
  "events",
  "tables",
  "disks",
  "storage",
  "timers",
  "apis",
  "iot",
  "upload",
  "burst",
  "asynchronous",
  "slow-disk",
  "large-table",
] as const;
/** Minutes and gigabytes: only where it is asked for. */
const onlyAskedFor: ReadonlySet<Section> = new Set(["large-table"]);
type Section = (typeof sections)[number];

const { values } = parseArgs({
  options: {
    quick: { type: "boolean" },
    only: { type: "string", multiple: true },
    help: { type: "boolean", short: "h" },
  },
});
const unknown = values.only?.find((name) => !sections.includes(name as Section));
if (values.help) process.stdout.write(help);
else if (unknown) {
  process.stderr.write(`There is no section ${unknown}.\n\n${help}`);
  process.exitCode = 2;
} else await main(values.quick ?? false, chosenOf(values.only as Section[] | undefined));

function chosenOf(only: readonly Section[] | undefined): ReadonlySet<Section> {
  return new Set(only ?? sections.filter((section) => !onlyAskedFor.has(section)));
}

async function main(quick: boolean, chosen: ReadonlySet<Section>): Promise<void> {
  const baselines = await measureBaselines(quick);
  const figures: Figure[] = [];
  const measure = async (section: Section, figuresOf: () => Promise<Figure[]>) => {
    if (chosen.has(section)) figures.push(...(await figuresOf()));
  };
  await measure("start-up", () => measureStartUp(quick));
  {
    // Cold starts are measured here, and not what is started ahead of them.
    await using squall = await launchSquall(["--ephemeral", "--proactive", "off"]);
    const functions = await createFunctions(squall.endpoint);
    await measure("cold", () => measureColdStarts(squall, functions, baselines, quick));
    await measure("packages", () => measurePackages(squall, quick));
    await measure("warm", () => measureWarmInvokes(squall, functions, baselines, quick));
    await measure("dev", () => measureHotReload(squall, functions, quick));
    await measure("s3", () => measureStorage(squall, baselines, quick));
  }
  await measure("objects", () => measureObjects(baselines, quick));
  await measure("sqs", () => measureQueues(baselines, quick));
  await measure("queue-functions", () => measureQueueFunctions(baselines, quick));
  await measure("topics", () => measureTopics(quick));
  await measure("events", () => measureEvents(quick));
  await measure("tables", () => measureTables(quick));
  await measure("disks", () => measureDisks(quick));
  await measure("storage", () => measureDatabases(quick));
  await measure("timers", () => measureTimers(quick));
  await measure("apis", () => measureApis(baselines, quick));
  await measure("iot", () => measureDevices(quick));
  await measure("upload", () => measureUploadMemory(quick));
  await measure("burst", () => measureBurst(quick));
  await measure("asynchronous", () => measureAsynchronous(quick));
  await measure("slow-disk", () => measureSlowDisk(quick));
  await measure("large-table", () => measureLargeTable(quick));
  printTable(figures);
  store({ cpus: cpus().length, model: cpus()[0]?.model, node: process.version, baselines, figures });
}

function store(results: object): void {
  mkdirSync("bench/results", { recursive: true });
  const path = `bench/results/${new Date().toISOString().replace(/[:.]/g, "-")}.json`;
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`\nstored in ${path}\n`);
}
