import { functionStore } from "../functions/function-store.ts";
import { layerPartition, layerStore } from "../layers/layer-store.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** The account's quotas in the region, and what its functions and layers take of them. */
export const getAccountSettings: LambdaOperation<"GetAccountSettings"> = async (_input, context) => {
  const { functions, settings } = context.state;
  const usage = await functions.read(context, functionStore.usage);
  const layerBytes = await layerPartition(context.host.storage, context).read(layerStore.codeBytes);
  return {
    AccountLimit: {
      TotalCodeSize: limits.codeStorageBytes,
      CodeSizeUnzipped: limits.unzippedBytes,
      CodeSizeZipped: limits.zippedUploadBytes,
      ConcurrentExecutions: settings.concurrentExecutions,
      UnreservedConcurrentExecutions: settings.concurrentExecutions - usage.reserved,
    },
    AccountUsage: { TotalCodeSize: usage.codeBytes + layerBytes, FunctionCount: usage.functions },
  };
};
