import type { OperationLoaders } from "../../../service.ts";

/** dynamodb-streams: made by tools/generate-operations.ts of the folder operations/, where one file is one operation. */
export const operations = {
  DescribeStream: async () => (await import("../operations/describe-stream.ts")).describeStream,
  GetRecords: async () => (await import("../operations/get-records.ts")).getRecords,
  GetShardIterator: async () => (await import("../operations/get-shard-iterator.ts")).getShardIterator,
  ListStreams: async () => (await import("../operations/list-streams.ts")).listStreams,
} satisfies OperationLoaders<typeof import("@aws-sdk/client-dynamodb-streams"), never>;
