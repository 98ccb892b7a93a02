import {
  CloudWatchLogsClient,
  DeleteRetentionPolicyCommand,
  type LogGroup,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { retentions } from "./retentions.ts";

interface RetentionDialogProps {
  readonly group: LogGroup;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

export function RetentionDialog({ group, onClose, onChange }: RetentionDialogProps) {
  const client = useClient(CloudWatchLogsClient);
  const notify = useNotify();
  const { logGroupName } = group;
  const [days, setDays] = useState(String(group.retentionInDays ?? ""));
  const save = useAction(async () => {
    if (days === "") await client.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    else await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(days) }));
    notify.success(`The retention of ${logGroupName} was changed.`);
    onChange();
  });
  return (
    <EditDialog
      title="Edit retention setting"
      submit="Save"
      action={save}
      failed="The retention could not be changed"
      onClose={onClose}
    >
      <FormField label="Expire events after" description={`Log events of ${logGroupName} are deleted after this time.`}>
        <Select
          ariaLabel="Expire events after"
          options={retentions}
          selectedOption={retentions.find(({ value }) => value === days) ?? null}
          onChange={({ detail }) => setDays(detail.selectedOption.value ?? "")}
        />
      </FormField>
    </EditDialog>
  );
}
