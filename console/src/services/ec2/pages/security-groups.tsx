import {
  DeleteSecurityGroupCommand,
  EC2Client,
  paginateDescribeSecurityGroups,
  type SecurityGroup,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { nameOf } from "../names.ts";
import { groupPath } from "../paths.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const groups = useLive("ec2/security-groups", async (signal) => {
    const found: SecurityGroup[] = [];
    for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client }, { MaxResults: 1_000 })) {
      signal.throwIfAborted();
      found.push(...SecurityGroups);
    }
    return found;
  });
  const remove = ({ GroupId = "", GroupName }: SecurityGroup) =>
    confirmed(
      { title: `Delete security group ${GroupName}?`, body: <>Delete {GroupId} with its rules?</>, action: "Delete" },
      () => client.send(new DeleteSecurityGroupCommand({ GroupId })),
      {
        done: `Security group ${GroupId} deleted.`,
        failed: `${GroupId} could not be deleted`,
        onChange: groups.refresh,
      },
    );
  return (
    <ListPage<SecurityGroup>
      id="ec2.security-groups"
      title="Security Groups"
      noun="security groups"
      feature="EC2"
      live={groups}
      columns={columns}
      rowId={({ GroupId = "" }) => GroupId}
      select="multi"
      rowArn={({ SecurityGroupArn }) => SecurityGroupArn}
      sortBy={{ column: "group" }}
      create={{ text: "Create security group", href: "/console/ec2/create-security-group" }}
      empty="No security groups."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "security groups", remove)}>
          Delete
        </Button>
      )}
    />
  );
}

const columns: readonly Column<SecurityGroup>[] = [
  { id: "name", header: "Name", cell: (each) => nameOf(each) || "-", value: nameOf, width: 150 },
  {
    id: "id",
    header: "Security group ID",
    cell: ({ GroupId = "" }) => <RouteLink href={groupPath(GroupId)}>{GroupId}</RouteLink>,
    value: ({ GroupId }) => GroupId,
    width: 210,
  },
  {
    id: "group",
    header: "Security group name",
    cell: ({ GroupName }) => GroupName,
    value: ({ GroupName }) => GroupName,
    width: 190,
  },
  { id: "vpc", header: "VPC ID", cell: ({ VpcId }) => VpcId, value: ({ VpcId }) => VpcId, width: 210 },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description,
    value: ({ Description }) => Description,
    width: 220,
  },
  {
    id: "inbound",
    header: "Inbound permissions",
    cell: ({ IpPermissions = [] }) => IpPermissions.length,
    value: ({ IpPermissions = [] }) => IpPermissions.length,
    width: 170,
  },
];
