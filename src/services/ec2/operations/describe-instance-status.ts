import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { type Instance, initializingMs } from "../instances/instance.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { toState } from "../instances/to-instance.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { zoneIdOf } from "../volumes/to-volume.ts";

/** The checks of instances that run; with IncludeAllInstances of the others, too, which have none. */
export const describeInstanceStatus: Ec2Operation<"DescribeInstanceStatus"> = async (input, context) => {
  const { InstanceIds: ids = [], Filters, IncludeAllInstances = false, DryRun } = input;
  checkPage(input, ids, "instancesSet");
  if (DryRun) throw dryRun();
  const nowMs = context.host.clock.nowMs();
  const fits = compileFilters(Filters, filters(nowMs, context.region));
  const instances = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => (ids.length > 0 ? findInstances(tx, ids) : instanceStore.list(tx)));
  const shown = instances.filter((each) => (IncludeAllInstances || each.state === "running") && fits(each));
  const { items, NextToken } = toPage(shown, ({ id }) => id, input);
  return {
    NextToken,
    InstanceStatuses: items.map((instance) => {
      const status = statusOf(instance, nowMs);
      const summary =
        status === "not-applicable" ? { Status: status } : { Status: status, Details: [detailsOf(status)] };
      return {
        AvailabilityZone: instance.zone,
        InstanceId: instance.id,
        InstanceState: toState(instance.state),
        InstanceStatus: summary,
        SystemStatus: summary,
        Events: [],
      };
    }),
  };
};

type Status = "ok" | "initializing" | "not-applicable";

function statusOf({ state, launchedMs }: Instance, nowMs: number): Status {
  if (state !== "running") return "not-applicable";
  return nowMs - launchedMs < initializingMs ? "initializing" : "ok";
}

function detailsOf(status: Status): { Name: "reachability"; Status: "passed" | "initializing" } {
  return { Name: "reachability", Status: status === "ok" ? "passed" : "initializing" };
}

function filters(nowMs: number, region: string): FilterTable<Instance> {
  // Nothing is ever planned for an instance, and no service has made one for somebody.
  const none = () => [];
  return {
    "attached-ebs-status.status": (instance) => [statusOf(instance, nowMs)],
    "availability-zone-id": ({ zone }) => [zoneIdOf(zone, region)],
    "event.code": none,
    "event.description": none,
    "event.instance-event-id": none,
    "event.not-after": none,
    "event.not-before": none,
    "event.not-before-deadline": none,
    "operator.managed": () => ["false"],
    "operator.principal": none,
    "availability-zone": ({ zone }) => [zone],
    "instance-state-code": ({ state }) => [String(toState(state).Code)],
    "instance-state-name": ({ state }) => [state],
    "instance-status.reachability": (instance) => [detailsOf(statusOf(instance, nowMs)).Status],
    "instance-status.status": (instance) => [statusOf(instance, nowMs)],
    "system-status.reachability": (instance) => [detailsOf(statusOf(instance, nowMs)).Status],
    "system-status.status": (instance) => [statusOf(instance, nowMs)],
  };
}
