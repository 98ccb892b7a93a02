import { authorizers, defaultAuthorizer, findAuthorizer } from "../authorizers/authorizer.ts";
import { deleteConflict } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

/** Only one that is not asked any more. */
export const deleteAuthorizer: IotOperation<"DeleteAuthorizer"> = async ({ authorizerName: name = "" }, context) => {
  await context.state.registry.write(context, async (tx) => {
    const { status } = await findAuthorizer(tx, name);
    if (status === "ACTIVE") throw deleteConflict(`Authorizer ${name} must be INACTIVE before it is deleted`);
    if ((await defaultAuthorizer.find(tx)) === name)
      throw deleteConflict(`Authorizer ${name} is the default authorizer`);
    await authorizers.remove(tx, name);
  });
  return {};
};
