import {
  CreateLaunchTemplateCommand,
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeKeyPairsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

const none = { value: "", label: "Don't include in launch template" };

/** What instances are launched with; what is left out is said when one is launched. */
export function Component() {
  const client = useClient(EC2Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [image, setImage] = useState("");
  const [type, setType] = useState("");
  const [key, setKey] = useState("");
  const [userData, setUserData] = useState("");
  const choices = useLive(
    "ec2/template",
    async (abortSignal) => {
      const [{ Images = [] }, { InstanceTypes = [] }, { KeyPairs = [] }] = await Promise.all([
        client.send(new DescribeImagesCommand({}), { abortSignal }),
        client.send(new DescribeInstanceTypesCommand({}), { abortSignal }),
        client.send(new DescribeKeyPairsCommand({}), { abortSignal }),
      ]);
      return {
        images: Images.map(({ ImageId = "", Name = "" }) => ({ value: ImageId, label: Name, description: ImageId })),
        types: InstanceTypes.map(({ InstanceType = "" }) => ({
          value: InstanceType as string,
          label: InstanceType as string,
        })),
        keys: KeyPairs.map(({ KeyName = "" }) => ({ value: KeyName, label: KeyName })),
      };
    },
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const { images = [], types = [], keys = [] } = choices.data ?? {};
  const isEmpty = image === "" && type === "" && key === "" && userData === "";
  const create = useAction(async () => {
    await client.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: name,
        VersionDescription: description || undefined,
        LaunchTemplateData: {
          ImageId: image || undefined,
          InstanceType: (type || undefined) as "t3.micro" | undefined,
          KeyName: key || undefined,
          UserData: userData === "" ? undefined : btoa(String.fromCharCode(...new TextEncoder().encode(userData))),
        },
      }),
    );
    await navigate("/console/ec2/launch-templates");
    notify.success(`Launch template ${name} was created successfully.`);
  });
  const select = (
    label: string,
    value: string,
    options: readonly { value: string; label: string; description?: string }[],
    onChange: (value: string) => void,
  ) => (
    <Field label={label} problem={undefined}>
      <Select
        selectedOption={[none, ...options].find((each) => each.value === value) ?? none}
        options={[none, ...options]}
        filteringType="auto"
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </Field>
  );
  return (
    <Page
      title="Create launch template"
      breadcrumbs={[{ text: "Launch templates", href: "/console/ec2/launch-templates" }]}
    >
      <EditForm
        action={create}
        submit="Create launch template"
        cancelTo="/console/ec2/launch-templates"
        failed="The launch template could not be created"
      >
        <Container header={<Header variant="h2">Launch template</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Launch template name"
              problem={
                /^[a-zA-Z0-9().\-/_]{3,128}$/.test(name) ? undefined : "3 to 128 letters, digits and ( ) . - / _."
              }
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field label="Template version description - optional" problem={undefined}>
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Launch template contents</Header>}>
          <SpaceBetween size="l">
            {select("AMI", image, images, setImage)}
            {select("Instance type", type, types, setType)}
            {select("Key pair", key, keys, setKey)}
            <Field
              label="User data - optional"
              problem={isEmpty ? "A template must say something: an AMI, a type, a key pair or user data." : undefined}
            >
              <Textarea value={userData} rows={5} onChange={({ detail }) => setUserData(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
