import type { ListObjectsV2Command } from "@aws-sdk/client-s3";

/** The store's wall time, in milliseconds, once the command is answered: its answer's Date header, which the SDK does not give. */
export function storeTimeMs(command: ListObjectsV2Command): () => number | undefined {
  let timeMs: number | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      const parsed = Date.parse(headers?.date ?? "");
      timeMs = Number.isNaN(parsed) ? undefined : parsed;
      return result;
    },
    { step: "deserialize", name: "storeTime" },
  );
  return () => timeMs;
}
