import { authorizerArn, authorizers, findAuthorizer } from "../authorizers/authorizer.ts";
import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import type { IotOperation } from "../operation.ts";

export const updateAuthorizer: IotOperation<"UpdateAuthorizer"> = async (input, context) => {
  const { authorizerName: name = "", authorizerFunctionArn, tokenKeyName, tokenSigningPublicKeys, status } = input;
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const former = await findAuthorizer(tx, name);
    const changed = {
      ...former,
      functionArn: authorizerFunctionArn ?? former.functionArn,
      tokenKeyName: tokenKeyName ?? former.tokenKeyName,
      publicKeys: tokenSigningPublicKeys ?? former.publicKeys,
      status: status ?? former.status,
      modifiedMs,
    };
    checkAuthorizer(changed, input.enableCachingForHttp);
    await authorizers.put(tx, name, changed);
  });
  return { authorizerName: name, authorizerArn: authorizerArn(context, name) };
};
