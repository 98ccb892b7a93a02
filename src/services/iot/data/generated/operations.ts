import type { OperationLoaders } from "../../../service.ts";

/** iot-data-plane: made by tools/generate-operations.ts of the folder operations/, where one file is one operation. */
export const operations = {
  DeleteThingShadow: async () => (await import("../operations/delete-thing-shadow.ts")).deleteThingShadow,
  GetThingShadow: async () => (await import("../operations/get-thing-shadow.ts")).getThingShadow,
  ListNamedShadowsForThing: async () => (await import("../operations/list-named-shadows-for-thing.ts")).listNamedShadowsForThing,
  Publish: async () => (await import("../operations/publish.ts")).publish,
  UpdateThingShadow: async () => (await import("../operations/update-thing-shadow.ts")).updateThingShadow,
} satisfies OperationLoaders<typeof import("@aws-sdk/client-iot-data-plane"), never>;
