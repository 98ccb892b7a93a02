import type { OperationLoaders } from "../../../service.ts";

/** iot-data-plane: made by tools/generate-operations.ts of the folder operations/, where one file is one operation. */
export const operations = {
  Publish: async () => (await import("../operations/publish.ts")).publish,
} satisfies OperationLoaders<typeof import("@aws-sdk/client-iot-data-plane"), never>;
