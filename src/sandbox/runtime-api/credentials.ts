import type { IncomingMessage, ServerResponse } from "node:http";
import type { CredentialsSource } from "../sandbox.ts";
import { answer, forbidden } from "./answer.ts";

/** AWS's own path of it. */
export const credentialsPath = "/2021-04-23/credentials";

/** Gives the function's credentials to an SDK in it. Source: AWS SDKs reference, "Container credential provider". */
export async function answerCredentials(
  credentials: CredentialsSource,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  if (request.headers.authorization !== credentials.token) forbidden(response);
  else answer(response, 200, await credentials.get());
}

/** The variables by which an SDK finds it. */
export function credentialsVariables(address: string, { token }: CredentialsSource): Record<string, string> {
  return {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${address}${credentialsPath}`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  };
}
