import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { schedulePath } from "../paths.ts";
import { saveSchedule } from "../schedule/save-schedule.ts";
import { ScheduleFields } from "../schedule/schedule-fields.tsx";
import { initialSchedule, type ScheduleForm } from "../schedule/schedule-form.ts";

const back = "/console/events/schedules";

export function Component() {
  const { client } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState<ScheduleForm>(initialSchedule);
  const create = useAction(async () => {
    await saveSchedule(client, form, { isNew: true, before: undefined });
    await navigate(schedulePath(form.group, form.name));
    notify.success(`Your schedule ${form.name} is being created.`);
  });
  return (
    <Page title="Create schedule" breadcrumbs={[{ text: "Schedules", href: back }]}>
      <EditForm action={create} submit="Create schedule" cancelTo={back} failed="The schedule could not be created">
        <ScheduleFields form={form} change={(part) => setForm((before) => ({ ...before, ...part }))} isNew />
      </EditForm>
    </Page>
  );
}
