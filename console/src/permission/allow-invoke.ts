import { AddPermissionCommand, type LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import type { Made } from "../form/create.ts";

interface Allowed {
  readonly functionArn: string;
  /** `events.amazonaws.com` */
  readonly principal: string;
  readonly sourceArn: string;
  readonly sourceAccount?: string;
}

/** Lets a service invoke the function for one of its resources. */
export async function allowInvoke(client: LambdaClient, allowed: Allowed, made: Made): Promise<void> {
  const { functionArn: FunctionName, principal, sourceArn, sourceAccount } = allowed;
  const StatementId = newStatementId();
  await client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId,
      Action: "lambda:InvokeFunction",
      Principal: principal,
      SourceArn: sourceArn,
      SourceAccount: sourceAccount,
    }),
  );
  made(`the statement ${StatementId}, which lets ${principal} invoke the function`, () =>
    client.send(new RemovePermissionCommand({ FunctionName, StatementId })),
  );
}

/** As Lambda's console names the statements that it adds. */
function newStatementId(): string {
  return `lambda-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
}
