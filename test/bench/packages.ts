import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { candidates } from "../../runtimes/python/interpreters.ts";
import { buildOnce, zipFolder } from "../support/build.ts";
import { labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import type { SquallProcess } from "../support/squall-process.ts";
import { type Figure, percentile } from "./figure.ts";
import { invokeHeaders, invokePath, renewEnvironments } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

/** A function as people write them: with packages from the registry, not bundled. */
interface RealFunction {
  readonly name: string;
  readonly runtime: "python3.12" | "nodejs22.x";
  readonly packages: readonly string[];
  readonly source: string;
  /** The same imports, for a plain interpreter. */
  readonly imports: string;
  readonly targetMs: number;
}

/** Of a Python function: with `memory` in its event it tells the KiB that its process has for itself, and its part of what it shares, once others have had time to start beside it. */
const tellsMemory = `
def handler(event, context):
    if "memory" not in event: return answer()
    import time
    time.sleep(event["memory"])
    with open("/proc/self/smaps_rollup") as file:
        sizes = [(line.split(":")[0], int(line.split()[1])) for line in file if line.endswith("kB\\n")]
    return [sum(size for name, size in sizes if name.startswith("Private")), dict(sizes)["Pss"]]
`;

const all: readonly RealFunction[] = [
  {
    name: "pandas-numpy-pillow",
    runtime: "python3.12",
    packages: ["pandas==2.2.3", "numpy==2.1.3", "pillow==11.0.0"],
    imports: "import pandas, numpy, PIL.Image",
    source: `import pandas, numpy, PIL.Image\ndef answer(): return int(pandas.DataFrame({"a": [1, 2]}).a.sum())\n${tellsMemory}`,
    targetMs: 90,
  },
  {
    name: "fastapi-sqlalchemy",
    runtime: "python3.12",
    packages: ["fastapi==0.115.5", "mangum==0.19.0", "sqlalchemy==2.0.36"],
    imports: "import fastapi, mangum, sqlalchemy.orm",
    source: `import fastapi, mangum, sqlalchemy.orm\napp = fastapi.FastAPI()\nentry = mangum.Mangum(app)\ndef answer(): return 3\n${tellsMemory}`,
    targetMs: 70,
  },
  {
    name: "express-sdk",
    runtime: "nodejs22.x",
    packages: ["express@4.21.1", "lodash@4.17.21", "zod@3.23.8"],
    imports: "require('express'); require('lodash'); require('zod')",
    source:
      "require('express')(); require('lodash'); require('zod'); require('@aws-sdk/client-s3');\nexports.handler = async () => 3;\n",
    targetMs: 70,
  },
];

/** Cold starts of functions that import much, each beside a plain interpreter that imports the same with a warm cache. */
export async function measurePackages(squall: SquallProcess, quick: boolean): Promise<Figure[]> {
  const client = new LambdaClient(clientOptions(squall.endpoint));
  const figures: Figure[] = [];
  for (const real of all) {
    const folder = install(real);
    if (!folder) continue;
    await create(client, real, folder);
    const baseline = { name: "a plain interpreter", value: plainMs(real, folder) };
    const first = await startOnce(squall, real.name);
    figures.push({ name: `first start ${real.name}`, value: first, unit: "ms", baseline });
    // What is made ahead after a first initialisation is made by then.
    if (real.runtime === "python3.12") await untilInherited(squall, real.name);
    else await delay(10_000);
    const runs = quick ? 5 : 20;
    const samples = await measureStarts(squall, client, real.name, runs);
    const p50 = percentile(samples, 0.5);
    figures.push({ name: `cold start ${real.name}, p50`, value: p50, unit: "ms", target: real.targetMs, baseline });
    figures.push({ name: `cold start ${real.name}, p99`, value: percentile(samples, 0.99), unit: "ms" });
    if (real.runtime !== "python3.12") continue;
    const count = quick ? 10 : 50;
    figures.push(...(await measureMemory(client, real.name, count, 25)));
    const alone = { ...real, name: `${real.name}-without-zygote` };
    await create(client, alone, folder, { SQUALL_ZYGOTE: "off" });
    await startOnce(squall, alone.name);
    // Its bytecode is compiled by then.
    await delay(10_000);
    const withoutIt = await measureStarts(squall, client, alone.name, runs);
    figures.push({ name: `cold start ${alone.name}, p50`, value: percentile(withoutIt, 0.5), unit: "ms", baseline });
    figures.push(...(await measureMemory(client, alone.name, 10)));
  }
  client.destroy();
  return figures;
}

async function startOnce(squall: SquallProcess, name: string): Promise<number> {
  const request = requestBytes("POST", invokePath(name), invokeHeaders, "{}");
  const { latenciesMs } = await load({ port: squall.port, request, clients: 1, durationMs: 0 });
  return latenciesMs[0] ?? Number.NaN;
}

async function measureStarts(
  squall: SquallProcess,
  client: LambdaClient,
  name: string,
  runs: number,
): Promise<number[]> {
  const samples: number[] = [];
  for (let run = 0; run < runs; run++) {
    await renewEnvironments(client, name, run);
    await delay(400);
    samples.push(await startOnce(squall, name));
  }
  return samples;
}

/** Until environments of the function are forks of a process that has imported its packages. */
async function untilInherited(squall: SquallProcess, name: string): Promise<void> {
  for (const endMs = performance.now() + 120_000; performance.now() < endMs; await delay(100)) {
    const response = await fetch(`${squall.endpoint}/_squall/zygotes`, { method: "POST", body: "{}" });
    const { zygotes } = (await response.json()) as { zygotes: { function: string; isReady: boolean }[] };
    if (zygotes.some((zygote) => zygote.isReady && zygote.function === `${name}:$LATEST`)) return;
  }
  process.stdout.write(`${name}: no zygote was made in time\n`);
}

/** What each of many environments at once has for itself, and its part of what is shared, in their medians. */
async function measureMemory(
  client: LambdaClient,
  FunctionName: string,
  count: number,
  target?: number,
): Promise<Figure[]> {
  const Payload = Buffer.from(JSON.stringify({ memory: 3 }));
  const answers = await Promise.all(
    Array.from({ length: count }, () => client.send(new InvokeCommand({ FunctionName, Payload }))),
  );
  const told = answers.map((answer) => JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as [number, number]);
  const mib = (of: 0 | 1) =>
    percentile(
      told.map((sizes) => sizes[of] / 1024),
      0.5,
    );
  const of = `of each of ${count}, ${FunctionName}`;
  return [
    { name: `own memory ${of}`, value: mib(0), unit: "MiB", ...(target !== undefined && { target }) },
    { name: `memory (PSS) ${of}`, value: mib(1), unit: "MiB" },
  ];
}

function pythonOf({ runtime }: RealFunction): string | undefined {
  return candidates().find(({ minor }) => `python3.${minor}` === runtime)?.executable;
}

/** The packages in a folder, from the registry the first time. Undefined, with a word, where that can't be. */
function install(real: RealFunction): string | undefined {
  try {
    return buildOnce("bench-packages", [real.runtime, ...real.packages, real.source], (into) => {
      if (real.runtime === "nodejs22.x") {
        const options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
        execFileSync("npm", ["install", "--prefix", into, ...options, ...real.packages], { stdio: "ignore" });
        writeFileSync(join(into, "app.js"), real.source);
        return;
      }
      const python = pythonOf(real);
      if (!python) throw new Error(`there is no ${real.runtime}`);
      const options = ["--quiet", "--disable-pip-version-check", "--no-compile", "--target", into];
      execFileSync(python, ["-m", "pip", "install", ...options, ...real.packages], { stdio: "ignore" });
      writeFileSync(join(into, "app.py"), real.source);
    });
  } catch (error) {
    process.stdout.write(`${real.name} is not measured: ${(error as Error).message}\n`);
    return undefined;
  }
}

async function create(
  client: LambdaClient,
  real: RealFunction,
  folder: string,
  Variables: Record<string, string> = {},
): Promise<void> {
  const FunctionName = real.name;
  const Code = { ZipFile: zipFolder(folder) };
  const Handler = "app.handler";
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: real.runtime,
      Handler,
      Role: labRole,
      Code,
      MemorySize: 1024,
      Timeout: 60,
      Environment: { Variables },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 120, minDelay: 0.1, maxDelay: 0.5 }, { FunctionName });
}

/** Median of five, from a copy in which the interpreter may write its cache. */
function plainMs(real: RealFunction, folder: string): number {
  const copy = `${folder}-plain`;
  mkdirSync(copy, { recursive: true });
  cpSync(folder, copy, { recursive: true });
  const [program, ...options] =
    real.runtime === "nodejs22.x" ? [process.execPath, "-e"] : [pythonOf(real) ?? "python3", "-c"];
  const samples = Array.from({ length: 6 }, () => {
    const startedMs = performance.now();
    execFileSync(program!, [...options, real.imports], {
      cwd: copy,
      env: { ...process.env, PYTHONPATH: copy, PYTHONDONTWRITEBYTECODE: "" },
    });
    return performance.now() - startedMs;
  });
  return percentile(samples.slice(1), 0.5);
}
