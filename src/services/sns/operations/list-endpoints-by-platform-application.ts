import { fail } from "../../../platform/aws-error.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { applicationStore } from "../applications/application-store.ts";
import { toApplicationName } from "../applications/find-application.ts";
import { applicationsKey, endpointArn } from "../applications/platform-application.ts";
import { applicationDoesNotExist, invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";

/** A hundred at a time. */
export const listEndpointsByPlatformApplication: SnsOperation<"ListEndpointsByPlatformApplication"> = async (
  input,
  context,
) => {
  const { platform, name } = toApplicationName(input.PlatformApplicationArn, context);
  const after = fromPageToken(input.NextToken, () => invalidParameter("NextToken")) ?? "";
  const found = await context.host.storage.partition(applicationsKey(context)).read(async (tx) => {
    if (!(await applicationStore.find(tx, platform, name))) fail(applicationDoesNotExist());
    return applicationStore.listEndpoints(tx, `${platform}/${name}`, after, limits.pageSize + 1);
  });
  const page = found.slice(0, limits.pageSize);
  return {
    Endpoints: page.map((endpoint) => ({
      EndpointArn: endpointArn(context, endpoint),
      Attributes: { ...endpoint.attributes },
    })),
    NextToken: found.length > page.length ? toPageToken(page.at(-1)?.id ?? "") : undefined,
  };
};
