import { defaultAuthorizer, findAuthorizer, toAuthorizer } from "../authorizers/authorizer.ts";
import { resourceNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

export const describeDefaultAuthorizer: IotOperation<"DescribeDefaultAuthorizer"> = async (_input, context) => {
  const { name, record } = await context.state.registry.read(context, async (tx) => {
    const found = await defaultAuthorizer.find(tx);
    if (found === undefined) throw resourceNotFound("No default authorizer is set");
    return { name: found, record: await findAuthorizer(tx, found) };
  });
  return { authorizerDescription: toAuthorizer(context, name, record) };
};
