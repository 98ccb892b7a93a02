import { defaultAuthorizer } from "../authorizers/authorizer.ts";
import type { IotOperation } from "../operation.ts";

export const clearDefaultAuthorizer: IotOperation<"ClearDefaultAuthorizer"> = async (_input, context) => {
  await context.state.registry.write(context, (tx) => defaultAuthorizer.remove(tx));
  return {};
};
