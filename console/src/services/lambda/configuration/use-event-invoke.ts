import {
  GetFunctionEventInvokeConfigCommand,
  type GetFunctionEventInvokeConfigCommandOutput,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { isNotFound } from "../../../aws/errors.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** How the function is invoked asynchronously; null where it is left to AWS's defaults. */
export function useEventInvoke(name: string): Live<GetFunctionEventInvokeConfigCommandOutput | null> {
  const client = useClient(LambdaClient);
  return useLive(`lambda/event-invoke/${name}`, async () => {
    try {
      return await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }));
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  });
}
