import {
  CreateJobTemplateCommand,
  DeleteJobTemplateCommand,
  IoTClient,
  type JobTemplateSummary,
  ListJobTemplatesCommand,
} from "@aws-sdk/client-iot";
import { jsonProblem, numberBetween } from "../../../described/field-checks.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const client = useClient(IoTClient);
  const templates = useLive("iot/job-templates", () =>
    readAll(
      (nextToken) => client.send(new ListJobTemplatesCommand({ nextToken, maxResults: 250 })),
      (page) => page.jobTemplates,
    ),
  );
  return (
    <Page
      title="Job templates"
      breadcrumbs={[{ text: "Jobs", href: "/console/iot/jobs" }]}
      description="What jobs have in common that do the same: their document, and how fast they go out."
    >
      <PartTable<JobTemplateSummary>
        id="iot.job-templates"
        title="Job templates"
        noun="job templates"
        one="job template"
        live={templates}
        rowId={({ jobTemplateId = "" }) => jobTemplateId}
        name={({ jobTemplateId = "" }) => jobTemplateId}
        columns={[
          {
            id: "name",
            header: "Name",
            cell: ({ jobTemplateId }) => jobTemplateId,
            value: ({ jobTemplateId = "" }) => jobTemplateId,
            width: 220,
          },
          {
            id: "description",
            header: "Description",
            cell: ({ description }) => description || "-",
            value: ({ description = "" }) => description,
            width: 320,
          },
          {
            id: "created",
            header: "Created",
            cell: ({ createdAt }) => formatTime(createdAt),
            value: ({ createdAt }) => createdAt?.getTime(),
            width: 290,
          },
        ]}
        empty="No job templates."
        create={{
          text: "Create job template",
          initial: { document: '{\n  "operation": "restart"\n}' },
          fields: [
            {
              name: "id",
              label: "Job template name",
              required: "Enter a name for the template.",
              problem: (id) =>
                /^[\w-]{1,64}$/.test(id) ? undefined : "Use up to 64 letters, digits, hyphens and underscores.",
            },
            { name: "description", label: "Description", required: "Enter a description." },
            {
              name: "document",
              label: "Job document",
              kind: "code",
              language: "json",
              heightPixels: 160,
              required: "Enter a document.",
              problem: jsonProblem,
            },
            { name: "perMinute", label: "Maximum per minute", problem: numberBetween(1, 1_000) },
            {
              name: "timeoutMinutes",
              label: "In-progress timeout in minutes",
              problem: numberBetween(1, 10_080),
            },
          ],
          save: ({ id: jobTemplateId, description, document, perMinute, timeoutMinutes }) =>
            client.send(
              new CreateJobTemplateCommand({
                jobTemplateId,
                description,
                document,
                jobExecutionsRolloutConfig: perMinute ? { maximumPerMinute: Number(perMinute) } : undefined,
                timeoutConfig: timeoutMinutes ? { inProgressTimeoutInMinutes: Number(timeoutMinutes) } : undefined,
              }),
            ),
          done: ({ id }) => `Successfully created job template ${id}.`,
        }}
        remove={{
          body: () => "Jobs that were made from it stay as they are.",
          run: ({ jobTemplateId }) => client.send(new DeleteJobTemplateCommand({ jobTemplateId })),
        }}
      />
    </Page>
  );
}
