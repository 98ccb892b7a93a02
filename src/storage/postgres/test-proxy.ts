import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** Ends the connection of the next COMMIT: before the server has it (`question`) or before its answer is passed on (`answer`). */
  cutNextCommit(what: "question" | "answer"): void;
  cuts(): number;
  /** Nothing comes through, either way, and nobody is told: as if a machine stood still, or a cable were cut. */
  stall(): void;
  /** Everything comes through that was sent meanwhile. */
  resume(): void;
}

const socketName = ".s.PGSQL.5432";

/**
 * Stands between a client and the server of `url`, which is reached through a socket, and can fail at the worst moment. With
 * `dropsOptions` it takes no settings for a connection, as poolers do; `delayMs` is what an answer takes, as from another machine.
 */
export async function startProxy(url: string, { dropsOptions = false, delayMs = 0 } = {}): Promise<Proxy> {
  const directory = mkdtempSync(join(tmpdir(), "squall-proxy-"));
  const target = join(new URL(url).searchParams.get("host") as string, socketName);
  const sockets = new Set<Socket>();
  let cut: "question" | "answer" | undefined;
  let cuts = 0;
  let isStalled = false;
  const server = createServer((client) => {
    const upstream = connect(target);
    let withhold = false;
    const end = () => {
      client.destroy();
      upstream.destroy();
      for (const socket of [client, upstream]) sockets.delete(socket);
    };
    sockets.add(client).add(upstream);
    if (isStalled) for (const socket of [client, upstream]) socket.pause();
    for (const socket of [client, upstream]) socket.on("close", end).on("error", end);
    let begun = !dropsOptions;
    client.on("data", (data) => {
      if (!begun) {
        begun = true;
        upstream.write(withoutOptions(data));
        return;
      }
      if (!cut || !data.includes("COMMIT")) {
        upstream.write(data);
        return;
      }
      cuts++;
      withhold = cut === "answer";
      cut = undefined;
      if (withhold) upstream.write(data);
      else end();
    });
    upstream.on("data", (data) => {
      // The answer to COMMIT bears its name.
      if (delayMs > 0) setTimeout(() => client.write(data), delayMs);
      else if (!withhold) client.write(data);
      else if (data.includes("COMMIT")) end();
    });
  });
  await new Promise<void>((resolve) => server.listen(join(directory, socketName), resolve));
  const proxied = new URL(url);
  proxied.searchParams.set("host", directory);
  return {
    url: proxied.href,
    cutNextCommit: (what) => {
      cut = what;
    },
    cuts: () => cuts,
    stall: () => {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    resume: () => {
      isStalled = false;
      for (const socket of sockets) socket.resume();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The start-up message: its length and the protocol's version in four bytes each, then names and values that end in a zero. */
function withoutOptions(message: Buffer): Buffer {
  const words = message.toString("latin1", 8, message.length - 2).split("\0");
  const at = words.indexOf("options");
  if (at >= 0) words.splice(at, 2);
  const kept = Buffer.from(`${words.join("\0")}\0\0`, "latin1");
  const head = Buffer.from(message.subarray(0, 8));
  head.writeUInt32BE(8 + kept.length);
  return Buffer.concat([head, kept]);
}
