import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { retentions } from "../logs/retentions.ts";
import { groupPath, groupsCrumb } from "../paths.ts";

export function Component() {
  const client = useClient(CloudWatchLogsClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [days, setDays] = useState("");
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const create = useAction(async () => {
    await client.send(
      new CreateLogGroupCommand({ logGroupName: name, ...(tags.length > 0 && { tags: fromPairs(tags) }) }),
    );
    if (days !== "")
      await client.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: Number(days) }));
    notify.success(`The log group ${name} was created.`);
    await navigate(groupPath(name));
  });
  return (
    <Page title="Create log group" breadcrumbs={[groupsCrumb]}>
      <EditForm
        action={create}
        submit="Create"
        cancelTo={groupsCrumb.href}
        failed="The log group could not be created"
        canSubmit={name !== ""}
      >
        <Container header={<Header variant="h2">Log group details</Header>}>
          <SpaceBetween size="l">
            <FormField label="Log group name" constraintText="1 to 512 of a-z, A-Z, 0-9, _ - / . #">
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
            <FormField label="Retention setting">
              <Select
                ariaLabel="Retention setting"
                options={retentions}
                selectedOption={retentions.find(({ value }) => value === days) ?? null}
                onChange={({ detail }) => setDays(detail.selectedOption.value ?? "")}
              />
            </FormField>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Tags</Header>}>
          <PairsEditor
            pairs={tags}
            onChange={setTags}
            addText="Add new tag"
            emptyText="No tags associated with the log group."
          />
        </Container>
      </EditForm>
    </Page>
  );
}
