import { DeleteKeyPairCommand, DescribeKeyPairsCommand, EC2Client, type KeyPairInfo } from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const pairs = useLive(
    "ec2/key-pairs",
    async (abortSignal) => (await client.send(new DescribeKeyPairsCommand({}), { abortSignal })).KeyPairs ?? [],
  );
  const remove = ({ KeyName = "", KeyPairId }: KeyPairInfo) =>
    confirmed(
      {
        title: `Delete key pair ${KeyName}?`,
        body: <>Instances that were launched with it keep it. It cannot be used for others any more.</>,
        action: "Delete",
        typed: "Delete",
      },
      () => client.send(new DeleteKeyPairCommand({ KeyPairId })),
      {
        done: `Key pair ${KeyName} deleted.`,
        failed: `Key pair ${KeyName} could not be deleted`,
        onChange: pairs.refresh,
      },
    );
  return (
    <ListPage<KeyPairInfo>
      id="ec2.key-pairs"
      title="Key pairs"
      noun="key pairs"
      feature="EC2"
      live={pairs}
      columns={columns}
      rowId={({ KeyPairId = "" }) => KeyPairId}
      rowName={({ KeyName = "" }) => KeyName}
      select="multi"
      sortBy={{ column: "name" }}
      create={{ text: "Create key pair", href: "/console/ec2/create-key-pair" }}
      empty="No key pairs. You have no key pairs in this region."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "key pairs", remove)}>
          Delete
        </Button>
      )}
    />
  );
}

const columns: readonly Column<KeyPairInfo>[] = [
  { id: "name", header: "Name", cell: ({ KeyName }) => KeyName, value: ({ KeyName }) => KeyName, width: 200 },
  { id: "type", header: "Type", cell: ({ KeyType }) => KeyType, value: ({ KeyType }) => KeyType, width: 110 },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateTime }) => formatTime(CreateTime?.getTime()),
    value: ({ CreateTime }) => CreateTime?.getTime(),
    width: 260,
  },
  {
    id: "fingerprint",
    header: "Fingerprint",
    cell: ({ KeyFingerprint }) => <span className="squall-anywhere">{KeyFingerprint}</span>,
    value: ({ KeyFingerprint }) => KeyFingerprint,
    width: 360,
  },
  { id: "id", header: "ID", cell: ({ KeyPairId }) => KeyPairId, value: ({ KeyPairId }) => KeyPairId, width: 220 },
];
