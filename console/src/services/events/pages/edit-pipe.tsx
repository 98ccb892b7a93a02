import type { DescribePipeCommandOutput } from "@aws-sdk/client-pipes";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { pipePath } from "../paths.ts";
import { usePipe } from "../pipe/pipe.ts";
import { PipeFields } from "../pipe/pipe-fields.tsx";
import { toPipeForm } from "../pipe/pipe-form.ts";
import { savePipe } from "../pipe/save-pipe.ts";

export function Component() {
  const { pipe: name = "" } = useParams();
  const live = usePipe(name);
  return (
    <Page
      title={`Edit ${name}`}
      breadcrumbs={[
        { text: "Pipes", href: "/console/events/pipes" },
        { text: name, href: pipePath(name) },
      ]}
    >
      <Loaded live={live} what={`the pipe ${name}`} feature="EventBridge Pipes">
        {(pipe) => <EditPipe pipe={pipe} />}
      </Loaded>
    </Page>
  );
}

function EditPipe({ pipe }: { pipe: DescribePipeCommandOutput }) {
  const { client } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState(() => toPipeForm(pipe));
  const back = pipePath(form.name);
  const save = useAction(async () => {
    await savePipe(client, form, pipe);
    await navigate(back);
    notify.success(`Pipe ${form.name} is being updated.`);
  });
  return (
    <EditForm action={save} submit="Update pipe" cancelTo={back} failed="The pipe could not be updated">
      <PipeFields form={form} change={(part) => setForm((before) => ({ ...before, ...part }))} />
    </EditForm>
  );
}
