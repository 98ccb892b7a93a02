import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { defaultEndpoint } from "./api-client.ts";
import { print } from "./print.ts";

const help = `usage: squall nodes [--json] [--endpoint URL]

The servers that share one PostgreSQL, as one of them sees them: id, address for the others, version, since when, last heartbeat.
The endpoint is http://localhost:4566, or AWS_ENDPOINT_URL. A server that runs with --auth enforce does not tell the addresses.
`;

interface Node {
  readonly id: string;
  readonly epoch: number;
  readonly address?: string;
  readonly version?: string;
  readonly startedMs: number;
  readonly heartbeatMs: number;
  readonly isDraining: boolean;
}

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { endpoint: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    print(help);
    return 0;
  }
  const nodes = await ask(`${values.endpoint ?? process.env.AWS_ENDPOINT_URL ?? defaultEndpoint}/_squall/health`);
  if (values.json) print(nodes.map((node) => `${JSON.stringify(node)}\n`).join(""));
  else if (nodes.length === 0) print("This server is alone: its database is in its data directory.\n");
  else print(nodes.map(describe).join(""));
  return 0;
}

function describe({ id, epoch, address, version, startedMs, heartbeatMs, isDraining }: Node): string {
  const at = (ms: number) => new Date(ms).toISOString();
  const words = [
    id.padEnd(12),
    (address || "-").padEnd(22),
    (version ?? "-").padEnd(10),
    `since ${at(startedMs)}`,
    `heartbeat ${at(heartbeatMs)}`,
    `epoch ${epoch}`,
    ...(isDraining ? ["draining"] : []),
  ];
  return `${words.join("  ")}\n`;
}

async function ask(url: string): Promise<readonly Node[]> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new ConfigError(`nothing answers at ${url}: start it with \`npm start\`, or name it with --endpoint.`);
  }
  const { nodes = [] } = (await response.json()) as { nodes?: readonly Node[] };
  return nodes;
}
