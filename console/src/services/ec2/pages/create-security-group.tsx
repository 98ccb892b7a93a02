import { CreateSecurityGroupCommand, EC2Client } from "@aws-sdk/client-ec2";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { groupPath } from "../paths.ts";

export function Component() {
  const client = useClient(EC2Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const create = useAction(async () => {
    const asked = new CreateSecurityGroupCommand({ GroupName: name, Description: description });
    const { GroupId = "" } = await client.send(asked);
    await navigate(groupPath(GroupId));
    notify.success(`Security group ${name} was created successfully. Add the rules that let traffic in.`);
  });
  return (
    <Page
      title="Create security group"
      breadcrumbs={[{ text: "Security Groups", href: "/console/ec2/security-groups" }]}
    >
      <EditForm
        action={create}
        submit="Create security group"
        cancelTo="/console/ec2/security-groups"
        failed="The security group could not be created"
      >
        <Container
          header={
            <Header
              variant="h2"
              description="It is made in the default VPC. Nothing comes in, and everything gets out."
            >
              Basic details
            </Header>
          }
        >
          <SpaceBetween size="l">
            <Field
              label="Security group name"
              constraintText="Name cannot be edited after creation."
              problem={name === "" ? "Enter a name." : undefined}
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field label="Description" problem={description === "" ? "Enter a description." : undefined}>
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
