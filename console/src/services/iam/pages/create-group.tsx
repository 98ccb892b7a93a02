import { CreateGroupCommand, DeleteGroupCommand, IAMClient } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useNavigate } from "react-router";
import { makeWhole } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { attachPolicies } from "../holder/holder.ts";
import { PolicyChooser } from "../holder/policy-chooser.tsx";
import { entityPath } from "../paths.ts";

export function Component() {
  const client = useClient(IAMClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [policies, setPolicies] = useState<readonly string[]>([]);
  const create = useAction(async () => {
    await makeWhole(async (made) => {
      await client.send(new CreateGroupCommand({ GroupName: name }));
      made(`the group ${name}`, () => client.send(new DeleteGroupCommand({ GroupName: name })));
      await attachPolicies(client, { kind: "group", name }, policies, made);
    });
    await navigate(entityPath("groups", name));
    notify.success(`User group ${name} created.`);
  });
  return (
    <Page title="Create user group" breadcrumbs={[{ text: "User groups", href: "/console/iam/groups" }]}>
      <EditForm
        action={create}
        submit="Create user group"
        cancelTo="/console/iam/groups"
        failed="The group could not be created"
      >
        <Container header={<Header variant="h2">Name the group</Header>}>
          <Field
            label="User group name"
            constraintText="Maximum 128 characters. Use alphanumeric and '+=,.@-_' characters."
            problem={checkGroupName(name)}
          >
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </Field>
        </Container>
        <PolicyChooser onChange={setPolicies} />
      </EditForm>
    </Page>
  );
}

function checkGroupName(name: string): string | undefined {
  if (name === "") return "Enter a group name.";
  return /^[\w+=,.@-]{1,128}$/.test(name) ? undefined : "Use 1 to 128 letters, digits and +=,.@-_ characters.";
}
