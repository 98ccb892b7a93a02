import { fail } from "../../../platform/aws-error.ts";
import { applicationStore } from "../applications/application-store.ts";
import { toEndpointName } from "../applications/find-application.ts";
import { applicationsKey } from "../applications/platform-application.ts";
import { endpointDoesNotExist } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";

export const getEndpointAttributes: SnsOperation<"GetEndpointAttributes"> = async ({ EndpointArn }, context) => {
  const { application, id } = toEndpointName(EndpointArn, context);
  const found = await context.host.storage
    .partition(applicationsKey(context))
    .read((tx) => applicationStore.findEndpoint(tx, application, id));
  return { Attributes: { ...(found ?? fail(endpointDoesNotExist())).attributes } };
};
