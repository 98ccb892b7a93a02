import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { pipePath } from "../paths.ts";
import { PipeFields } from "../pipe/pipe-fields.tsx";
import { initialPipe, type PipeForm } from "../pipe/pipe-form.ts";
import { savePipe } from "../pipe/save-pipe.ts";

const back = "/console/events/pipes";

export function Component() {
  const { client } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState<PipeForm>(initialPipe);
  const create = useAction(async () => {
    await savePipe(client, form, undefined);
    await navigate(pipePath(form.name));
    notify.success(`Pipe ${form.name} is being created.`);
  });
  return (
    <Page title="Create pipe" breadcrumbs={[{ text: "Pipes", href: back }]}>
      <EditForm action={create} submit="Create pipe" cancelTo={back} failed="The pipe could not be created">
        <PipeFields form={form} change={(part) => setForm((before) => ({ ...before, ...part }))} isNew />
      </EditForm>
    </Page>
  );
}
