import { AttachGroupPolicyCommand, CreateGroupCommand, IAMClient } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
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
  const [policies, setPolicies] = useState<readonly string[]>([]);
  const create = useAction(async () => {
    await client.send(new CreateGroupCommand({ GroupName: name }));
    for (const PolicyArn of policies) await client.send(new AttachGroupPolicyCommand({ GroupName: name, PolicyArn }));
    notify.success(`User group ${name} created.`);
    await navigate(entityPath("groups", name));
  });
  return (
    <Page title="Create user group" breadcrumbs={[{ text: "User groups", href: "/console/iam/groups" }]}>
      <EditForm
        action={create}
        submit="Create user group"
        cancelTo="/console/iam/groups"
        failed="The group could not be created"
        canSubmit={/^[\w+=,.@-]{1,128}$/.test(name)}
      >
        <Container header={<Header variant="h2">Name the group</Header>}>
          <FormField
            label="User group name"
            constraintText="Maximum 128 characters. Use alphanumeric and '+=,.@-_' characters."
          >
            <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </Container>
        <PolicyChooser onChange={setPolicies} />
      </EditForm>
    </Page>
  );
}
