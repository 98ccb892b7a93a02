import { authorizerArn, authorizers } from "../authorizers/authorizer.ts";
import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import { resourceAlreadyExists } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { toTags } from "../tags/tags.ts";

export const createAuthorizer: IotOperation<"CreateAuthorizer"> = async (input, context) => {
  const { authorizerName: name = "", authorizerFunctionArn: functionArn = "", status = "INACTIVE" } = input;
  const { tokenKeyName, tokenSigningPublicKeys: publicKeys = {}, signingDisabled = false } = input;
  checkAuthorizer({ signingDisabled, tokenKeyName, publicKeys }, input.enableCachingForHttp);
  const nowMs = context.host.clock.nowMs();
  const arn = authorizerArn(context, name);
  await context.state.registry.write(context, async (tx) => {
    if (await authorizers.find(tx, name))
      throw resourceAlreadyExists(`Authorizer already exists (name=${name})`, { id: name, arn });
    await authorizers.put(tx, name, {
      functionArn,
      tokenKeyName,
      publicKeys,
      status,
      signingDisabled,
      createdMs: nowMs,
      modifiedMs: nowMs,
      tags: toTags(input.tags),
    });
  });
  return { authorizerName: name, authorizerArn: arn };
};
