import { fail } from "../../../platform/aws-error.ts";
import { dashboardArn, dashboardsKey } from "../dashboards/dashboard.ts";
import { dashboardStore } from "../dashboards/dashboard-store.ts";
import { dashboardNotFound } from "../errors.ts";
import type { CloudWatchOperation } from "../operation.ts";

export const getDashboard: CloudWatchOperation<"GetDashboard"> = async ({ DashboardName }, context) => {
  const found = await context.host.storage
    .partition(dashboardsKey(context))
    .read((tx) => dashboardStore.find(tx, DashboardName));
  const { name, body } = found ?? fail(dashboardNotFound(DashboardName));
  return { DashboardName: name, DashboardArn: dashboardArn(context, name), DashboardBody: body };
};
