import { applicationStore } from "../applications/application-store.ts";
import { toEndpointName } from "../applications/find-application.ts";
import { applicationsKey } from "../applications/platform-application.ts";
import type { SnsOperation } from "../operation.ts";

/** One that is not there is deleted, too. What it is subscribed to stays so. */
export const deleteEndpoint: SnsOperation<"DeleteEndpoint"> = async ({ EndpointArn }, context) => {
  const { application, id } = toEndpointName(EndpointArn, context);
  await context.host.storage
    .partition(applicationsKey(context))
    .write((tx) => applicationStore.removeEndpoint(tx, application, id));
  return {};
};
