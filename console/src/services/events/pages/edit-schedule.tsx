import type { GetScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { schedulePath } from "../paths.ts";
import { saveSchedule } from "../schedule/save-schedule.ts";
import { useSchedule } from "../schedule/schedule.ts";
import { ScheduleFields } from "../schedule/schedule-fields.tsx";
import { type ScheduleForm, toScheduleForm } from "../schedule/schedule-form.ts";

export function Component() {
  const { group = "", schedule = "" } = useParams();
  const live = useSchedule(group, schedule);
  const first = useRef<GetScheduleCommandOutput>(undefined);
  first.current ??= live.data;
  return (
    <Page
      title="Edit schedule"
      breadcrumbs={[
        { text: "Schedules", href: "/console/events/schedules" },
        { text: schedule, href: schedulePath(group, schedule) },
      ]}
    >
      <Loaded live={{ ...live, data: first.current }} what={`the schedule ${schedule}`} feature="EventBridge Scheduler">
        {(found) => <EditSchedule found={found} />}
      </Loaded>
    </Page>
  );
}

function EditSchedule({ found }: { found: GetScheduleCommandOutput }) {
  const { client } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState<ScheduleForm>(() => toScheduleForm(found));
  const back = schedulePath(form.group, form.name);
  const save = useAction(async () => {
    await saveSchedule(client, form, { isNew: false, before: found.Target });
    await navigate(back);
    notify.success(`Your schedule ${form.name} was updated successfully.`);
  });
  return (
    <EditForm action={save} submit="Save schedule" cancelTo={back} failed="The schedule could not be saved">
      <ScheduleFields form={form} change={(part) => setForm((before) => ({ ...before, ...part }))} isNew={false} />
    </EditForm>
  );
}
