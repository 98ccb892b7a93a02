import { CreateJobCommand, IoTClient } from "@aws-sdk/client-iot";
import { CreatePage, type Section } from "../../../described/create-page.tsx";
import { jsonProblem, linesOf, numberBetween } from "../../../described/field-checks.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useJobTemplateChoices, useTargetChoices } from "../choices.ts";
import { jobPath } from "../paths.ts";

const sections: readonly Section[] = [
  {
    title: "Job properties",
    fields: [
      {
        name: "id",
        label: "Job ID",
        required: "Enter an ID for the job.",
        problem: (id) =>
          /^[\w-]{1,64}$/.test(id) ? undefined : "Use up to 64 letters, digits, hyphens and underscores.",
      },
      { name: "description", label: "Description" },
    ],
  },
  {
    title: "Job configuration",
    fields: [
      {
        name: "targets",
        label: "Job targets",
        kind: "several",
        useChoices: useTargetChoices,
        description: "Things, and groups whose things all get it.",
        placeholder: "Choose things and groups",
        required: "Choose a target.",
      },
      {
        name: "from",
        label: "Job document from",
        kind: "radio",
        options: [
          { value: "document", label: "This page" },
          { value: "template", label: "A job template" },
        ],
      },
      {
        name: "template",
        label: "Job template",
        kind: "choice",
        useChoices: useJobTemplateChoices,
        description: "Its rollout and timeout hold where this page says nothing else.",
        required: "Choose a job template.",
        shown: ({ from }) => from === "template",
      },
      {
        name: "document",
        shown: ({ from }) => from !== "template",
        label: "Job document",
        kind: "code",
        language: "json",
        description: "What devices are sent. What it means is between them and you.",
        required: "Enter a document.",
        problem: jsonProblem,
      },
      {
        name: "selection",
        label: "Job run type",
        kind: "radio",
        options: [
          { value: "SNAPSHOT", label: "Snapshot: ends when all things that are there now have finished" },
          { value: "CONTINUOUS", label: "Continuous: goes to things that are added to its groups later, too" },
        ],
      },
    ],
  },
  {
    title: "Rollout and timeout",
    fields: [
      {
        name: "perMinute",
        label: "Maximum per minute",
        description: "How many devices are told in a minute.",
        problem: numberBetween(1, 1_000),
      },
      {
        name: "timeoutMinutes",
        label: "In-progress timeout in minutes",
        description: "How long a device may take before it has timed out.",
        problem: numberBetween(1, 10_080),
      },
    ],
  },
];

export function Component() {
  const client = useClient(IoTClient);
  return (
    <CreatePage
      title="Create job"
      breadcrumbs={[{ text: "Jobs", href: "/console/iot/jobs" }]}
      sections={sections}
      initial={{ from: "document", selection: "SNAPSHOT", document: '{\n  "operation": "restart"\n}' }}
      submit="Create job"
      cancelTo="/console/iot/jobs"
      failed="The job could not be created"
      save={async ({ id: jobId = "", from, template, document, ...values }) => {
        const { description, targets, selection, perMinute, timeoutMinutes } = values;
        await client.send(
          new CreateJobCommand({
            jobId,
            description: description || undefined,
            targets: linesOf(targets),
            ...(from === "template" ? { jobTemplateArn: template } : { document }),
            targetSelection: selection === "CONTINUOUS" ? "CONTINUOUS" : "SNAPSHOT",
            jobExecutionsRolloutConfig: perMinute ? { maximumPerMinute: Number(perMinute) } : undefined,
            timeoutConfig: timeoutMinutes ? { inProgressTimeoutInMinutes: Number(timeoutMinutes) } : undefined,
          }),
        );
        return { to: jobPath(jobId), done: `Successfully created job ${jobId}.` };
      }}
    />
  );
}
