import { CreateVolumeCommand, DescribeAvailabilityZonesCommand, EC2Client, type VolumeType } from "@aws-sdk/client-ec2";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { ChoiceField } from "../../../choices/choice-field.tsx";
import { useSnapshotChoices } from "../../../choices/snapshots.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type ShapeText, toShape, VolumeShapeFields } from "../volumes/volume-shape.tsx";
import { ZoneField } from "../volumes/zone-field.tsx";

export function Component() {
  const client = useClient(EC2Client);
  const navigate = useNavigate();
  const notify = useNotify();
  const [search] = useSearchParams();
  const [snapshotId, setSnapshotId] = useState(search.get("snapshot") ?? "");
  const [shape, setShape] = useState<ShapeText>({
    kind: "gp3",
    size: snapshotId === "" ? "8" : "",
    iops: "",
    throughput: "",
  });
  const [zone, setZone] = useState("");
  const [name, setName] = useState("");
  const snapshots = useSnapshotChoices();
  const zones = useLive(
    "ec2/zones",
    async (abortSignal) =>
      (await client.send(new DescribeAvailabilityZonesCommand({}), { abortSignal })).AvailabilityZones ?? [],
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const names = (zones.data ?? []).map(({ ZoneName = "" }) => ZoneName);
  const chosen = zone || (names[0] ?? "");
  const create = useAction(async () => {
    const { size, iops, throughput } = toShape(shape);
    const { VolumeId } = await client.send(
      new CreateVolumeCommand({
        AvailabilityZone: chosen,
        VolumeType: shape.kind as VolumeType,
        Size: size,
        Iops: iops,
        Throughput: throughput,
        SnapshotId: snapshotId || undefined,
        TagSpecifications: name === "" ? undefined : [{ ResourceType: "volume", Tags: [{ Key: "Name", Value: name }] }],
      }),
    );
    await navigate("/console/ec2/volumes");
    notify.success(`Successfully created volume ${VolumeId}.`);
  });
  return (
    <Page title="Create volume" breadcrumbs={[{ text: "Volumes", href: "/console/ec2/volumes" }]}>
      <EditForm
        action={create}
        submit="Create volume"
        cancelTo="/console/ec2/volumes"
        failed="The volume could not be created"
      >
        <Container header={<Header variant="h2">Volume settings</Header>}>
          <SpaceBetween size="l">
            <VolumeShapeFields shape={shape} onChange={setShape} isSizeOptional={snapshotId !== ""} />
            <ZoneField zones={names} value={chosen} onChange={setZone} />
            <ChoiceField
              label="Snapshot ID - optional"
              description="The volume has what the snapshot has. Without one it is empty."
              placeholder="Don't create volume from a snapshot"
              value={snapshotId}
              onChange={setSnapshotId}
              choices={snapshots}
              problem={
                snapshotId === "" || /^snap-[0-9a-f]{8,17}$/.test(snapshotId) ? undefined : "That is no snapshot's ID."
              }
            />
            <Field label="Name - optional" problem={undefined}>
              <Input value={name} onChange={({ detail }) => setName(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
