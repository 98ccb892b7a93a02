import { randomBytes } from "node:crypto";
import { closeSync, openSync, rmSync } from "node:fs";
import type { ClientRequest, IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ConfigError } from "../config.ts";
import { http } from "../platform/node-http.ts";

export interface DevelopmentSession {
  readonly runtime: string;
  readonly handler: string;
  /** Fulfilled with the reason when the server has ended it, or is gone. */
  readonly ended: Promise<string>;
  /** From when this is fulfilled on, events find the code that is in the directory. */
  changed(): Promise<void>;
  /** The function's uploaded code is live again. */
  close(): void;
}

export interface SessionOptions {
  readonly endpoint: string;
  readonly functionArn: string;
  readonly directory: string;
  readonly inspectPort: number | undefined;
}

/** Has the server run a function from a directory while this process lives. Throws ConfigError, which says what the server said. */
export async function openSession(options: SessionOptions): Promise<DevelopmentSession> {
  const { endpoint, functionArn, directory, inspectPort } = options;
  const proof = makeProof();
  try {
    const sent = post(endpoint, "/_squall/dev", {
      functionName: functionArn,
      directory,
      inspectPort,
      proof: proof.name,
    });
    const response = await responseOf(sent, endpoint);
    if (response.statusCode !== 200) throw new ConfigError(await messageOf(response));
    const lines = createInterface({ input: response })[Symbol.asyncIterator]();
    const { runtime, handler } = JSON.parse((await lines.next()).value ?? "{}") as { runtime: string; handler: string };
    return {
      runtime,
      handler,
      ended: untilEnded(lines),
      changed: async () => {
        const response = await responseOf(
          post(endpoint, "/_squall/dev/changed", { functionName: functionArn }),
          endpoint,
        );
        const message = await messageOf(response);
        if (response.statusCode !== 200) throw new ConfigError(message);
      },
      close: () => sent.destroy(),
    };
  } finally {
    proof.remove();
  }
}

/** A file that shows the server that its caller is a user of its machine and none of its functions. */
function makeProof(): { name: string; remove: () => void } {
  const name = `squall-dev-${randomBytes(16).toString("hex")}`;
  const path = join(tmpdir(), name);
  closeSync(openSync(path, "wx", 0o600));
  return { name, remove: () => rmSync(path, { force: true }) };
}

function post(endpoint: string, path: string, body: object): ClientRequest {
  const sent = http.request(new URL(path, endpoint), {
    method: "POST",
    headers: { "content-type": "application/json" },
  });
  sent.end(JSON.stringify(body));
  return sent;
}

function responseOf(sent: ClientRequest, endpoint: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once("response", resolve);
    sent.on("error", () =>
      reject(
        new ConfigError(`nothing answers at ${endpoint}: start it with \`npm start\`, or name it with --endpoint.`),
      ),
    );
  });
}

async function messageOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}

async function untilEnded(lines: AsyncIterator<string>): Promise<string> {
  try {
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const { ended } = JSON.parse(line.value) as { ended?: string };
      if (ended !== undefined) return ended;
    }
  } catch {
    // The connection was cut.
  }
  return "The server is gone.";
}
