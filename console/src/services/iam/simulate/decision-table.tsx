import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { statementInWords } from "../../../policy/in-words.ts";
import type { Statement } from "../../../policy/policy-document.ts";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { entityPath, policyPath } from "../paths.ts";
import { type DecidingStatement, decisionTexts, decisionTypes, type SimulatedDecision } from "./decisions.ts";
import { holderOf } from "./run-simulation.ts";

/** A decision about one of several principals. */
export interface DecisionRow extends SimulatedDecision {
  readonly principal: string;
}

interface DecisionTableProps {
  readonly rows: readonly DecisionRow[];
  /** Several principals are asked about the same. */
  readonly hasPrincipals: boolean;
}

/** Who may do what, and which statement decides. */
export function DecisionTable({ rows, hasPrincipals }: DecisionTableProps) {
  const allowed = rows.filter(({ decision }) => decision === "allowed").length;
  return (
    <ResourceTable<DecisionRow>
      id={hasPrincipals ? "iam.who-may" : "iam.simulation"}
      title="Results"
      noun="results"
      description={`${allowed} of ${rows.length} are allowed.`}
      live={{ data: rows, error: undefined, isLoading: false, refresh: () => undefined }}
      hideRefresh
      columns={hasPrincipals ? [principalColumn, ...columns] : columns}
      rowId={({ principal, action, resource }) => `${principal} ${action} ${resource}`}
      filters={[{ id: "decision", label: "Decision", value: ({ decision }) => decisionTexts[decision] }]}
      empty={{ text: "Nothing was asked." }}
    />
  );
}

const principalColumn: Column<DecisionRow> = {
  id: "principal",
  header: "Who",
  cell: ({ principal }) => {
    const { kind, name } = holderOf(principal);
    return <RouteLink href={entityPath(`${kind}s`, name)}>{name}</RouteLink>;
  },
  value: ({ principal }) => holderOf(principal).name,
  width: 180,
};

const columns: readonly Column<DecisionRow>[] = [
  {
    id: "action",
    header: "Action",
    cell: ({ action }) => action,
    value: ({ action }) => action,
    width: 190,
  },
  {
    id: "resource",
    header: "Resource",
    cell: ({ resource }) => resource,
    value: ({ resource }) => resource,
    width: 180,
  },
  {
    id: "decision",
    header: "Decision",
    cell: ({ decision }) => <StatusIndicator type={decisionTypes[decision]}>{decisionTexts[decision]}</StatusIndicator>,
    value: ({ decision }) => decisionTexts[decision],
    width: 210,
  },
  {
    id: "by",
    header: "Decided by",
    cell: ({ by, decision, missingKeys }) => (
      <div>
        {by.map((one) => (
          <Decider key={`${one.policy}/${one.statement}`} {...one} />
        ))}
        {by.length === 0 && (
          <Box color="text-body-secondary">
            {decision === "implicitDeny"
              ? "No statement allows it, or one that does has conditions that do not hold."
              : "-"}
          </Box>
        )}
        {missingKeys.length > 0 && (
          <Box color="text-body-secondary">Not given, and asked for: {missingKeys.join(", ")}</Box>
        )}
      </div>
    ),
    value: ({ by }) => by.map(({ policy }) => policy).join(", "),
    width: 420,
  },
];

function Decider({ policy, arn, statement }: DecidingStatement) {
  const parsed = statement === undefined ? undefined : (JSON.parse(statement) as Statement);
  return (
    <div>
      {arn ? <RouteLink href={policyPath(arn)}>{policy}</RouteLink> : <b>{policy}</b>}
      {parsed && `: ${parsed.Sid ? `${parsed.Sid}: ` : ""}${statementInWords(parsed)}`}
      {statement && (
        <ExpandableSection headerText="Statement" variant="inline">
          <JsonText text={statement} />
        </ExpandableSection>
      )}
    </div>
  );
}
