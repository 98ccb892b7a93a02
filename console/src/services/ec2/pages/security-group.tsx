import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";

export function Component() {
  const { id = "" } = useParams();
  return <GroupPage key={id} id={id} />;
}

function GroupPage({ id }: { readonly id: string }) {
  const client = useClient(EC2Client);
  const live = useLive(`ec2/security-groups/${id}`, async (abortSignal) => {
    const asked = new DescribeSecurityGroupsCommand({ GroupIds: [id] });
    const [group] = (await client.send(asked, { abortSignal })).SecurityGroups ?? [];
    if (!group) throw new Error(`There is no security group ${id}.`);
    return group;
  });
  return (
    <Page title={id} breadcrumbs={[{ text: "Security Groups", href: "/console/ec2/security-groups" }]}>
      <Loaded
        live={live}
        what={`the security group ${id}`}
        action={<RouteButton href="/console/ec2/security-groups">Security Groups</RouteButton>}
      >
        {(group) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">Details</Header>}>
              <KeyValuePairs
                columns={4}
                items={[
                  { label: "Security group name", value: group.GroupName },
                  { label: "Description", value: group.Description },
                  { label: "VPC ID", value: group.VpcId },
                  { label: "Owner", value: group.OwnerId },
                ]}
              />
            </Container>
            <Rules id={id} isEgress={false} />
            <Rules id={id} isEgress />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Rules({ id, isEgress }: { readonly id: string; readonly isEgress: boolean }) {
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const [isAdding, setAdding] = useState(false);
  const rules = useLive(`ec2/security-groups/${id}/rules/${isEgress}`, async (abortSignal) => {
    const asked = new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [id] }] });
    const { SecurityGroupRules = [] } = await client.send(asked, { abortSignal });
    return SecurityGroupRules.filter((rule) => rule.IsEgress === isEgress);
  });
  const title = isEgress ? "Outbound rules" : "Inbound rules";
  const revoke = ({ SecurityGroupRuleId = "" }: SecurityGroupRule) => {
    const input = { GroupId: id, SecurityGroupRuleIds: [SecurityGroupRuleId] };
    return confirmed(
      { title: "Delete rule?", body: <>Delete {SecurityGroupRuleId}?</>, action: "Delete" },
      () =>
        isEgress
          ? client.send(new RevokeSecurityGroupEgressCommand(input))
          : client.send(new RevokeSecurityGroupIngressCommand(input)),
      { done: "The rule was deleted.", failed: "The rule could not be deleted", onChange: rules.refresh },
    );
  };
  return (
    <>
      <ResourceTable<SecurityGroupRule>
        id={isEgress ? "ec2.outbound-rules" : "ec2.inbound-rules"}
        title={title}
        noun="rules"
        live={rules}
        columns={columns}
        rowId={({ SecurityGroupRuleId = "" }) => SecurityGroupRuleId}
        select="single"
        empty={{ text: "No rules." }}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => selected && void revoke(selected)}>
              Delete rule
            </Button>
            <Button onClick={() => setAdding(true)}>Add rule</Button>
          </>
        )}
      />
      {isAdding && <AddRule id={id} isEgress={isEgress} onClose={() => setAdding(false)} onAdded={rules.refresh} />}
    </>
  );
}

const kinds = [
  { value: "22", label: "SSH", protocol: "tcp" },
  { value: "80", label: "HTTP", protocol: "tcp" },
  { value: "443", label: "HTTPS", protocol: "tcp" },
  { value: "tcp", label: "Custom TCP", protocol: "tcp" },
  { value: "udp", label: "Custom UDP", protocol: "udp" },
  { value: "-1", label: "All traffic", protocol: "-1" },
] as const;

interface AddRuleProps {
  readonly id: string;
  readonly isEgress: boolean;
  readonly onClose: () => void;
  readonly onAdded: () => void;
}

function AddRule({ id, isEgress, onClose, onAdded }: AddRuleProps) {
  const client = useClient(EC2Client);
  const [kind, setKind] = useState<(typeof kinds)[number]>(kinds[0]);
  const [ports, setPorts] = useState("");
  const [peer, setPeer] = useState("0.0.0.0/0");
  const [description, setDescription] = useState("");
  const isCustom = kind.value === "tcp" || kind.value === "udp";
  const add = useAction(async () => {
    const [from = "", to = from] = (isCustom ? ports : kind.value).split("-").map((text) => text.trim());
    const Description = description || undefined;
    const input = {
      GroupId: id,
      IpPermissions: [
        {
          IpProtocol: kind.protocol,
          ...(kind.protocol !== "-1" && { FromPort: Number(from), ToPort: Number(to) }),
          ...(peer.startsWith("sg-")
            ? { UserIdGroupPairs: [{ GroupId: peer, Description }] }
            : peer.includes(":")
              ? { Ipv6Ranges: [{ CidrIpv6: peer, Description }] }
              : { IpRanges: [{ CidrIp: peer, Description }] }),
        },
      ],
    };
    if (isEgress) await client.send(new AuthorizeSecurityGroupEgressCommand(input));
    else await client.send(new AuthorizeSecurityGroupIngressCommand(input));
    onAdded();
  });
  return (
    <EditDialog
      title={isEgress ? "Add outbound rule" : "Add inbound rule"}
      action={add}
      submit="Add rule"
      failed="The rule could not be added"
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <Field label="Type" problem={undefined}>
          <Select
            selectedOption={kind}
            options={kinds}
            onChange={({ detail }) =>
              setKind(kinds.find(({ value }) => value === detail.selectedOption.value) ?? kinds[0])
            }
          />
        </Field>
        {isCustom && (
          <Field
            label="Port range"
            problem={/^\d{1,5}( ?- ?\d{1,5})?$/.test(ports) ? undefined : "Enter a port, or two with a hyphen between."}
          >
            <Input value={ports} placeholder="8000-8080" onChange={({ detail }) => setPorts(detail.value)} />
          </Field>
        )}
        <Field
          label={isEgress ? "Destination" : "Source"}
          constraintText="A CIDR block or a security group's id."
          problem={peer === "" ? "Enter a CIDR block or a security group's id." : undefined}
        >
          <Input value={peer} spellcheck={false} onChange={({ detail }) => setPeer(detail.value)} />
        </Field>
        <Field label="Description - optional" problem={undefined}>
          <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
        </Field>
      </SpaceBetween>
    </EditDialog>
  );
}

const columns: readonly Column<SecurityGroupRule>[] = [
  {
    id: "id",
    header: "Security group rule ID",
    cell: ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
    value: ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
    width: 220,
  },
  { id: "protocol", header: "Protocol", cell: protocolOf, value: protocolOf, width: 110 },
  { id: "ports", header: "Port range", cell: portsOf, value: portsOf, width: 130 },
  { id: "peer", header: "Source or destination", cell: peerOf, value: peerOf, width: 220 },
  { id: "description", header: "Description", cell: ({ Description }) => Description ?? "-", width: 200 },
];

function protocolOf({ IpProtocol = "" }: SecurityGroupRule): string {
  return IpProtocol === "-1" ? "All" : IpProtocol.toUpperCase();
}

function portsOf({ IpProtocol, FromPort, ToPort }: SecurityGroupRule): string {
  if (IpProtocol === "-1") return "All";
  return FromPort === ToPort ? String(FromPort) : `${FromPort} - ${ToPort}`;
}

function peerOf({ CidrIpv4, CidrIpv6, ReferencedGroupInfo }: SecurityGroupRule): string {
  return CidrIpv4 ?? CidrIpv6 ?? ReferencedGroupInfo?.GroupId ?? "-";
}
