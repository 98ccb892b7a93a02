import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { checkDocument } from "../../../policy/policy-document.ts";
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
    await navigate(policyPath(Policy?.Arn ?? ""));
    notify.success(`Policy ${name} created.`);
  });
  return (
    <Page title="Create policy" breadcrumbs={[{ text: "Policies", href: "/console/iam/policies" }]}>
      <EditForm
        action={create}
        submit="Create policy"
        cancelTo="/console/iam/policies"
        failed="The policy could not be created"
      >
        <Container
          header={
            <Header variant="h2" description="By fields or as JSON: both say the same, and either can be changed.">
              Specify permissions
            </Header>
          }
        >
          <Field stretch problem={checkDocument(document)}>
            <PolicyField document={document} onChange={setDocument} hasVisual />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Policy details</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Policy name"
              constraintText="Maximum 128 characters. Use alphanumeric and '+=,.@-_' characters."
              problem={checkPolicyName(name)}
            >
              <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field
              label="Description - optional"
              constraintText="It cannot be changed later."
              problem={description.length > 1_000 ? "A description has up to 1,000 characters." : undefined}
            >
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

function checkPolicyName(name: string): string | undefined {
  if (name === "") return "Enter a name for the policy.";
  return /^[\w+=,.@-]{1,128}$/.test(name) ? undefined : "Use 1 to 128 letters, digits and +=,.@-_ characters.";
}
