import { DLMClient, GetLifecyclePolicyCommand, type LifecyclePolicy, type Schedule } from "@aws-sdk/client-dlm";
import { DescribeSnapshotsCommand, EC2Client } from "@aws-sdk/client-ec2";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useNavigate, useParams } from "react-router";
import { type Live, useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { snapshotPath } from "../paths.ts";
import { usePolicyActions } from "../policies/policy-actions.tsx";

export function Component() {
  const { id = "" } = useParams();
  return <PolicyPage key={id} id={id} />;
}

function PolicyPage({ id }: { readonly id: string }) {
  const client = useClient(DLMClient);
  const navigate = useNavigate();
  const live = useLive(
    `dlm/policies/${id}`,
    async (abortSignal) => (await client.send(new GetLifecyclePolicyCommand({ PolicyId: id }), { abortSignal })).Policy,
  );
  const { setState } = usePolicyActions(live.refresh);
  const { remove } = usePolicyActions(() => void navigate("/console/ec2/lifecycle-policies"));
  const policy = live.data;
  return (
    <Page
      title={id}
      breadcrumbs={[{ text: "Lifecycle Manager", href: "/console/ec2/lifecycle-policies" }]}
      actions={
        <div className="squall-actions">
          <Button
            disabled={!policy}
            onClick={() => policy && void setState(policy, policy.State === "ENABLED" ? "DISABLED" : "ENABLED")}
          >
            {policy?.State === "DISABLED" ? "Enable" : "Disable"}
          </Button>
          <RouteButton disabled={!policy} href={`/console/ec2/edit-lifecycle-policy/${id}`}>
            Modify
          </RouteButton>
          <Button disabled={!policy} onClick={() => policy && void remove(policy)}>
            Delete
          </Button>
        </div>
      }
    >
      <Loaded
        live={live as Live<LifecyclePolicy>}
        what={`the policy ${id}`}
        action={<RouteButton href="/console/ec2/lifecycle-policies">Lifecycle Manager</RouteButton>}
      >
        {(found) => (
          <SpaceBetween size="l">
            <Details policy={found} />
            <Snapshots id={id} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ policy }: { readonly policy: LifecyclePolicy }) {
  const { ResourceTypes = [], TargetTags = [], Schedules = [] } = policy.PolicyDetails ?? {};
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Policy details</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Description", value: policy.Description },
            { label: "Policy status", value: policy.State },
            { label: "Status message", value: policy.StatusMessage },
            { label: "Target resources", value: ResourceTypes.join(", ") },
            { label: "Target tags", value: TargetTags.map(({ Key, Value }) => `${Key}=${Value}`).join(", ") },
            { label: "IAM role", value: policy.ExecutionRoleArn },
            { label: "Modified", value: formatTime(policy.DateModified?.getTime()) },
          ]}
        />
      </Container>
      {Schedules.map((schedule) => (
        <Container key={schedule.Name} header={<Header variant="h2">{schedule.Name ?? "Schedule"}</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Snapshots are taken", value: frequencyOf(schedule) },
              { label: "Snapshots are kept", value: retentionOf(schedule) },
              { label: "Copy tags from source", value: schedule.CopyTags ? "Yes" : "No" },
              {
                label: "Tags added",
                value: (schedule.TagsToAdd ?? []).map(({ Key, Value }) => `${Key}=${Value}`).join(", ") || "-",
              },
              {
                label: "Copied to",
                value:
                  (schedule.CrossRegionCopyRules ?? [])
                    .map(({ Target, TargetRegion }) => Target ?? TargetRegion)
                    .join(", ") || "-",
              },
              {
                label: "Shared with",
                value:
                  (schedule.ShareRules ?? []).flatMap(({ TargetAccounts = [] }) => TargetAccounts).join(", ") || "-",
              },
              {
                label: "Restored fast",
                value: schedule.FastRestoreRule
                  ? `${amountOf(schedule.FastRestoreRule)} in ${schedule.FastRestoreRule.AvailabilityZones?.join(", ")}`
                  : "-",
              },
              {
                label: "Kept in the archive",
                value: schedule.ArchiveRule
                  ? amountOf(schedule.ArchiveRule.RetainRule?.RetentionArchiveTier ?? {})
                  : "-",
              },
            ]}
          />
        </Container>
      ))}
    </SpaceBetween>
  );
}

function amountOf(rule: { Count?: number; Interval?: number; IntervalUnit?: string }): string {
  return rule.Count ? `the newest ${rule.Count}` : `${rule.Interval} ${rule.IntervalUnit?.toLowerCase()}`;
}

function frequencyOf({ CreateRule: rule }: Schedule): string {
  if (rule?.CronExpression !== undefined) return rule.CronExpression;
  return `every ${rule?.Interval} hours, from ${rule?.Times?.[0] ?? "09:00"} UTC`;
}

function retentionOf({ RetainRule: rule }: Schedule): string {
  if (rule?.Count) return `the last ${rule.Count} of each volume`;
  return `for ${rule?.Interval} ${rule?.IntervalUnit?.toLowerCase() ?? ""}`;
}

/** What the policy has made, by the tag that marks it. */
function Snapshots({ id }: { readonly id: string }) {
  const client = useClient(EC2Client);
  const live = useLive(`dlm/policies/${id}/snapshots`, async (abortSignal) => {
    const Filters = [{ Name: "tag:aws:dlm:lifecycle-policy-id", Values: [id] }];
    const asked = new DescribeSnapshotsCommand({ Filters, MaxResults: 1_000 });
    return (await client.send(asked, { abortSignal })).Snapshots ?? [];
  });
  return (
    <Container header={<Header variant="h2">Snapshots created by this policy</Header>}>
      <Loaded live={live} what="its snapshots">
        {(snapshots) => (
          <Table
            variant="embedded"
            items={[...snapshots].sort((a, b) => (b.StartTime?.getTime() ?? 0) - (a.StartTime?.getTime() ?? 0))}
            trackBy={({ SnapshotId = "" }) => SnapshotId}
            ariaLabels={{ tableLabel: "Snapshots" }}
            columnDefinitions={[
              {
                id: "id",
                header: "Snapshot ID",
                cell: ({ SnapshotId = "" }) => <RouteLink href={snapshotPath(SnapshotId)}>{SnapshotId}</RouteLink>,
                isRowHeader: true,
              },
              { id: "volume", header: "Volume ID", cell: ({ VolumeId }) => VolumeId },
              { id: "state", header: "Snapshot status", cell: ({ State }) => State },
              { id: "started", header: "Started", cell: ({ StartTime }) => formatTime(StartTime?.getTime()) },
            ]}
            empty={<Box color="text-body-secondary">None yet.</Box>}
          />
        )}
      </Loaded>
    </Container>
  );
}
