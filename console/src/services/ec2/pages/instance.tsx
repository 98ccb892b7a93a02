import { DescribeInstanceAttributeCommand, EC2Client, type Instance } from "@aws-sdk/client-ec2";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { CreateImage } from "../images/create-image.tsx";
import { canDo, InstanceState, useInstance, useInstanceAction } from "../instances.tsx";
import { nameOf } from "../names.ts";
import { groupPath } from "../paths.ts";

export function Component() {
  const { id = "" } = useParams();
  return <InstancePage key={id} id={id} />;
}

function InstancePage({ id }: { readonly id: string }) {
  const live = useInstance(id);
  const act = useInstanceAction(live.refresh);
  const [search, setSearch] = useSearchParams();
  const own = live.data ? [live.data] : [];
  const [makesImage, setMakesImage] = useState(false);
  return (
    <Page
      title={live.data && nameOf(live.data) ? `${id} (${nameOf(live.data)})` : id}
      breadcrumbs={[{ text: "Instances", href: "/console/ec2/instances" }]}
      actions={
        <div className="squall-actions">
          {(["start", "stop", "reboot", "terminate"] as const).map((action) => (
            <Button key={action} disabled={!canDo(action, own)} onClick={() => void act(action, own)}>
              {action.charAt(0).toUpperCase() + action.slice(1)}
            </Button>
          ))}
          <Button
            disabled={!["running", "stopped"].includes(live.data?.State?.Name ?? "")}
            onClick={() => setMakesImage(true)}
          >
            Create image
          </Button>
        </div>
      }
    >
      <Loaded
        live={live}
        what={`the instance ${id}`}
        action={<RouteButton href="/console/ec2/instances">Instances</RouteButton>}
      >
        {(instance) => (
          <SpaceBetween size="l">
            <Summary instance={instance} />
            <Tabs
              ariaLabel="Instance"
              activeTabId={search.get("tab") ?? "details"}
              onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
              tabs={[
                { id: "details", label: "Details", content: <Details instance={instance} /> },
                { id: "security", label: "Security", content: <Security instance={instance} /> },
                { id: "networking", label: "Networking", content: <Networking instance={instance} /> },
                { id: "storage", label: "Storage", content: <Storage instance={instance} /> },
                { id: "user-data", label: "User data", content: <UserData id={id} /> },
                { id: "tags", label: "Tags", content: <Tags instance={instance} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
      {makesImage && <CreateImage instanceId={id} onClose={() => setMakesImage(false)} />}
    </Page>
  );
}

interface Part {
  readonly instance: Instance;
}

function Summary({ instance }: Part) {
  return (
    <Container header={<Header variant="h2">Instance summary</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: "Instance ID", value: <Copyable text={instance.InstanceId ?? ""} what="the id" /> },
          { label: "Instance state", value: <InstanceState name={instance.State?.Name} /> },
          { label: "Instance type", value: instance.InstanceType },
          { label: "Public IPv4 address", value: instance.PublicIpAddress ?? "-" },
          { label: "Private IPv4 address", value: instance.PrivateIpAddress ?? "-" },
          { label: "VPC ID", value: instance.VpcId ?? "-" },
          { label: "Subnet ID", value: instance.SubnetId ?? "-" },
          { label: "IAM Role", value: instance.IamInstanceProfile?.Arn ?? "-" },
        ]}
      />
    </Container>
  );
}

function Details({ instance }: Part) {
  return (
    <Container header={<Header variant="h2">Instance details</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "AMI ID", value: instance.ImageId },
          { label: "Launch time", value: formatTime(instance.LaunchTime?.getTime()) },
          { label: "Availability Zone", value: instance.Placement?.AvailabilityZone },
          { label: "Key pair assigned at launch", value: instance.KeyName ?? "-" },
          { label: "Monitoring", value: instance.Monitoring?.State ?? "-" },
          { label: "State transition reason", value: instance.StateTransitionReason || "-" },
          { label: "Architecture", value: instance.Architecture },
          { label: "IMDSv2", value: instance.MetadataOptions?.HttpTokens },
          { label: "Platform", value: instance.PlatformDetails },
        ]}
      />
    </Container>
  );
}

function Security({ instance }: Part) {
  const groups = instance.SecurityGroups ?? [];
  return (
    <Container header={<Header variant="h2">Security groups</Header>}>
      {groups.length === 0
        ? "-"
        : groups.map(({ GroupId = "", GroupName }) => (
            <div key={GroupId}>
              <RouteLink href={groupPath(GroupId)}>{GroupId}</RouteLink> ({GroupName})
            </div>
          ))}
    </Container>
  );
}

function Networking({ instance }: Part) {
  return (
    <Container header={<Header variant="h2">Network interfaces</Header>}>
      <KeyValuePairs
        columns={3}
        items={(instance.NetworkInterfaces ?? []).flatMap((each) => [
          { label: "Interface ID", value: each.NetworkInterfaceId },
          { label: "Device index", value: String(each.Attachment?.DeviceIndex ?? "-") },
          { label: "Private IPv4 address", value: each.PrivateIpAddress ?? "-" },
        ])}
      />
    </Container>
  );
}

function Storage({ instance }: Part) {
  return (
    <Container header={<Header variant="h2">Block devices</Header>}>
      <KeyValuePairs
        columns={3}
        items={(instance.BlockDeviceMappings ?? []).flatMap(({ DeviceName, Ebs }) => [
          { label: "Volume ID", value: Ebs?.VolumeId ?? "-" },
          { label: "Device name", value: DeviceName ?? "-" },
          { label: "Delete on termination", value: Ebs?.DeleteOnTermination ? "Yes" : "No" },
        ])}
      />
    </Container>
  );
}

function UserData({ id }: { readonly id: string }) {
  const client = useClient(EC2Client);
  const live = useLive(
    `ec2/instances/${id}/user-data`,
    async (abortSignal) => {
      const asked = new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: "userData" });
      const { UserData: data } = await client.send(asked, { abortSignal });
      const bytes = Uint8Array.from(atob(data?.Value ?? ""), (character) => character.charCodeAt(0));
      return new TextDecoder().decode(bytes);
    },
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Container header={<Header variant="h2">User data</Header>}>
      <Loaded live={live} what="the user data">
        {(text) => <Box variant="pre">{text || "This instance has no user data."}</Box>}
      </Loaded>
    </Container>
  );
}

function Tags({ instance }: Part) {
  const tags = instance.Tags ?? [];
  return (
    <Container header={<Header variant="h2">Tags</Header>}>
      {tags.length === 0 ? (
        "No tags."
      ) : (
        <KeyValuePairs columns={3} items={tags.map(({ Key = "", Value }) => ({ label: Key, value: Value || "-" }))} />
      )}
    </Container>
  );
}
