import {
  DeleteScheduleCommand,
  GetScheduleCommand,
  paginateListSchedules,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { ClientConstructor } from "../../../aws/clients.ts";
import type { Trigger } from "./use-triggers.ts";

type Clients = <C>(kind: ClientConstructor<C>) => C;

export interface ScheduleName {
  readonly group: string;
  readonly name: string;
}

/** Of thousands of schedules only the first are looked at: the list says only of each what its target is. */
const mostLookedAt = 1_000;

/** The schedules whose target is the function, or a version or alias of it: they act by a role, so no policy of the function names them. */
export async function readSchedules(
  client: Clients,
  functionArn: string,
  abortSignal: AbortSignal,
): Promise<readonly Trigger[]> {
  const found: Trigger[] = [];
  let lookedAt = 0;
  for await (const { Schedules = [] } of paginateListSchedules({ client: client(SchedulerClient) }, {})) {
    abortSignal.throwIfAborted();
    for (const { Name: name = "", GroupName: group = "default", Arn, State, Target } of Schedules) {
      const arn = Target?.Arn ?? "";
      if (arn !== functionArn && !arn.startsWith(`${functionArn}:`)) continue;
      found.push({
        id: Arn ?? `${group}/${name}`,
        service: "EventBridge Scheduler",
        name,
        arn: Arn,
        state: State === "DISABLED" ? "Disabled" : "Enabled",
        href: `/console/events/schedules/${encodeURIComponent(group)}/${encodeURIComponent(name)}`,
        schedule: { group, name },
        details: [
          { label: "Schedule group", value: group },
          { label: "Target", value: arn },
        ],
      });
    }
    lookedAt += Schedules.length;
    if (lookedAt >= mostLookedAt) break;
  }
  return found;
}

/** All that the schedule has goes along: what is not said is reset. */
export async function setScheduleEnabled(client: Clients, named: ScheduleName, isEnabled: boolean): Promise<void> {
  const scheduler = client(SchedulerClient);
  const {
    $metadata: _metadata,
    Arn: _arn,
    CreationDate: _created,
    LastModificationDate: _modified,
    ...schedule
  } = await scheduler.send(new GetScheduleCommand({ GroupName: named.group, Name: named.name }));
  await scheduler.send(new UpdateScheduleCommand({ ...schedule, State: isEnabled ? "ENABLED" : "DISABLED" } as never));
}

export async function removeSchedule(client: Clients, { group, name }: ScheduleName): Promise<void> {
  await client(SchedulerClient).send(new DeleteScheduleCommand({ GroupName: group, Name: name }));
}
