import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Steps, { type StepsProps } from "@cloudscape-design/components/steps";
import type { ReactNode } from "react";
import { useLive } from "../../live/use-live.ts";
import { RouteLink } from "../../shell/links.tsx";
import { useClient } from "../../shell/session-provider.tsx";

/** The first lab in two minutes: an upload runs a function, which writes to its log. Steps that are done are ticked. */
export function Tour() {
  const s3 = useClient(S3Client);
  const lambda = useClient(LambdaClient);
  const progress = useLive(
    "home/tour",
    async () => {
      const [{ Buckets = [] }, { Functions = [] }] = await Promise.all([
        s3.send(new ListBucketsCommand({ MaxBuckets: 1 })),
        lambda.send(new ListFunctionsCommand({ MaxItems: 1 })),
      ]);
      return { bucket: Buckets[0]?.Name, name: Functions[0]?.FunctionName };
    },
    { everyMs: 3_000 },
  );
  const { bucket, name } = progress.data ?? {};
  const page = name && `/console/lambda/functions/${name}`;
  const step = (isDone: boolean, text: ReactNode, details: string): StepsProps.Step => ({
    status: isDone ? "success" : "pending",
    statusIconAriaLabel: isDone ? "Done" : "To do",
    header: text,
    details: <Box color="text-body-secondary">{details}</Box>,
  });
  return (
    <Container
      header={
        <Header variant="h2" description="An upload to a bucket runs your code, and the log shows what it saw.">
          Two-minute tour: the first lab
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Steps
          ariaLabel="Steps of the tour"
          steps={[
            step(
              bucket !== undefined,
              <RouteLink href="/console/s3/create">Create a bucket</RouteLink>,
              "Give it a name, such as pictures, and keep the rest as it is.",
            ),
            step(
              name !== undefined,
              <RouteLink href="/console/lambda/create/function">Create a function</RouteLink>,
              "Use a blueprint: “Metadata of an uploaded picture”, with the existing role LabRole.",
            ),
            step(
              false,
              linkIf(page && `${page}?tab=test`, "Test it"),
              "Choose the S3 Put template, put your bucket's name into it, and choose Test.",
            ),
            step(
              false,
              linkIf(page && `${page}/add/trigger`, "Add an S3 trigger"),
              "Choose the bucket: from now on every upload runs the function.",
            ),
            step(
              false,
              linkIf(bucket && `/console/s3/upload/${bucket}`, "Upload a picture"),
              "Drop it on the page and choose Upload.",
            ),
            step(
              false,
              linkIf(
                name && `/console/cloudwatch/log-groups/${encodeURIComponent(`/aws/lambda/${name}`)}/log-events`,
                "Read the log",
              ),
              "START, the picture's metadata, END and REPORT appear within a second.",
            ),
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

function linkIf(href: string | undefined, text: string): ReactNode {
  return href ? <RouteLink href={href}>{text}</RouteLink> : text;
}
