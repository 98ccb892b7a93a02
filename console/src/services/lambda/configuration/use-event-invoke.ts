import {
  GetFunctionEventInvokeConfigCommand,
  type GetFunctionEventInvokeConfigCommandOutput,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { isNotFound } from "../../../aws/errors.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** Settings that are not there are looked for less often: AWS answers that with an error, which browsers write to their console. */
const usualPauseMs = 900;
const absentPauseMs = 15_000;

/** How the function is invoked asynchronously; null where it is left to AWS's defaults. */
export function useEventInvoke(name: string): Live<GetFunctionEventInvokeConfigCommandOutput | null> {
  const client = useClient(LambdaClient);
  return useLive<GetFunctionEventInvokeConfigCommandOutput | null>(
    `lambda/event-invoke/${name}`,
    async () => {
      try {
        return await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }));
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    { everyMs: (settings) => (settings === null ? absentPauseMs : usualPauseMs) },
  );
}
