import {
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  type Snapshot,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { type Live, useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import { formatTime } from "../../../text/times.ts";
import { nameOf } from "../names.ts";
import { createVolumePath } from "../paths.ts";
import { Blocks } from "../snapshots/blocks.tsx";
import { CopySnapshot } from "../snapshots/copy-snapshot.tsx";
import { Lock } from "../snapshots/lock.tsx";
import { Permissions } from "../snapshots/permissions.tsx";
import { StorageTier } from "../snapshots/storage-tier.tsx";

export function Component() {
  const { id = "" } = useParams();
  return <SnapshotPage key={id} id={id} />;
}

function SnapshotPage({ id }: { readonly id: string }) {
  const client = useClient(EC2Client);
  const navigate = useNavigate();
  const confirmed = useConfirmed();
  const [copies, setCopies] = useState(false);
  const live = useLive(`ec2/snapshots/${id}`, async (abortSignal) => {
    const { Snapshots = [] } = await client.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }), { abortSignal });
    return Snapshots[0];
  });
  const snapshot = live.data;
  const isReadable = snapshot?.State === "completed" && snapshot.StorageTier !== "archive";
  const remove = () =>
    confirmed(
      { title: `Delete ${id}?`, body: <>Blocks that other snapshots have, too, stay.</>, action: "Delete" },
      () => client.send(new DeleteSnapshotCommand({ SnapshotId: id })),
      {
        done: `Snapshot ${id} deleted.`,
        failed: `${id} could not be deleted`,
        onChange: () => void navigate("/console/ec2/snapshots"),
      },
    );
  return (
    <Page
      title={snapshot && nameOf(snapshot) ? `${id} (${nameOf(snapshot)})` : id}
      breadcrumbs={[{ text: "Snapshots", href: "/console/ec2/snapshots" }]}
      actions={
        <div className="squall-actions">
          <RouteButton disabled={!isReadable} href={createVolumePath(id)}>
            Create volume
          </RouteButton>
          <Button disabled={!isReadable} onClick={() => setCopies(true)}>
            Copy snapshot
          </Button>
          <Button disabled={!snapshot} onClick={() => void remove()}>
            Delete snapshot
          </Button>
        </div>
      }
    >
      <Loaded
        live={live as Live<Snapshot>}
        what={`the snapshot ${id}`}
        action={<RouteButton href="/console/ec2/snapshots">Snapshots</RouteButton>}
      >
        {(found) => (
          <SpaceBetween size="l">
            <Details snapshot={found} />
            <PageTabs
              label="Snapshot"
              tabs={[
                { id: "blocks", label: "Blocks", content: <Blocks snapshot={found} /> },
                { id: "permissions", label: "Permissions", content: <Permissions id={id} /> },
                { id: "lock", label: "Snapshot lock", content: <Lock id={id} /> },
                { id: "tier", label: "Storage tier", content: <StorageTier id={id} /> },
                { id: "tags", label: "Tags", content: <Tags snapshot={found} live={live as Live<Snapshot>} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
      {copies && <CopySnapshot id={id} onClose={() => setCopies(false)} />}
    </Page>
  );
}

function Details({ snapshot }: { readonly snapshot: Snapshot }) {
  const { FullSnapshotSizeInBytes: bytes } = snapshot;
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: "Snapshot ID", value: <Copyable text={snapshot.SnapshotId ?? ""} what="the id" /> },
          { label: "Snapshot status", value: `${snapshot.State} (${snapshot.Progress})` },
          { label: "Started", value: formatTime(snapshot.StartTime?.getTime()) },
          { label: "Source volume", value: snapshot.VolumeId },
          { label: "Volume size", value: `${snapshot.VolumeSize} GiB` },
          {
            label: "Full snapshot size",
            value: bytes === undefined ? "-" : `${(bytes / 2 ** 20).toLocaleString("en")} MiB`,
          },
          { label: "Encryption", value: snapshot.Encrypted ? "Encrypted" : "Not encrypted" },
          { label: "Description", value: snapshot.Description || "-" },
        ]}
      />
    </Container>
  );
}

function Tags({ snapshot, live }: { readonly snapshot: Snapshot; readonly live: Live<Snapshot> }) {
  const client = useClient(EC2Client);
  const { SnapshotId = "", Tags: tags = [] } = snapshot;
  const Resources = [SnapshotId];
  const data = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  return (
    <TagsPanel
      owner={`snapshot ${SnapshotId}`}
      tags={{ ...live, data }}
      add={(added) =>
        client.send(
          new CreateTagsCommand({ Resources, Tags: Object.entries(added).map(([Key, Value]) => ({ Key, Value })) }),
        )
      }
      remove={(keys) => client.send(new DeleteTagsCommand({ Resources, Tags: keys.map((Key) => ({ Key })) }))}
    />
  );
}
