import { GetScheduleCommand, type GetScheduleCommandOutput, SchedulerClient } from "@aws-sdk/client-scheduler";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

export function useSchedule(GroupName: string, Name: string): Live<GetScheduleCommandOutput> {
  const client = useClient(SchedulerClient);
  return useLive(`scheduler/schedule/${GroupName}/${Name}`, () =>
    client.send(new GetScheduleCommand({ GroupName, Name })),
  );
}
