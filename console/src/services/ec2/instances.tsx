import {
  DescribeInstancesCommand,
  EC2Client,
  type Instance,
  paginateDescribeInstances,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { type Live, useLive } from "../../live/use-live.ts";
import { useNotify } from "../../shell/notifications.tsx";
import { useClient } from "../../shell/session-provider.tsx";
import { useConfirmed } from "../../shell/use-confirmed.ts";

/** More than a page shows or a user reads. */
const mostInstances = 2_000;

export function useInstances(): Live<readonly Instance[]> {
  const client = useClient(EC2Client);
  return useLive(
    "ec2/instances",
    async (signal) => {
      const found: Instance[] = [];
      for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { MaxResults: 1_000 })) {
        signal.throwIfAborted();
        found.push(...Reservations.flatMap(({ Instances = [] }) => Instances));
        if (found.length >= mostInstances) break;
      }
      return found;
    },
    // A long list is read less often: its states change all the same.
    { everyMs: (instances) => ((instances?.length ?? 0) > 100 ? 5_000 : 900) },
  );
}

export function useInstance(id: string): Live<Instance> {
  const client = useClient(EC2Client);
  return useLive(`ec2/instances/${id}`, async (abortSignal) => {
    const answer = await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }), { abortSignal });
    const [instance] = answer.Reservations?.[0]?.Instances ?? [];
    if (!instance) throw new Error(`There is no instance ${id}.`);
    return instance;
  });
}

export type InstanceAction = "start" | "stop" | "reboot" | "terminate";

/** "Instance state": what can be done with instances in the states that they are in. */
export function canDo(action: InstanceAction, instances: readonly Instance[]): boolean {
  const states: Readonly<Record<InstanceAction, readonly string[]>> = {
    start: ["stopped"],
    stop: ["running"],
    reboot: ["running"],
    terminate: ["pending", "running", "stopping", "stopped"],
  };
  return instances.length > 0 && instances.every(({ State }) => states[action].includes(State?.Name ?? ""));
}

export function useInstanceAction(onChange: () => void) {
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const notify = useNotify();
  return async (action: InstanceAction, instances: readonly Instance[]) => {
    const InstanceIds = instances.map(({ InstanceId = "" }) => InstanceId);
    const names = InstanceIds.join(", ");
    if (action === "terminate") {
      const question = {
        title: "Terminate instances?",
        body: (
          <>
            On an instance that is terminated its volumes are deleted, unless they are to be kept. Terminate{" "}
            <b className="squall-anywhere">{names}</b>?
          </>
        ),
        action: "Terminate",
      };
      await confirmed(question, () => client.send(new TerminateInstancesCommand({ InstanceIds })), {
        done: `Successfully initiated termination of ${names}.`,
        failed: `${names} could not be terminated`,
        onChange,
      });
      return;
    }
    try {
      if (action === "start") await client.send(new StartInstancesCommand({ InstanceIds }));
      else if (action === "stop") await client.send(new StopInstancesCommand({ InstanceIds }));
      else await client.send(new RebootInstancesCommand({ InstanceIds }));
      notify.success(`Successfully initiated the ${action} of ${names}.`);
    } catch (error) {
      notify.error(`Failed to ${action} ${names}`, error);
    }
    onChange();
  };
}

const statuses: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  running: "success",
  stopped: "stopped",
  terminated: "stopped",
};

export function InstanceState({ name = "" }: { readonly name: string | undefined }) {
  const shown = name === "shutting-down" ? "Shutting-down" : name.charAt(0).toUpperCase() + name.slice(1);
  return <StatusIndicator type={statuses[name] ?? "in-progress"}>{shown}</StatusIndicator>;
}
