import { fromPageToken, toPageToken } from "../../page-token.ts";
import { dashboardArn, dashboardsKey } from "../dashboards/dashboard.ts";
import { dashboardStore } from "../dashboards/dashboard-store.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CloudWatchOperation } from "../operation.ts";

export const listDashboards: CloudWatchOperation<"ListDashboards"> = async (input, context) => {
  const limit = limits.listDashboardsPage;
  const after = fromPageToken(input.NextToken, invalidToken) ?? "";
  const found = await context.host.storage
    .partition(dashboardsKey(context))
    .read((tx) => dashboardStore.list(tx, { prefix: input.DashboardNamePrefix ?? "", after, limit: limit + 1 }));
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1)?.name : undefined;
  return {
    DashboardEntries: page.map(({ name, body, modifiedMs }) => ({
      DashboardName: name,
      DashboardArn: dashboardArn(context, name),
      LastModified: new Date(modifiedMs),
      Size: Buffer.byteLength(body),
    })),
    NextToken: last === undefined ? undefined : toPageToken(last),
  };
};
