import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { labRole } from "./lab.ts";

/** Makes a function by AWS's client, of Python with the handler `index.handler` unless `more` says otherwise, and waits until it is active. */
export async function createFunction(
  client: LambdaClient,
  FunctionName: string,
  ZipFile: Uint8Array,
  more: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "python3.11",
      Handler: "index.handler",
      Role: labRole,
      Code: { ZipFile },
      ...more,
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 }, { FunctionName });
}
