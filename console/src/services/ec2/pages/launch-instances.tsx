import {
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
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

const withoutKey = { value: "", label: "Proceed without a key pair" };

export function Component() {
  const client = useClient(EC2Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [count, setCount] = useState("1");
  const [image, setImage] = useState<string>();
  const [type, setType] = useState("t3.micro");
  const [key, setKey] = useState("");
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [size, setSize] = useState("8");
  const [userData, setUserData] = useState("");
  const choices = useLive(
    "ec2/launch",
    async (abortSignal) => {
      const [images, types, keys, security] = await Promise.all([
        client.send(new DescribeImagesCommand({}), { abortSignal }),
        client.send(new DescribeInstanceTypesCommand({}), { abortSignal }),
        client.send(new DescribeKeyPairsCommand({}), { abortSignal }),
        client.send(new DescribeSecurityGroupsCommand({}), { abortSignal }),
      ]);
      return {
        images: (images.Images ?? []).sort((left, right) => ((left.Name ?? "") < (right.Name ?? "") ? -1 : 1)),
        types: types.InstanceTypes ?? [],
        keys: keys.KeyPairs ?? [],
        groups: security.SecurityGroups ?? [],
      };
    },
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const { images = [], types = [], keys = [], groups: allGroups = [] } = choices.data ?? {};
  const chosen =
    images.find(({ ImageId }) => ImageId === image) ?? images.find(({ Architecture }) => Architecture === "x86_64");
  const imageOptions = images.map(({ ImageId = "", Name = "", Architecture }) => ({
    value: ImageId,
    label: Name,
    description: `${ImageId}, ${Architecture}`,
  }));
  const typeOptions = types
    .filter(({ ProcessorInfo }) =>
      (ProcessorInfo?.SupportedArchitectures as readonly string[] | undefined)?.includes(chosen?.Architecture ?? ""),
    )
    .map(({ InstanceType = "", VCpuInfo, MemoryInfo }) => ({
      value: InstanceType as string,
      label: InstanceType as string,
      description: `${VCpuInfo?.DefaultVCpus} vCPU, ${(MemoryInfo?.SizeInMiB ?? 0) / 1024} GiB memory`,
    }));
  const keyOptions = [withoutKey, ...keys.map(({ KeyName = "" }) => ({ value: KeyName, label: KeyName }))];
  const groupOptions = allGroups.map(({ GroupId = "", GroupName = "" }) => ({
    value: GroupId,
    label: GroupName,
    description: GroupId,
  }));
  const launch = useAction(async () => {
    const { Instances = [] } = await client.send(
      new RunInstancesCommand({
        ImageId: chosen?.ImageId,
        InstanceType: type as "t3.micro",
        MinCount: Number(count),
        MaxCount: Number(count),
        ...(key && { KeyName: key }),
        ...(groups.length > 0 && { SecurityGroupIds: [...groups] }),
        ...(userData && { UserData: toBase64(userData) }),
        ...(name && { TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: name }] }] }),
        BlockDeviceMappings: [{ DeviceName: chosen?.RootDeviceName, Ebs: { VolumeSize: Number(size) } }],
      }),
    );
    await navigate("/console/ec2/instances");
    const ids = Instances.map(({ InstanceId }) => InstanceId).join(", ");
    notify.success(`Successfully initiated launch of ${ids}.`);
  });
  return (
    <Page title="Launch an instance" breadcrumbs={[{ text: "Instances", href: "/console/ec2/instances" }]}>
      <EditForm
        action={launch}
        submit="Launch instance"
        cancelTo="/console/ec2/instances"
        failed="The instance could not be launched"
        isReady={chosen !== undefined}
      >
        <Container header={<Header variant="h2">Name and tags</Header>}>
          <SpaceBetween size="l">
            <Field label="Name" problem={undefined}>
              <Input
                value={name}
                placeholder="My Web Server"
                autoFocus
                onChange={({ detail }) => setName(detail.value)}
              />
            </Field>
            <Field label="Number of instances" problem={checkNumber(count, 1, 1_000)}>
              <Input value={count} type="number" onChange={({ detail }) => setCount(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Application and OS Images (Amazon Machine Image)</Header>}>
          <Field label="Amazon Machine Image (AMI)" problem={undefined}>
            <Select
              filteringType="auto"
              statusType={choices.data ? "finished" : "loading"}
              selectedOption={imageOptions.find(({ value }) => value === chosen?.ImageId) ?? null}
              options={imageOptions}
              onChange={({ detail }) => setImage(detail.selectedOption.value)}
            />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Instance type</Header>}>
          <Field
            label="Instance type"
            problem={
              choices.data && !typeOptions.some(({ value }) => value === type)
                ? "Choose a type of the image's architecture."
                : undefined
            }
          >
            <Select
              filteringType="auto"
              selectedOption={typeOptions.find(({ value }) => value === type) ?? null}
              options={typeOptions}
              onChange={({ detail }) => setType(detail.selectedOption.value ?? "")}
            />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Key pair (login)</Header>}>
          <Field label="Key pair name" problem={undefined}>
            <Select
              selectedOption={keyOptions.find(({ value }) => value === key) ?? withoutKey}
              options={keyOptions}
              onChange={({ detail }) => setKey(detail.selectedOption.value ?? "")}
            />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Network settings</Header>}>
          <Field
            label="Security groups"
            description="Without one the instance has the default group of the default VPC."
            problem={undefined}
          >
            <Multiselect
              selectedOptions={groupOptions.filter(({ value }) => groups.includes(value))}
              options={groupOptions}
              placeholder="Select security groups"
              onChange={({ detail }) => setGroups(detail.selectedOptions.map(({ value = "" }) => value))}
            />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Configure storage</Header>}>
          <Field label="Root volume (GiB)" problem={checkNumber(size, 8, 16_384)}>
            <Input value={size} type="number" onChange={({ detail }) => setSize(detail.value)} />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Advanced details</Header>}>
          <Field
            label="User data - optional"
            description="It is kept with the instance; no machine runs that would execute it."
            problem={new TextEncoder().encode(userData).length > 16_384 ? "At most 16 KB." : undefined}
          >
            <Textarea
              value={userData}
              rows={6}
              spellcheck={false}
              onChange={({ detail }) => setUserData(detail.value)}
            />
          </Field>
        </Container>
      </EditForm>
    </Page>
  );
}

function checkNumber(text: string, least: number, most: number): string | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most
    ? undefined
    : `Enter a number from ${least} to ${most}.`;
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
