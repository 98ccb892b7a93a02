import { fromPageToken, toPageToken } from "../../page-token.ts";
import { applicationStore } from "../applications/application-store.ts";
import { applicationArn, applicationsKey } from "../applications/platform-application.ts";
import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";

/** A hundred at a time. */
export const listPlatformApplications: SnsOperation<"ListPlatformApplications"> = async ({ NextToken }, context) => {
  const position = fromPageToken(NextToken, () => invalidParameter("NextToken")) ?? "/";
  const [platform = "", name = ""] = position.split("/");
  const found = await context.host.storage
    .partition(applicationsKey(context))
    .read((tx) => applicationStore.list(tx, { platform, name }, limits.pageSize + 1));
  const page = found.slice(0, limits.pageSize);
  const last = page.at(-1);
  return {
    PlatformApplications: page.map((application) => ({
      PlatformApplicationArn: applicationArn(context, application),
      Attributes: { ...application.attributes },
    })),
    NextToken: found.length > page.length ? toPageToken(`${last?.platform}/${last?.name}`) : undefined,
  };
};
