import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
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
import { makeWhole } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
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
    await makeWhole(async (made) => {
      await client.send(
        new CreateLogGroupCommand({ logGroupName: name, ...(tags.length > 0 && { tags: fromPairs(tags) }) }),
      );
      made(`the log group ${name}`, () => client.send(new DeleteLogGroupCommand({ logGroupName: name })));
      if (days !== "")
        await client.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: Number(days) }));
    });
    await navigate(groupPath(name));
    notify.success(`The log group ${name} was created.`);
  });
  return (
    <Page title="Create log group" breadcrumbs={[groupsCrumb]}>
      <EditForm action={create} submit="Create" cancelTo={groupsCrumb.href} failed="The log group could not be created">
        <Container header={<Header variant="h2">Log group details</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Log group name"
              constraintText="1 to 512 of a-z, A-Z, 0-9, _ - / . #"
              problem={checkGroupName(name)}
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
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

function checkGroupName(name: string): string | undefined {
  if (name === "") return "Enter a name for the log group.";
  return /^[\w/.#-]{1,512}$/.test(name) ? undefined : "Use 1 to 512 of a-z, A-Z, 0-9, _ - / . #";
}
