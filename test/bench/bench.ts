import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { launchSquall } from "../support/squall-process.ts";
import { measureBaselines } from "./baselines.ts";
import { measureColdStarts } from "./cold-start.ts";
import { type Figure, printTable } from "./figure.ts";
import { measureStorage, measureUploadMemory } from "./s3.ts";
import { measureAsynchronous, measureBurst } from "./scale.ts";
import { measureStartUp } from "./start-up.ts";
import { measureWarmInvokes } from "./warm-invoke.ts";

const help = `usage: npm run bench [-- --quick]

Measures a Squall of its own (a fresh one, with nothing kept) and prints each figure beside a baseline of the same run: absolute
times depend on the machine, the ratios less. The figures are stored as JSON in bench/results/.
  --quick   fewer repetitions
`;

const { values } = parseArgs({ options: { quick: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
if (values.help) process.stdout.write(help);
else await main(values.quick ?? false);

async function main(quick: boolean): Promise<void> {
  const baselines = await measureBaselines(quick);
  const figures: Figure[] = [...(await measureStartUp(quick))];
  await using squall = await launchSquall();
  figures.push(...(await measureColdStarts(squall, baselines, quick)));
  figures.push(...(await measureWarmInvokes(squall, baselines, quick)));
  figures.push(...(await measureStorage(squall, baselines, quick)));
  figures.push(...(await measureUploadMemory(quick)));
  figures.push(...(await measureBurst(quick)));
  figures.push(...(await measureAsynchronous(quick)));
  printTable(figures);
  store({ cpus: cpus().length, model: cpus()[0]?.model, node: process.version, baselines, figures });
}

function store(results: object): void {
  mkdirSync("bench/results", { recursive: true });
  const path = `bench/results/${new Date().toISOString().replace(/[:.]/g, "-")}.json`;
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`\nstored in ${path}\n`);
}
