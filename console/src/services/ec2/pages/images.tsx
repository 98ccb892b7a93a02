import { DeregisterImageCommand, DescribeImagesCommand, EC2Client, type Image } from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { ImagePermissions } from "../images/image-permissions.tsx";

export function Component() {
  const several = useSeveral();
  const client = useClient(EC2Client);
  const { account } = useSession();
  const confirmed = useConfirmed();
  const [shared, setShared] = useState<string>();
  const images = useLive(
    "ec2/images",
    async (abortSignal) => (await client.send(new DescribeImagesCommand({}), { abortSignal })).Images ?? [],
  );
  const remove = ({ ImageId = "", Name }: Image) =>
    confirmed(
      {
        title: `Deregister ${Name}?`,
        body: <>No instance can be launched from {ImageId} any more. Its snapshots stay.</>,
        action: "Deregister AMI",
      },
      () => client.send(new DeregisterImageCommand({ ImageId })),
      { done: `${ImageId} deregistered.`, failed: `${ImageId} could not be deregistered`, onChange: images.refresh },
    );
  return (
    <ListPage<Image>
      id="ec2.images"
      title="Amazon Machine Images (AMIs)"
      noun="images"
      feature="EC2"
      live={images}
      columns={columns}
      rowId={({ ImageId = "" }) => ImageId}
      select="multi"
      sortBy={{ column: "name" }}
      filters={[
        {
          id: "owner",
          label: "Owner",
          value: ({ OwnerId }) => (OwnerId === account ? "Owned by me" : "Public images"),
        },
      ]}
      create={{ text: "Launch instance", href: "/console/ec2/launch-instances" }}
      empty="No images."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <Button disabled={selected?.OwnerId !== account} onClick={() => setShared(selected?.ImageId)}>
            Edit AMI permissions
          </Button>
          <Button
            disabled={chosen.length === 0 || chosen.some(({ OwnerId }) => OwnerId !== account)}
            onClick={() => void several(chosen, "images", remove)}
          >
            Deregister AMI
          </Button>
        </>
      )}
    >
      {shared !== undefined && (
        <ImagePermissions id={shared} onClose={() => setShared(undefined)} onDone={images.refresh} />
      )}
    </ListPage>
  );
}

const columns: readonly Column<Image>[] = [
  {
    id: "name",
    header: "AMI name",
    cell: ({ Name }) => <span className="squall-anywhere">{Name}</span>,
    value: ({ Name }) => Name,
    width: 340,
  },
  { id: "id", header: "AMI ID", cell: ({ ImageId }) => ImageId, value: ({ ImageId }) => ImageId, width: 210 },
  {
    id: "owner",
    header: "Owner",
    cell: ({ ImageOwnerAlias, OwnerId }) => ImageOwnerAlias ?? OwnerId,
    value: ({ OwnerId }) => OwnerId,
    width: 140,
  },
  { id: "state", header: "Status", cell: ({ State }) => State, value: ({ State }) => State, width: 110 },
  {
    id: "architecture",
    header: "Architecture",
    cell: ({ Architecture }) => Architecture,
    value: ({ Architecture }) => Architecture,
    width: 120,
  },
  {
    id: "created",
    header: "Creation date",
    cell: ({ CreationDate }) => CreationDate,
    value: ({ CreationDate }) => CreationDate,
    width: 230,
  },
];
