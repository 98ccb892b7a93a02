import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { SquallDev } from "../support/squall-dev.ts";
import type { SquallProcess } from "../support/squall-process.ts";
import { type Figure, percentile } from "./figure.ts";
import type { MeasuredFunctions } from "./functions.ts";

/** How long after a file was saved under `squall dev` the first caller gets the new answer, its cold start and its answer included. */
export async function measureHotReload(
  squall: SquallProcess,
  { client }: MeasuredFunctions,
  quick: boolean,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, { file, text }] of Object.entries(sources)) {
    const samples = await measure(squall, client, name, file, text, quick ? 5 : 30);
    figures.push({ name: `saved file live, ${name}, p50`, value: percentile(samples, 0.5), unit: "ms", target: 100 });
    figures.push({ name: `saved file live, ${name}, p99`, value: percentile(samples, 0.99), unit: "ms" });
  }
  return figures;
}

const sources: Readonly<Record<string, { file: string; text: (version: number) => string }>> = {
  "python-hello": {
    file: "hello.py",
    text: (version) => `import boto3\ndef handler(event, context):\n    return ${version}\n`,
  },
  "node-hello": { file: "hello.mjs", text: (version) => `export const handler = async () => ${version};\n` },
};

async function measure(
  { endpoint }: SquallProcess,
  client: LambdaClient,
  name: string,
  file: string,
  text: (version: number) => string,
  saves: number,
): Promise<number[]> {
  const directory = mkdtempSync(join(tmpdir(), "squall-bench-dev-"));
  chmodSync(directory, 0o755);
  const path = join(directory, file);
  writeFileSync(path, text(0));
  const dev = new SquallDev([directory, "--function", name], endpoint);
  try {
    await dev.says(/ runs from /);
    await untilAnswer(client, name, 0);
    const samples: number[] = [];
    for (let version = 1; version <= saves; version++) {
      // The former environment is gone, and another process waits: as when somebody edits.
      await delay(500);
      const startedMs = performance.now();
      writeFileSync(path, text(version));
      await untilAnswer(client, name, version);
      samples.push(performance.now() - startedMs);
    }
    return samples;
  } finally {
    await dev.end();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function untilAnswer(client: LambdaClient, FunctionName: string, version: number): Promise<void> {
  for (;;) {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
    if (Buffer.from(Payload ?? []).toString() === String(version)) return;
  }
}
