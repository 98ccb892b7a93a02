import { parseArn } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { Tags } from "../../tags.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import { compositeStore } from "../alarms/composite/composite-store.ts";
import { dashboardsKey } from "../dashboards/dashboard.ts";
import { dashboardStore } from "../dashboards/dashboard-store.ts";
import { notSupported, resourceNotFound, valueIsInvalid } from "../errors.ts";
import type { CloudWatchContext } from "../operation.ts";

/** The tags of the alarm or dashboard that the ARN names. Of an alarm that is not there, or no longer, AWS answers that it has none. */
export async function readTags(context: CloudWatchContext, arn: string): Promise<Tags> {
  const { kind, name } = parseResource(context, arn);
  const { storage } = context.host;
  const found =
    kind === "alarm"
      ? await storage
          .partition(alarmsKey(context))
          .read(async (tx) => (await alarmStore.find(tx, name)) ?? compositeStore.find(tx, name))
      : await storage.partition(dashboardsKey(context)).read((tx) => dashboardStore.find(tx, name));
  return found?.tags ?? (kind === "alarm" ? {} : fail(resourceNotFound(arn)));
}

export async function changeTags(context: CloudWatchContext, arn: string, change: (tags: Tags) => Tags): Promise<void> {
  const { kind, name } = parseResource(context, arn);
  const { storage } = context.host;
  if (kind === "alarm") {
    await storage.partition(alarmsKey(context)).write(async (tx) => {
      const composite = await compositeStore.find(tx, name);
      if (composite) return compositeStore.put(tx, { ...composite, tags: change(composite.tags) });
      const alarm = (await alarmStore.find(tx, name)) ?? fail(resourceNotFound(arn));
      await alarmStore.put(tx, { ...alarm, tags: change(alarm.tags) });
    });
    return;
  }
  await storage.partition(dashboardsKey(context)).write(async (tx) => {
    const dashboard = (await dashboardStore.find(tx, name)) ?? fail(resourceNotFound(arn));
    await dashboardStore.put(tx, { ...dashboard, tags: change(dashboard.tags) });
  });
}

function parseResource(context: CloudWatchContext, text: string): { kind: "alarm" | "dashboard"; name: string } {
  const arn = parseArn(text);
  if (arn?.service !== "cloudwatch") throw valueIsInvalid("ResourceARN", text);
  const alarm = /^alarm:(.+)$/s.exec(arn.resource)?.[1];
  const dashboard = /^dashboard\/(.+)$/s.exec(arn.resource)?.[1];
  const isOurs = arn.account === context.account && (dashboard !== undefined || arn.region === context.region);
  if (!isOurs) throw resourceNotFound(text);
  if (alarm !== undefined) return { kind: "alarm", name: alarm };
  if (dashboard !== undefined) return { kind: "dashboard", name: dashboard };
  throw notSupported(`tags of ${text}`);
}
