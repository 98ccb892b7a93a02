import { checkBody } from "../dashboards/check-body.ts";
import { dashboardsKey } from "../dashboards/dashboard.ts";
import { dashboardStore } from "../dashboards/dashboard-store.ts";
import { invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CloudWatchOperation } from "../operation.ts";
import { addTags } from "../tags/tags.ts";

/** Makes a dashboard or replaces it as a whole; tags are for a new one. */
export const putDashboard: CloudWatchOperation<"PutDashboard"> = async (input, context) => {
  const { DashboardName: name, DashboardBody: body } = input;
  if (!/^[\w-]{1,255}$/.test(name)) {
    // AWS ends it with a line break.
    throw invalidValue(
      "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n",
    );
  }
  const warnings = checkBody(body);
  const modifiedMs = context.host.clock.nowMs();
  const created = addTags({}, input.Tags);
  await context.host.storage.partition(dashboardsKey(context)).write(async (tx) => {
    const known = await dashboardStore.find(tx, name);
    if (!known && (await dashboardStore.count(tx)) >= limits.dashboards) {
      throw invalidValue(`The account has reached its quota of ${limits.dashboards} dashboards.`);
    }
    await dashboardStore.put(tx, { name, body, modifiedMs, tags: known?.tags ?? created });
  });
  return { DashboardValidationMessages: warnings };
};
