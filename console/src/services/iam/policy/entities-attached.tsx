import { IAMClient, ListEntitiesForPolicyCommand } from "@aws-sdk/client-iam";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { attachPolicy, type PolicyHolder, removePolicy } from "../holder/holder.ts";
import { entityPath } from "../paths.ts";
import { holderOf, principalProblem } from "../simulate/run-simulation.ts";
import { usePrincipals } from "../simulate/use-principals.ts";

/** Who has the policy. */
export function EntitiesAttached({ arn }: { readonly arn: string }) {
  const client = useClient(IAMClient);
  const entities = useLive(
    `iam/entities/${arn}`,
    async (): Promise<PolicyHolder[]> => {
      const {
        PolicyRoles = [],
        PolicyUsers = [],
        PolicyGroups = [],
      } = await client.send(new ListEntitiesForPolicyCommand({ PolicyArn: arn, MaxItems: 1_000 }));
      return [
        ...PolicyUsers.map(({ UserName = "" }) => ({ kind: "user" as const, name: UserName })),
        ...PolicyGroups.map(({ GroupName = "" }) => ({ kind: "group" as const, name: GroupName })),
        ...PolicyRoles.map(({ RoleName = "" }) => ({ kind: "role" as const, name: RoleName })),
      ];
    },
    { everyMs: 2_000 },
  );
  return (
    <PartTable<PolicyHolder>
      id="iam.entities"
      title="Entities attached"
      noun="entities"
      one="entity"
      live={entities}
      columns={columns}
      rowId={({ kind, name }) => `${kind}/${name}`}
      name={({ name }) => name}
      empty="This policy is not attached to anything."
      create={{
        text: "Attach",
        fields: [
          {
            name: "principal",
            label: "User, group or role",
            kind: "choice",
            useChoices: usePrincipals,
            required: "Choose to whom.",
            problem: principalProblem,
          },
        ],
        initial: { principal: "" },
        done: ({ principal = "" }) => `The policy was attached to ${holderOf(principal).name}.`,
        save: ({ principal = "" }) => attachPolicy(client, holderOf(principal), arn),
      }}
      remove={{
        text: "Detach",
        body: ({ kind, name }) => (
          <>
            The {kind} <b>{name}</b> loses what the policy allows.
          </>
        ),
        run: (holder) => removePolicy(client, holder, { name: "", arn, document: "" }),
      }}
    />
  );
}

const columns: readonly Column<PolicyHolder>[] = [
  {
    id: "name",
    header: "Entity name",
    cell: ({ kind, name }) => <RouteLink href={entityPath(`${kind}s`, name)}>{name}</RouteLink>,
    value: ({ name }) => name,
    width: 320,
  },
  {
    id: "kind",
    header: "Entity type",
    cell: ({ kind }) => kindTexts[kind],
    value: ({ kind }) => kindTexts[kind],
    width: 160,
  },
];

const kindTexts = { user: "User", group: "User group", role: "Role" } as const;
