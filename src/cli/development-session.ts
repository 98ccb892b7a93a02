import { createInterface } from "node:readline";
import { ConfigError } from "../config.ts";
import { makeProof, messageOf, post, responseOf } from "./held-request.ts";

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
      proof: proof.secret,
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
