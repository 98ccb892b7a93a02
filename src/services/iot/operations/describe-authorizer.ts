import { findAuthorizer, toAuthorizer } from "../authorizers/authorizer.ts";
import type { IotOperation } from "../operation.ts";

export const describeAuthorizer: IotOperation<"DescribeAuthorizer"> = async (
  { authorizerName: name = "" },
  context,
) => {
  const found = await context.state.registry.read(context, (tx) => findAuthorizer(tx, name));
  return { authorizerDescription: toAuthorizer(context, name, found) };
};
