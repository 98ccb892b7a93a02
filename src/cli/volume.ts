import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { apiTarget } from "./api-client.ts";
import { makeProof, messageOf, post, responseOf } from "./held-request.ts";
import { complain, print } from "./print.ts";

const help = `usage: squall volume serve VOLUME [--port PORT | --socket PATH] [--read-only] [--endpoint URL] [--region R]

Exports a volume of a running Squall by NBD until this command ends (Ctrl-C), so that nbdcopy, qemu-img, nbd-client or a virtual machine
reads and writes it. The server does it: its own snapshots see what is written, also while it is.
  --port PORT        on 127.0.0.1 (default: a free one; refused by a server with --auth enforce)
  --socket PATH      on a Unix socket instead, which the server's user alone may use
  --read-only        writes are refused
  --account ID       whose volume (default: the server's account)
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: "string" },
      socket: { type: "string" },
      "read-only": { type: "boolean" },
      account: { type: "string" },
      endpoint: { type: "string" },
      region: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb, volumeId] = positionals;
  if (values.help || verb !== "serve" || volumeId === undefined) {
    print(help);
    return values.help ? 0 : 2;
  }
  if (values.port !== undefined && values.socket !== undefined)
    throw new ConfigError("--port and --socket exclude one another.");
  const { endpoint, region } = apiTarget(values);
  const proof = makeProof();
  const sent = post(endpoint, "/_squall/volumes/serve", {
    volumeId,
    region,
    account: values.account,
    port: values.port === undefined ? undefined : portOf(values.port),
    socket: values.socket === undefined ? undefined : resolve(values.socket),
    isReadOnly: values["read-only"] ?? false,
    proof: proof.secret,
  });
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    sent.destroy();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  let reason: string | undefined;
  try {
    const response = await responseOf(sent, endpoint).finally(proof.remove);
    if (response.statusCode !== 200) {
      complain(`squall: ${await messageOf(response)}\n`);
      return 1;
    }
    for await (const line of createInterface({ input: response })) {
      const told = JSON.parse(line) as { url?: string; sizeBytes?: number; ended?: string };
      if (told.url !== undefined) print(`squall volume: ${volumeId} is at ${told.url}: Ctrl-C ends it\n`);
      reason = told.ended;
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    // The connection was cut: by us, or with the server.
  }
  process.off("SIGINT", stop);
  process.off("SIGTERM", stop);
  if (isStopped) return 0;
  complain(`squall volume: ${reason ?? "The server has gone."}\n`);
  return 1;
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError(`--port ${text} is no port: name one from 1 to 65535, like 10809, or 0 for a free one.`);
}
