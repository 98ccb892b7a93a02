import { responseLimits } from "./response-limits.ts";
import type { InvokeResult, ResponseSink } from "./sandbox.ts";

/** Where a response goes: to the caller's sink as it comes, or collected where there is none or the response is not streamed. */
export interface BoundedSink {
  readonly mostBytes: number;
  /** The response is streamed. */
  begin(contentType: string): void;
  /** What goes beyond the limit is counted and forgotten. Fulfilled when there is room for more. */
  write(chunk: Buffer): Promise<void> | undefined;
  /** What the invocation gave, if no error came. */
  end(): InvokeResult;
}

export function boundSink(sink: ResponseSink | undefined): BoundedSink {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let isStreamed = false;
  const mostBytes = () => (isStreamed ? responseLimits.streamedBytes : responseLimits.bufferedBytes);
  return {
    get mostBytes() {
      return mostBytes();
    },
    begin: (contentType) => {
      isStreamed = sink !== undefined;
      sink?.begin(contentType);
    },
    write: (chunk) => {
      bytes += chunk.length;
      if (bytes > mostBytes()) {
        chunks = [];
        return undefined;
      }
      if (isStreamed) return sink?.write(chunk);
      chunks.push(chunk);
      return undefined;
    },
    end: () => {
      if (bytes > mostBytes()) return { kind: "tooLarge", bytes };
      return { kind: "success", payload: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) };
    },
  };
}
