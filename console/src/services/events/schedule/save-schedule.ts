import { IAMClient } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, SchedulerClient, type Target, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { makeWhole } from "../../../form/create.ts";
import { createServiceRole } from "../../../permission/create-service-role.ts";
import { type ScheduleForm, scheduleTargets, toSchedule } from "./schedule-form.ts";

interface Saved {
  readonly isNew: boolean;
  readonly before: Target | undefined;
}

/** The role, if one is to be made, and the schedule that it is for. */
export async function saveSchedule(
  client: <C>(kind: ClientConstructor<C>) => C,
  form: ScheduleForm,
  { isNew, before }: Saved,
): Promise<void> {
  const scheduler = client(SchedulerClient);
  await makeWhole(async (made) => {
    const role = form.role ?? (await createServiceRole(client(IAMClient), toRole(form), made));
    const schedule = toSchedule(form, role, before);
    await scheduler.send(isNew ? new CreateScheduleCommand(schedule) : (new UpdateScheduleCommand(schedule) as never));
  });
}

/** Of all APIs: the operation's own action on everything, as the console of AWS has it. */
function toRole({ target, arn }: ScheduleForm) {
  const known = scheduleTargets.find(({ value }) => value === target)!;
  const [service = "", operation = ""] = arn.split(":").slice(-2);
  const isApi = target === "api";
  return {
    prefix: "Amazon_EventBridge_Scheduler",
    principal: "scheduler.amazonaws.com",
    allows: [
      isApi
        ? { actions: [`${service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`], resource: "*" }
        : { actions: [known.action], resource: arn },
    ],
  };
}
