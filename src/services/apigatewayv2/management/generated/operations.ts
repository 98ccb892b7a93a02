import type { OperationLoaders } from "../../../service.ts";

/** apigatewaymanagementapi: made by tools/generate-operations.ts of the folder operations/, where one file is one operation. */
export const operations = {
  DeleteConnection: async () => (await import("../operations/delete-connection.ts")).deleteConnection,
  GetConnection: async () => (await import("../operations/get-connection.ts")).getConnection,
  PostToConnection: async () => (await import("../operations/post-to-connection.ts")).postToConnection,
} satisfies OperationLoaders<typeof import("@aws-sdk/client-apigatewaymanagementapi"), never>;
