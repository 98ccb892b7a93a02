import { EBSClient, ListChangedBlocksCommand, ListSnapshotBlocksCommand } from "@aws-sdk/client-ebs";
import { DescribeSnapshotsCommand, EC2Client, type Snapshot } from "@aws-sdk/client-ec2";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

/** Of a page of the list; EBS gives no fewer than a hundred. */
const blocksPerPage = 100;
const mostOthers = 1_000;

interface Block {
  readonly index: number;
  readonly change: string;
}

/** The blocks that a snapshot has, or those that are not the same in another of its volume. */
export function Blocks({ snapshot }: { readonly snapshot: Snapshot }) {
  const { SnapshotId: id = "", VolumeId = "", State, StorageTier } = snapshot;
  const ebs = useClient(EBSClient);
  const ec2 = useClient(EC2Client);
  const [formerId, setFormerId] = useState("");
  /** Of each page that has been seen; the first needs none. */
  const [tokens, setTokens] = useState<readonly (string | undefined)[]>([undefined]);
  const [page, setPage] = useState(0);
  const isReadable = State === "completed" && StorageTier !== "archive";
  const others = useLive(
    `ec2/snapshots/${id}/others`,
    async (abortSignal) => {
      const Filters = [
        { Name: "volume-id", Values: [VolumeId] },
        { Name: "status", Values: ["completed"] },
      ];
      const asked = new DescribeSnapshotsCommand({ Filters, MaxResults: mostOthers });
      const { Snapshots = [] } = await ec2.send(asked, { abortSignal });
      return Snapshots.filter(({ SnapshotId, StorageTier: tier }) => SnapshotId !== id && tier !== "archive");
    },
    { enabled: isReadable, everyMs: 10_000 },
  );
  const live = useLive(
    `ec2/snapshots/${id}/blocks/${formerId}/${page}`,
    async (abortSignal) => {
      const common = { MaxResults: blocksPerPage, NextToken: tokens[page] };
      if (formerId === "") {
        const asked = new ListSnapshotBlocksCommand({ SnapshotId: id, ...common });
        const { Blocks: found = [], NextToken } = await ebs.send(asked, { abortSignal });
        return { next: NextToken, blocks: found.map(({ BlockIndex = 0 }) => ({ index: BlockIndex, change: "Data" })) };
      }
      const asked = new ListChangedBlocksCommand({ FirstSnapshotId: formerId, SecondSnapshotId: id, ...common });
      const { ChangedBlocks = [], NextToken } = await ebs.send(asked, { abortSignal });
      const blocks = ChangedBlocks.map(({ BlockIndex = 0, FirstBlockToken, SecondBlockToken }) => ({
        index: BlockIndex,
        change: FirstBlockToken === undefined ? "Added" : SecondBlockToken === undefined ? "Removed" : "Changed",
      }));
      return { next: NextToken, blocks };
    },
    { enabled: isReadable, everyMs: Number.POSITIVE_INFINITY },
  );
  const choose = (other: string) => {
    setFormerId(other);
    setTokens([undefined]);
    setPage(0);
  };
  const options = [
    { value: "", label: "All blocks of this snapshot" },
    ...(others.data ?? []).map(({ SnapshotId = "", StartTime, Description }) => ({
      value: SnapshotId,
      label: `Changed since ${SnapshotId}`,
      description: [StartTime?.toISOString(), Description].filter(Boolean).join(" "),
    })),
  ];
  const show = (index: number, next: string | undefined) => {
    if (index >= tokens.length && next !== undefined) setTokens([...tokens, next]);
    setPage(index);
  };
  if (!isReadable)
    return (
      <Container header={<Header variant="h2">Blocks</Header>}>
        {StorageTier === "archive"
          ? "The snapshot is in the archive tier. Restore it to see its blocks."
          : "Its blocks are shown when the snapshot is completed."}
      </Container>
    );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Blocks of 512 KiB, as the EBS direct APIs list them. Blocks of zeroes are not kept."
        >
          Blocks
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Select
          ariaLabel="Blocks to show"
          selectedOption={options.find(({ value }) => value === formerId) ?? null}
          options={options}
          onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
        />
        <Loaded live={live} what="the blocks">
          {({ blocks, next }) => (
            <Table<Block>
              variant="embedded"
              items={blocks}
              trackBy={({ index }) => String(index)}
              ariaLabels={{ tableLabel: "Blocks" }}
              columnDefinitions={[
                { id: "index", header: "Block index", cell: ({ index }) => index, isRowHeader: true },
                {
                  id: "offset",
                  header: "Offset in the volume",
                  cell: ({ index }) => `${(index / 2).toLocaleString("en")} MiB`,
                },
                { id: "change", header: formerId === "" ? "Content" : "Change", cell: ({ change }) => change },
              ]}
              pagination={
                page === 0 && next === undefined ? undefined : (
                  <Pagination
                    currentPageIndex={page + 1}
                    pagesCount={Math.max(tokens.length, page + 1 + (next === undefined ? 0 : 1))}
                    onChange={({ detail }) => show(detail.currentPageIndex - 1, next)}
                  />
                )
              }
              empty={
                <Box color="text-body-secondary">
                  {formerId === "" ? "It has no blocks: the volume was empty." : "Nothing has changed between the two."}
                </Box>
              }
            />
          )}
        </Loaded>
      </SpaceBetween>
    </Container>
  );
}
