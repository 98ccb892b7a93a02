import { IAMClient } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { policyInWords } from "../../../policy/in-words.ts";
import { PolicyDialog } from "../../../policy/policy-dialog.tsx";
import { parseDocument } from "../../../policy/policy-document.ts";
import type { HeldPolicy } from "../../../policy/use-role-policies.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { policyPath } from "../paths.ts";
import { AttachDialog } from "./attach-dialog.tsx";
import { type PolicyHolder, putInlinePolicy, readHeldPolicies, removePolicy } from "./holder.ts";
import { InlineDialog } from "./inline-dialog.tsx";

/** "Permissions policies" of a role, user or group: attach, write, edit, remove. */
export function HeldPolicies({ holder }: { holder: PolicyHolder }) {
  const client = useClient(IAMClient);
  const confirmed = useConfirmed();
  const notify = useNotify();
  const [dialog, setDialog] = useState<"attach" | "inline" | HeldPolicy>();
  const policies = useLive(`iam/held/${holder.kind}/${holder.name}`, () => readHeldPolicies(client, holder), {
    everyMs: 2_000,
  });
  const close = () => setDialog(undefined);
  const remove = async (selected: readonly HeldPolicy[]) => {
    const names = selected.map(({ name }) => name).join(", ");
    await confirmed(
      {
        title: `Remove ${names}?`,
        body: (
          <>
            The {holder.kind} {holder.name} loses what <b>{names}</b> allows. A policy that is written into the{" "}
            {holder.kind} is deleted; one that is attached stays for others.
          </>
        ),
        action: "Remove policy",
      },
      async () => {
        for (const policy of selected) await removePolicy(client, holder, policy);
      },
      {
        done: `Policy ${names} was removed from ${holder.kind} ${holder.name}.`,
        failed: "The policy could not be removed",
        onChange: policies.refresh,
      },
    );
  };
  return (
    <>
      <ResourceTable
        id="iam.held"
        title="Permissions policies"
        noun="policies"
        description="You can attach up to 10 managed policies."
        live={policies}
        columns={toColumns(setDialog)}
        rowId={({ arn, name }) => arn ?? name}
        select="multi"
        empty={{ text: `No policy: this ${holder.kind} may do nothing yet.` }}
        actions={(selected) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={selected.length === 0} onClick={() => void remove(selected)}>
              Remove
            </Button>
            <ButtonDropdown
              items={[
                { id: "attach", text: "Attach policies" },
                { id: "inline", text: "Create inline policy" },
              ]}
              onItemClick={({ detail }) => setDialog(detail.id as "attach" | "inline")}
            >
              Add permissions
            </ButtonDropdown>
          </SpaceBetween>
        )}
      />
      {dialog === "attach" && (
        <AttachDialog holder={holder} held={policies.data ?? []} onClose={close} onChange={policies.refresh} />
      )}
      {dialog === "inline" && <InlineDialog holder={holder} onClose={close} onChange={policies.refresh} />}
      {typeof dialog === "object" && (
        <PolicyDialog
          title={`Edit ${dialog.name}`}
          document={dialog.document}
          hasVisual
          save={async (document) => {
            await putInlinePolicy(client, holder, dialog.name, document);
            notify.success(`Policy ${dialog.name} was saved.`);
            policies.refresh();
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function toColumns(edit: (policy: HeldPolicy) => void): readonly Column<HeldPolicy>[] {
  return [
    {
      id: "name",
      header: "Policy name",
      cell: (policy) =>
        policy.arn ? (
          <RouteLink href={policyPath(policy.arn)}>{policy.name}</RouteLink>
        ) : (
          <Button variant="inline-link" onClick={() => edit(policy)}>
            {policy.name}
          </Button>
        ),
      value: ({ name }) => name,
      width: 280,
    },
    { id: "type", header: "Type", cell: ({ arn }) => typeOf(arn), value: ({ arn }) => typeOf(arn), width: 170 },
    {
      id: "words",
      header: "In words",
      cell: ({ document }) => policyInWords(parseDocument(document)).join(" "),
      value: ({ document }) => policyInWords(parseDocument(document)).join(" "),
      width: 520,
    },
  ];
}

function typeOf(arn: string | undefined): string {
  if (arn === undefined) return "Customer inline";
  return arn.startsWith("arn:aws:iam::aws:") ? "AWS managed" : "Customer managed";
}
