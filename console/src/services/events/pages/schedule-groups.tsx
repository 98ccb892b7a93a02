import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  ListScheduleGroupsCommand,
  type ScheduleGroupSummary,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(SchedulerClient);
  const confirmed = useConfirmed();
  const [isCreating, setCreating] = useState(false);
  const groups = useLive("scheduler/groups", async () => {
    const { ScheduleGroups = [] } = await client.send(new ListScheduleGroupsCommand({ MaxResults: 100 }));
    return ScheduleGroups;
  });
  const remove = (Name: string) =>
    confirmed(
      {
        title: `Delete schedule group ${Name}?`,
        body: (
          <>
            All schedules of <b className="squall-anywhere">{Name}</b> are deleted with it.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteScheduleGroupCommand({ Name })),
      {
        done: `Schedule group ${Name} is being deleted.`,
        failed: `Schedule group ${Name} could not be deleted`,
        onChange: groups.refresh,
      },
    );
  return (
    <Page title="Schedule groups" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="events.schedule-groups"
        title="Schedule groups"
        titleVariant="h1"
        variant="full-page"
        noun="schedule groups"
        feature="EventBridge Scheduler"
        live={groups}
        columns={columns}
        rowId={({ Name = "" }) => Name}
        select="multi"
        rowArn={({ Arn }) => Arn}
        empty={{ text: "No schedule groups." }}
        actions={(chosen) => (
          <>
            <Button
              disabled={chosen.length === 0 || chosen.some(({ Name }) => Name === "default")}
              onClick={() => void several(chosen, "schedule groups", ({ Name = "" }) => remove(Name))}
            >
              Delete
            </Button>
            <Button variant="primary" onClick={() => setCreating(true)}>
              Create schedule group
            </Button>
          </>
        )}
      />
      {isCreating && <CreateDialog onClose={() => setCreating(false)} onChange={groups.refresh} />}
    </Page>
  );
}

function CreateDialog({ onClose, onChange }: { onClose: () => void; onChange: () => void }) {
  const client = useClient(SchedulerClient);
  const notify = useNotify();
  const [name, setName] = useState("");
  const create = useAction(async () => {
    await client.send(new CreateScheduleGroupCommand({ Name: name }));
    notify.success(`Schedule group ${name} was created successfully.`);
    onChange();
  });
  return (
    <EditDialog
      title="Create schedule group"
      submit="Create schedule group"
      action={create}
      failed="The schedule group could not be created"
      onClose={onClose}
    >
      <Field
        label="Schedule group name"
        problem={
          /^[0-9A-Za-z-_.]{1,64}$/.test(name)
            ? undefined
            : "Enter a name of up to 64 letters, digits, periods, hyphens and underscores."
        }
      >
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </Field>
    </EditDialog>
  );
}

const columns: readonly Column<ScheduleGroupSummary>[] = [
  { id: "name", header: "Name", cell: ({ Name }) => Name, value: ({ Name }) => Name, width: 260 },
  {
    id: "state",
    header: "Status",
    cell: ({ State }) => (
      <StatusIndicator type={State === "ACTIVE" ? "success" : "in-progress"}>{State}</StatusIndicator>
    ),
    value: ({ State }) => State,
    width: 150,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreationDate }) => formatTime(CreationDate),
    value: ({ CreationDate }) => toMs(CreationDate),
    width: 300,
  },
];
