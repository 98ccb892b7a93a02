import { authorizerArn, defaultAuthorizer, findAuthorizer } from "../authorizers/authorizer.ts";
import type { IotOperation } from "../operation.ts";

export const setDefaultAuthorizer: IotOperation<"SetDefaultAuthorizer"> = async (
  { authorizerName: name = "" },
  context,
) => {
  await context.state.registry.write(context, async (tx) => {
    await findAuthorizer(tx, name);
    await defaultAuthorizer.put(tx, name);
  });
  return { authorizerName: name, authorizerArn: authorizerArn(context, name) };
};
