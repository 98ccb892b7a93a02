import { GetContextKeysForPrincipalPolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { ChoiceField } from "../../../choices/choice-field.tsx";
import { linesOf } from "../../../described/field-checks.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { checkDocument } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { useLongWork } from "../../../shell/long-work.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { initialDocument } from "../initial-document.ts";
import { type DecisionRow, DecisionTable } from "../simulate/decision-table.tsx";
import { principalProblem, runSimulation } from "../simulate/run-simulation.ts";
import { readPrincipals, usePrincipals } from "../simulate/use-principals.ts";

const ActionsField = lazy(async () => ({
  default: (await import("../../../policy/visual/actions-field.tsx")).ActionsField,
}));

/**
 * "Policy simulator": what one may do, or who may do something. Nothing is called. The question stands in the address, its actions as `may`: AWS's own
 * requests name theirs `Action`.
 */
export function Component() {
  const client = useClient(IAMClient);
  const work = useLongWork();
  const [search, setSearch] = useSearchParams();
  const principals = usePrincipals();
  const kind = search.get("kind") === "who" ? "who" : "what";
  const [principal, setPrincipal] = useState(search.get("principal") ?? "");
  const [actions, setActions] = useState<readonly string[]>(() => search.getAll("may"));
  const [resources, setResources] = useState(() => search.getAll("resource").join("\n"));
  const [context, setContext] = useState<readonly Pair[]>([]);
  const [hasFurther, setHasFurther] = useState(false);
  const [further, setFurther] = useState(initialDocument);
  const [found, setFound] = useState<{ readonly kind: string; readonly rows: readonly DecisionRow[] }>();
  const simulate = useAction(async () => {
    const question = { actions, resources: linesOf(resources), context, further: hasFurther ? further : undefined };
    setSearch(
      [
        ["kind", kind],
        ...(kind === "what" ? [["principal", principal]] : []),
        ...actions.map((action) => ["may", action]),
        ...linesOf(resources).map((resource) => ["resource", resource]),
      ] as [string, string][],
      { replace: true },
    );
    const of = async (arn: string) =>
      (await runSimulation(client, { ...question, principal: arn })).map((row) => ({ ...row, principal: arn }));
    if (kind === "what") return setFound({ kind, rows: await of(principal) });
    const all = await readPrincipals(client);
    const rows = await work({
      title: `Asking for ${all.length} users, groups and roles`,
      run: async (report, signal) => {
        const answered: DecisionRow[] = [];
        for (const [done, { value }] of all.entries()) {
          if (signal.aborted) break;
          answered.push(...(await of(value)));
          report({ done: done + 1, all: all.length });
        }
        return answered;
      },
    });
    setFound({ kind, rows });
  });
  // What the principal's policies ask for can be filled in at once.
  const keys = useLive(
    `iam/context-keys/${principal}`,
    async () => {
      const answer = await client.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn: principal }));
      return answer.ContextKeyNames ?? [];
    },
    { enabled: kind === "what" && principalProblem(principal) === undefined, everyMs: Number.POSITIVE_INFINITY },
  );
  const asked = (keys.data ?? []).filter((key) => !context.some((pair) => pair.key === key));
  return (
    <Page
      title="Policy simulator"
      breadcrumbs={[]}
      description="Who may do what, and which statement decides. Nothing is called."
    >
      <SpaceBetween size="l">
        <SegmentedControl
          label="What is asked"
          selectedId={kind}
          options={[
            { id: "what", text: "What may one do" },
            { id: "who", text: "Who may do it" },
          ]}
          onChange={({ detail }) => {
            setFound(undefined);
            setSearch({ kind: detail.selectedId }, { replace: true });
          }}
        />
        <EditForm action={simulate} submit="Simulate" cancelTo="/console/iam/dashboard" failed="The simulation failed">
          <Container header={<Header variant="h2">Question</Header>}>
            <SpaceBetween size="l">
              {kind === "what" && (
                <ChoiceField
                  label="User, group or role"
                  value={principal}
                  onChange={setPrincipal}
                  choices={principals}
                  problem={principalProblem(principal)}
                />
              )}
              <Field
                stretch
                problem={
                  actions.length === 0
                    ? "Choose one action at least."
                    : actions.some((action) => /[*?]/.test(action))
                      ? "An action is tried by its whole name, without * and ?."
                      : undefined
                }
              >
                <SpaceBetween size="xs">
                  <Box variant="awsui-key-label">Actions</Box>
                  <Suspense fallback={null}>
                    <ActionsField actions={actions} onChange={setActions} isExact />
                  </Suspense>
                </SpaceBetween>
              </Field>
              <Field
                label="Resources - optional"
                description="ARNs, one a line. Without any: all resources."
                stretch
                problem={
                  linesOf(resources).every((arn) => arn === "*" || arn.startsWith("arn:"))
                    ? undefined
                    : "Each line is an ARN: arn:aws:s3:::bucket/key."
                }
              >
                <Textarea
                  rows={3}
                  value={resources}
                  spellcheck={false}
                  placeholder="arn:aws:s3:::bucket/key"
                  onChange={({ detail }) => setResources(detail.value)}
                />
              </Field>
              <FormField
                label="Condition keys - optional"
                description="What a request would have. Several values are separated by commas."
                stretch
              >
                <PairsEditor
                  pairs={context}
                  onChange={setContext}
                  addText="Add key"
                  emptyText={
                    asked.length === 0
                      ? "No keys: conditions that ask for one do not hold."
                      : `Its policies ask for ${asked.join(", ")}.`
                  }
                />
              </FormField>
              {kind === "what" && (
                <Checkbox
                  checked={hasFurther}
                  description="As if it were attached, too."
                  onChange={({ detail }) => setHasFurther(detail.checked)}
                >
                  Try a further policy
                </Checkbox>
              )}
              {kind === "what" && hasFurther && (
                <Field stretch problem={checkDocument(further)}>
                  <PolicyField document={further} onChange={setFurther} heightPixels={220} hasVisual />
                </Field>
              )}
            </SpaceBetween>
          </Container>
        </EditForm>
        {found?.kind === kind && <DecisionTable rows={found.rows} hasPrincipals={kind === "who"} />}
      </SpaceBetween>
    </Page>
  );
}
