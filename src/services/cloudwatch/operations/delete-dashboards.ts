import { fail } from "../../../platform/aws-error.ts";
import { dashboardsKey } from "../dashboards/dashboard.ts";
import { dashboardStore } from "../dashboards/dashboard-store.ts";
import { dashboardNotFound } from "../errors.ts";
import type { CloudWatchOperation } from "../operation.ts";

/** All or, if one of them is not there, none. */
export const deleteDashboards: CloudWatchOperation<"DeleteDashboards"> = async ({ DashboardNames }, context) => {
  await context.host.storage.partition(dashboardsKey(context)).write(async (tx) => {
    for (const name of DashboardNames) {
      if (!(await dashboardStore.find(tx, name))) fail(dashboardNotFound(name));
      await dashboardStore.remove(tx, name);
    }
  });
  return {};
};
