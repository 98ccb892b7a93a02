import {
  type DescribePipeCommandOutput,
  ListTagsForResourceCommand,
  PipesClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-pipes";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate, useParams } from "react-router";
import { arnHref } from "../../../choices/arn-href.ts";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import { formatTime } from "../../../text/times.ts";
import { pipePath } from "../paths.ts";
import { PipeActions } from "../pipe/change-pipe.tsx";
import { usePipe } from "../pipe/pipe.ts";
import { PipeState } from "../pipe/pipe-state.tsx";

const list = "/console/events/pipes";

export function Component() {
  const { pipe: name = "" } = useParams();
  const live = usePipe(name);
  const navigate = useNavigate();
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Pipes", href: list }]}
      actions={
        <div className="squall-actions">
          <RouteButton disabled={!live.data} href={`${pipePath(name)}/edit`}>
            Edit
          </RouteButton>
          <PipeActions
            name={name}
            state={live.data?.CurrentState}
            onChange={live.refresh}
            onDelete={() => void navigate(list)}
          />
        </div>
      }
    >
      <Loaded live={live} what={`the pipe ${name}`} feature="EventBridge Pipes">
        {(pipe) => (
          <SpaceBetween size="l">
            <Details pipe={pipe} />
            <Steps pipe={pipe} />
            <PipeTags arn={pipe.Arn ?? ""} name={name} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ pipe }: { pipe: DescribePipeCommandOutput }) {
  return (
    <Container header={<Header variant="h2">Pipe details</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Status", value: <PipeState state={pipe.CurrentState} reason={pipe.StateReason} /> },
          { label: "Pipe ARN", value: <Copyable text={pipe.Arn ?? ""} what="ARN" /> },
          { label: "Execution role", value: <span className="squall-anywhere">{pipe.RoleArn}</span> },
          { label: "Description", value: pipe.Description || "-" },
          { label: "Created", value: formatTime(pipe.CreationTime) },
          { label: "Last modified", value: formatTime(pipe.LastModifiedTime) },
        ]}
      />
    </Container>
  );
}

/** What a message goes through, in its order. */
function Steps({ pipe }: { pipe: DescribePipeCommandOutput }) {
  const { SqsQueueParameters, FilterCriteria } = pipe.SourceParameters ?? {};
  const filters = FilterCriteria?.Filters ?? [];
  const { InputTemplate, SqsQueueParameters: queue, EventBridgeEventBusParameters: bus } = pipe.TargetParameters ?? {};
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Source</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "SQS queue", value: <ArnLink arn={pipe.Source} /> },
            { label: "Batch size", value: SqsQueueParameters?.BatchSize ?? 10 },
            { label: "Batch window", value: `${SqsQueueParameters?.MaximumBatchingWindowInSeconds ?? 0} seconds` },
          ]}
        />
      </Container>
      <Container
        header={
          <Header variant="h2" counter={`(${filters.length})`}>
            Filtering
          </Header>
        }
      >
        {filters.length === 0 && <Box color="text-body-secondary">No filters: every message goes on.</Box>}
        <SpaceBetween size="s">
          {filters.map(({ Pattern = "" }) => (
            <JsonText key={Pattern} text={Pattern} />
          ))}
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Enrichment</Header>}>
        {pipe.Enrichment ? (
          <ArnLink arn={pipe.Enrichment} />
        ) : (
          <Box color="text-body-secondary">No enrichment: messages go on as they are.</Box>
        )}
      </Container>
      <Container header={<Header variant="h2">Target</Header>}>
        <SpaceBetween size="s">
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Target", value: <ArnLink arn={pipe.Target} /> },
              ...(queue?.MessageGroupId ? [{ label: "Message group ID", value: queue.MessageGroupId }] : []),
              ...(bus?.Source ? [{ label: "Event source", value: bus.Source }] : []),
              ...(bus?.DetailType ? [{ label: "Detail type", value: bus.DetailType }] : []),
            ]}
          />
          {InputTemplate && <JsonText text={InputTemplate} />}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

function ArnLink({ arn = "" }: { arn: string | undefined }) {
  const text = <span className="squall-anywhere">{arn}</span>;
  const href = arnHref(arn);
  return href ? <RouteLink href={href}>{text}</RouteLink> : text;
}

function PipeTags({ arn: resourceArn, name }: { arn: string; name: string }) {
  const client = useClient(PipesClient);
  const tags = useLive(
    `pipes/tags/${name}`,
    async () => (await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags ?? {},
  );
  return (
    <TagsPanel
      owner={`pipe ${name}`}
      tags={tags}
      add={(added) => client.send(new TagResourceCommand({ resourceArn, tags: added }))}
      remove={(tagKeys) => client.send(new UntagResourceCommand({ resourceArn, tagKeys }))}
    />
  );
}
