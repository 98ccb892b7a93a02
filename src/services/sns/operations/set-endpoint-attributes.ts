import { fail } from "../../../platform/aws-error.ts";
import { applicationStore } from "../applications/application-store.ts";
import { checkEndpointAttributes, toEndpointName } from "../applications/find-application.ts";
import { applicationsKey } from "../applications/platform-application.ts";
import { endpointDoesNotExist, mustNotBeNull } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";

export const setEndpointAttributes: SnsOperation<"SetEndpointAttributes"> = async (input, context) => {
  const { application, id } = toEndpointName(input.EndpointArn, context);
  const changes = input.Attributes ?? {};
  await context.host.storage.partition(applicationsKey(context)).write(async (tx) => {
    const found = (await applicationStore.findEndpoint(tx, application, id)) ?? fail(endpointDoesNotExist());
    if (Object.keys(changes).length === 0) throw mustNotBeNull("attributes");
    checkEndpointAttributes(changes);
    const attributes = { ...found.attributes, ...changes };
    await applicationStore.putEndpoint(tx, { application, id, token: attributes.Token ?? found.token, attributes });
  });
  return {};
};
