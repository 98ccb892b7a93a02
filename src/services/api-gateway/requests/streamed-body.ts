import { Readable } from "node:stream";
import { within } from "../../execute-api/call-function.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Asked } from "./asked.ts";

/** The body of an answer that goes out as the integration gives it. */
export interface StreamedBody {
  readonly body: Readable;
  /** When it has gone, or the client has. */
  readonly ended: Promise<StreamEnd>;
}

export interface StreamEnd {
  readonly bytes: number;
  /** It was broken off by the integration or by its limits. */
  readonly fault: string | undefined;
  /** By the server's monotonic clock. */
  readonly firstContentMs: number | undefined;
}

/**
 * Held to the times and the bandwidth that streams have: the integration's timeout is for all of it, silence has its own, and what follows the first 10 MB goes at 2 MB/s.
 * A fault in the middle breaks the connection off, for the head has gone. Source: "Stream the integration response for your proxy integrations in API Gateway".
 */
export function toStreamedBody(
  host: ServiceHost,
  { api, integration }: Asked,
  source: AsyncIterable<Uint8Array>,
  /** By the server's monotonic clock. */
  startedMs: number,
  /** What has been read of it. */
  first?: Buffer,
): StreamedBody {
  const { clock } = host;
  const isEdge = api.endpointConfiguration?.types?.includes("EDGE");
  const idleMs = isEdge ? limits.edgeStreamIdleMs : limits.streamIdleMs;
  const endMs = startedMs + (integration.timeoutInMillis ?? limits.integrationTimeoutMs);
  const told: { bytes: number; fault: string | undefined; firstContentMs: number | undefined } = {
    bytes: 0,
    fault: undefined,
    firstContentMs: undefined,
  };

  const iterator = source[Symbol.asyncIterator]();
  let begun = first && first.length > 0 ? Promise.resolve({ value: first, done: false as const }) : undefined;

  async function* pieces(): AsyncGenerator<Buffer> {
    const pause = Promise.withResolvers<never>().promise;
    let paceMs: number | undefined;
    try {
      while (true) {
        const leftMs = endMs - clock.monotonicMs();
        const next = await within(host, Math.max(0, Math.min(idleMs, leftMs)), begun ?? iterator.next());
        begun = undefined;
        if (!next) throw new Error(leftMs < idleMs ? "its time was over" : "nothing came for too long");
        if (next.done) return;
        const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
        if (piece.length === 0) continue;
        told.firstContentMs ??= clock.monotonicMs();
        told.bytes += piece.length;
        yield piece;
        if (told.bytes <= limits.unpacedStreamBytes) continue;
        paceMs = Math.max(paceMs ?? 0, clock.monotonicMs()) + (piece.length / limits.streamBytesPerSecond) * 1_000;
        // Timers have whole milliseconds: small pieces wait together.
        const waitMs = paceMs - clock.monotonicMs();
        if (waitMs >= 10) await within(host, waitMs, pause);
      }
    } catch (error) {
      told.fault = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  const body = Readable.from(pieces(), { objectMode: false });
  const ended = new Promise<StreamEnd>((resolve) =>
    body.once("close", () => {
      // Also of a body that nobody has read. A generator that waits for its next piece hears of it when that comes.
      iterator.return?.().catch(() => {});
      resolve(told);
    }),
  );
  return { body, ended };
}

/** What of it there is within a time and a size: for a test. */
export async function readStreamed(host: ServiceHost, { body }: StreamedBody): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const read = async () => {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > limits.testStreamBytes) break;
    }
  };
  await within(
    host,
    limits.testStreamMs,
    read().catch(() => {}),
  );
  body.destroy();
  return Buffer.concat(chunks);
}
