import type { Readable } from "node:stream";
import { eventTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";
import { invoke } from "./invoke.ts";

/** The asynchronous invocation of 2014, which AWS still answers. */
export const invokeAsync: LambdaOperation<"InvokeAsync"> = async ({ FunctionName, InvokeArgs }, context) => {
  const Payload = await collect(InvokeArgs as Readable | Uint8Array);
  // biome-ignore lint/suspicious/noExplicitAny: the members that are left out are optional.
  await invoke({ FunctionName, InvocationType: "Event", Payload } as any, context);
  return { Status: 202 };
};

async function collect(body: Readable | Uint8Array): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limits.asynchronousPayloadBytes) throw eventTooLarge(bytes, limits.asynchronousPayloadBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
