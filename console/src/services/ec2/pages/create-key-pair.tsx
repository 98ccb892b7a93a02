import { CreateKeyPairCommand, EC2Client } from "@aws-sdk/client-ec2";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

export function Component() {
  const client = useClient(EC2Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [type, setType] = useState<"rsa" | "ed25519">("rsa");
  const create = useAction(async () => {
    const { KeyMaterial = "" } = await client.send(new CreateKeyPairCommand({ KeyName: name, KeyType: type }));
    download(`${name}.pem`, `${KeyMaterial}\n`);
    await navigate("/console/ec2/key-pairs");
    notify.success(`Successfully created key pair ${name}. Its private key was downloaded: it is told this once.`);
  });
  return (
    <Page title="Create key pair" breadcrumbs={[{ text: "Key pairs", href: "/console/ec2/key-pairs" }]}>
      <EditForm
        action={create}
        submit="Create key pair"
        cancelTo="/console/ec2/key-pairs"
        failed="The key pair could not be created"
      >
        <Container
          header={
            <Header
              variant="h2"
              description="The private key is downloaded when the pair is created, and cannot be read again."
            >
              Key pair
            </Header>
          }
        >
          <SpaceBetween size="l">
            <Field
              label="Name"
              constraintText="The name can include up to 255 ASCII characters. It can't include leading or trailing spaces."
              problem={/^[ -~]{1,255}$/.test(name) && name.trim() === name ? undefined : "Enter a name."}
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field label="Key pair type" problem={undefined}>
              <RadioGroup
                value={type}
                items={[
                  { value: "rsa", label: "RSA" },
                  { value: "ed25519", label: "ED25519" },
                ]}
                onChange={({ detail }) => setType(detail.value === "ed25519" ? "ed25519" : "rsa")}
              />
            </Field>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

function download(file: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/x-pem-file" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}
