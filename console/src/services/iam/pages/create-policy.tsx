import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { parseDocument } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { initialDocument } from "../initial-document.ts";
import { policyPath } from "../paths.ts";

export function Component() {
  const client = useClient(IAMClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [document, setDocument] = useState(initialDocument);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const create = useAction(async () => {
    const { Policy } = await client.send(
      new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document, Description: description || undefined }),
    );
    notify.success(`Policy ${name} created.`);
    await navigate(policyPath(Policy?.Arn ?? ""));
  });
  return (
    <Page title="Create policy" breadcrumbs={[{ text: "Policies", href: "/console/iam/policies" }]}>
      <EditForm
        action={create}
        submit="Create policy"
        cancelTo="/console/iam/policies"
        failed="The policy could not be created"
        canSubmit={name !== "" && parseDocument(document) !== undefined}
      >
        <Container header={<Header variant="h2">Specify permissions</Header>}>
          <FormField label="Policy editor" description="Add permissions by using the JSON editor." stretch>
            <PolicyField document={document} onChange={setDocument} />
          </FormField>
        </Container>
        <Container header={<Header variant="h2">Policy details</Header>}>
          <SpaceBetween size="l">
            <FormField
              label="Policy name"
              constraintText="Maximum 128 characters. Use alphanumeric and '+=,.@-_' characters."
            >
              <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
            <FormField label="Description - optional">
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </FormField>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
