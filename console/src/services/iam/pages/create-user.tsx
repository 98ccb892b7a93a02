import {
  AddUserToGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
  IAMClient,
  ListGroupsCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import { useState } from "react";
import { useNavigate } from "react-router";
import { makeWhole } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { enableConsole } from "../console-access/enable-console.ts";
import { GeneratedPassword } from "../console-access/generated-password.tsx";
import { newPasswordChoice, type PasswordChoice, PasswordFields } from "../console-access/password-fields.tsx";
import { attachPolicies } from "../holder/holder.ts";
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
  const [hasConsole, setHasConsole] = useState(false);
  const [password, setPassword] = useState<PasswordChoice>(() => newPasswordChoice());
  const create = useAction(async () => {
    await makeWhole(async (made) => {
      await client.send(new CreateUserCommand({ UserName: name }));
      made(`the user ${name}`, () => client.send(new DeleteUserCommand({ UserName: name })));
      if (hasConsole) await enableConsole(client, name, password, made);
      for (const GroupName of groups) {
        await client.send(new AddUserToGroupCommand({ UserName: name, GroupName }));
        made(`its place in ${GroupName}`, () =>
          client.send(new RemoveUserFromGroupCommand({ UserName: name, GroupName })),
        );
      }
      await attachPolicies(client, { kind: "user", name }, policies, made);
    });
    await navigate(entityPath("users", name));
    // Shown this once: it stays until it is dismissed.
    if (hasConsole && password.kind === "generated") {
      notify.keep(<GeneratedPassword user={name} password={password.password} />);
    } else notify.success(`User ${name} created. Create an access key in its security credentials for programs.`);
  });
  return (
    <Page title="Create user" breadcrumbs={[{ text: "Users", href: "/console/iam/users" }]}>
      <EditForm
        action={create}
        submit="Create user"
        cancelTo="/console/iam/users"
        failed="The user could not be created"
      >
        <Container header={<Header variant="h2">User details</Header>}>
          <Field
            label="User name"
            constraintText="The user name can have up to 64 characters. Valid characters: A-Z, a-z, 0-9, and + = , . @ _ - (hyphen)"
            problem={checkUserName(name)}
          >
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </Field>
          <Box padding={{ top: "m" }}>
            <Checkbox checked={hasConsole} onChange={({ detail }) => setHasConsole(detail.checked)}>
              Provide user access to the console
            </Checkbox>
          </Box>
          {hasConsole && (
            <Box padding={{ top: "m" }}>
              <PasswordFields value={password} onChange={setPassword} />
            </Box>
          )}
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

function checkUserName(name: string): string | undefined {
  if (name === "") return "Enter a user name.";
  return /^[\w+=,.@-]{1,64}$/.test(name) ? undefined : "Use 1 to 64 letters, digits and +=,.@-_ characters.";
}
