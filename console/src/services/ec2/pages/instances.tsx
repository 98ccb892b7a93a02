import type { Instance } from "@aws-sdk/client-ec2";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { RouteLink } from "../../../shell/links.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { canDo, type InstanceAction, InstanceState, useInstanceAction, useInstances } from "../instances.tsx";
import { nameOf } from "../names.ts";
import { instancePath } from "../paths.ts";

export function Component() {
  const instances = useInstances();
  const act = useInstanceAction(instances.refresh);
  return (
    <ListPage<Instance>
      id="ec2.instances"
      title="Instances"
      noun="instances"
      feature="EC2"
      description="Instances are records with a life cycle: their API is EC2's, and no machine runs behind it."
      live={instances}
      columns={columns}
      rowId={({ InstanceId = "" }) => InstanceId}
      select="multi"
      sortBy={{ column: "launched", descending: true }}
      searchPlaceholder="Find instances by name, id or state"
      filters={[{ id: "state", label: "Instance state", value: ({ State }) => State?.Name ?? "" }]}
      create={{ text: "Launch instances", href: "/console/ec2/launch-instances" }}
      empty="No instances. You do not have any instances in this region."
      actions={(selected) => (
        <ButtonDropdown
          disabled={selected.length === 0}
          items={actions.map(({ id, text }) => ({ id, text, disabled: !canDo(id, selected) }))}
          onItemClick={({ detail }) => void act(detail.id as InstanceAction, selected)}
        >
          Instance state
        </ButtonDropdown>
      )}
    />
  );
}

const actions: readonly { readonly id: InstanceAction; readonly text: string }[] = [
  { id: "stop", text: "Stop instance" },
  { id: "start", text: "Start instance" },
  { id: "reboot", text: "Reboot instance" },
  { id: "terminate", text: "Terminate (delete) instance" },
];

const columns: readonly Column<Instance>[] = [
  { id: "name", header: "Name", cell: (each) => nameOf(each) || "-", value: nameOf, width: 180 },
  {
    id: "id",
    header: "Instance ID",
    cell: ({ InstanceId = "" }) => <RouteLink href={instancePath(InstanceId)}>{InstanceId}</RouteLink>,
    value: ({ InstanceId }) => InstanceId,
    width: 200,
  },
  {
    id: "state",
    header: "Instance state",
    cell: ({ State }) => <InstanceState name={State?.Name} />,
    value: ({ State }) => State?.Name,
    width: 150,
  },
  text("type", "Instance type", ({ InstanceType }) => InstanceType, 130),
  text("zone", "Availability Zone", ({ Placement }) => Placement?.AvailabilityZone, 150),
  text("public", "Public IPv4 address", ({ PublicIpAddress }) => PublicIpAddress, 170),
  text("private", "Private IPv4 address", ({ PrivateIpAddress }) => PrivateIpAddress, 170),
  text("key", "Key name", ({ KeyName }) => KeyName, 140),
  {
    id: "launched",
    header: "Launch time",
    cell: ({ LaunchTime }) => formatTime(LaunchTime?.getTime()),
    value: ({ LaunchTime }) => LaunchTime?.getTime(),
    width: 260,
  },
];

function text(
  id: string,
  header: string,
  value: (each: Instance) => string | undefined,
  width: number,
): Column<Instance> {
  return { id, header, cell: (each) => value(each) ?? "-", value, width };
}
