import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { percentile } from "./figure.ts";
import { load, requestBytes } from "./load.ts";

/** What the figures are held against, measured in the same run on the same machine. */
export interface Baselines {
  /** A bare `node:http` server that answers what it was sent: median of one client, and requests a second of 64. */
  readonly echoMs: number;
  readonly echoPerSecond: Readonly<Record<number, number>>;
  /** Starting an interpreter and importing boto3, as a function without a zygote must. */
  readonly pythonBoto3Ms: number;
  /** Starting an interpreter, and nothing else. */
  readonly nodeMs: number;
}

const echoServer = `
  const server = require("node:http").createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => { const body = Buffer.concat(chunks); response.setHeader("content-length", body.length); response.end(body); });
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

export async function measureBaselines(quick: boolean): Promise<Baselines> {
  const child = spawn(process.execPath, ["-e", echoServer], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const port = Number(line.toString());
    const request = requestBytes("POST", "/", {}, "{}");
    const durationMs = quick ? 500 : 2_000;
    await load({ port, request, clients: 8, durationMs: 300 });
    const echoPerSecond: Record<number, number> = {};
    let echoMs = 0;
    for (const clients of [1, 8, 64]) {
      const result = await load({ port, request, clients, durationMs });
      echoPerSecond[clients] = result.perSecond;
      if (clients === 1) echoMs = percentile(result.latenciesMs, 0.5);
    }
    return {
      echoMs,
      echoPerSecond,
      pythonBoto3Ms: medianOfRuns(
        "python3",
        ["-c", "import boto3; boto3.client('s3', region_name='us-east-1')"],
        quick,
      ),
      nodeMs: medianOfRuns(process.execPath, ["-e", "0"], quick),
    };
  } finally {
    child.kill();
  }
}

function medianOfRuns(command: string, args: readonly string[], quick: boolean): number {
  const samples: number[] = [];
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    const startedMs = performance.now();
    spawnSync(command, args, { stdio: "ignore" });
    samples.push(performance.now() - startedMs);
  }
  return percentile(samples, 0.5);
}
