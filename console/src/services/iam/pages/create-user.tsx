import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateUserCommand,
  IAMClient,
  ListGroupsCommand,
} from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { PolicyChooser } from "../holder/policy-chooser.tsx";
import { entityPath } from "../paths.ts";

export function Component() {
  const client = useClient(IAMClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [policies, setPolicies] = useState<readonly string[]>([]);
  const known = useLive(
    "iam/group-names",
    async () => (await client.send(new ListGroupsCommand({}))).Groups?.map(({ GroupName = "" }) => GroupName) ?? [],
  );
  const create = useAction(async () => {
    await client.send(new CreateUserCommand({ UserName: name }));
    for (const GroupName of groups) await client.send(new AddUserToGroupCommand({ UserName: name, GroupName }));
    for (const PolicyArn of policies) await client.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
    notify.success(`User ${name} created. Create an access key in its security credentials to use it.`);
    await navigate(entityPath("users", name));
  });
  return (
    <Page title="Create user" breadcrumbs={[{ text: "Users", href: "/console/iam/users" }]}>
      <EditForm
        action={create}
        submit="Create user"
        cancelTo="/console/iam/users"
        failed="The user could not be created"
        canSubmit={/^[\w+=,.@-]{1,64}$/.test(name)}
      >
        <Container header={<Header variant="h2">User details</Header>}>
          <FormField
            label="User name"
            constraintText="The user name can have up to 64 characters. Valid characters: A-Z, a-z, 0-9, and + = , . @ _ - (hyphen)"
          >
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Container>
        <Container header={<Header variant="h2">Set permissions</Header>}>
          <FormField label="Add user to group">
            <Multiselect
              ariaLabel="Add user to group"
              placeholder="Choose groups"
              options={(known.data ?? []).map((value) => ({ value, label: value }))}
              selectedOptions={groups.map((value) => ({ value, label: value }))}
              empty="No groups yet."
              onChange={({ detail }) => setGroups(detail.selectedOptions.map(({ value = "" }) => value))}
            />
          </FormField>
        </Container>
        <PolicyChooser onChange={setPolicies} />
      </EditForm>
    </Page>
  );
}
