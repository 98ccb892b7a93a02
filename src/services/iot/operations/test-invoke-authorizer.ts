import { askAuthorizer } from "../authorizers/ask-authorizer.ts";
import { findAuthorizer } from "../authorizers/authorizer.ts";
import { invalidResponse } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

/** Asks an authorizer's function as a device would, and gives what it says. */
export const testInvokeAuthorizer: IotOperation<"TestInvokeAuthorizer"> = async (input, context) => {
  const { authorizerName: name = "", token, tokenSignature, httpContext, mqttContext, tlsContext } = input;
  const authorizer = await context.state.registry.read(context, (tx) => findAuthorizer(tx, name));
  const question = {
    token,
    signature: tokenSignature,
    protocols: [...(tlsContext ? ["tls"] : []), ...(httpContext ? ["http"] : []), ...(mqttContext ? ["mqtt"] : [])],
    serverName: tlsContext?.serverName,
    http: httpContext && { headers: httpContext.headers ?? {}, queryString: httpContext.queryString ?? "" },
    mqtt: mqttContext && {
      username: mqttContext.username,
      password: mqttContext.password === undefined ? undefined : Buffer.from(mqttContext.password as Uint8Array),
      clientId: mqttContext.clientId ?? "",
    },
    sourceIp: context.request.sourceIp,
  };
  const answer = await askAuthorizer(context, name, authorizer, question, context.host);
  if (!answer) throw invalidResponse("The authorizer has given no answer of the right form.");
  return {
    isAuthenticated: answer.isAuthenticated,
    principalId: answer.principalId,
    policyDocuments: [...answer.policyDocuments],
    refreshAfterInSeconds: answer.refreshAfterInSeconds,
    disconnectAfterInSeconds: answer.disconnectAfterInSeconds,
  };
};
