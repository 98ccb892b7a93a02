import {
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  type Grant,
  type ObjectOwnership as OwnershipValue,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { orNone } from "./or-none.ts";
import { Setting } from "./setting.tsx";

const ownerships = [
  {
    value: "BucketOwnerEnforced",
    label: "ACLs disabled (recommended)",
    description: "Bucket owner enforced: all objects are the bucket owner's, and policies alone say who may do what.",
  },
  {
    value: "BucketOwnerPreferred",
    label: "ACLs enabled, bucket owner preferred",
    description: "New objects with the bucket-owner-full-control ACL are the bucket owner's, others their writer's.",
  },
  { value: "ObjectWriter", label: "ACLs enabled, object writer", description: "Objects are their writer's." },
];

/** "Object Ownership", and the bucket's ACL, which there is only where ownership lets it be. */
export function Ownership({ bucket: Bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const live = useLive(
    `s3/ownership/${Bucket}`,
    async () => {
      const answer = await orNone(client.send(new GetBucketOwnershipControlsCommand({ Bucket })), undefined);
      return { ownership: answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "ObjectWriter" };
    },
    { everyMs: 20_000 },
  );
  return (
    <SpaceBetween size="l">
      <Setting
        title="Object Ownership"
        description="Control ownership of objects written to this bucket from other AWS accounts and the use of access control lists (ACLs)."
        live={live}
        shown={({ ownership }) => [
          { label: "Object Ownership", value: ownerships.find(({ value }) => value === ownership)?.label ?? ownership },
        ]}
        toForm={({ ownership }) => ({ ownership })}
        fields={(form, change) => (
          <RadioGroup
            ariaLabel="Object Ownership"
            value={form.ownership}
            items={ownerships}
            onChange={({ detail }) => change({ ownership: detail.value as OwnershipValue })}
          />
        )}
        save={({ ownership: ObjectOwnership }) =>
          client.send(
            new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
          )
        }
      />
      <BucketAcl bucket={Bucket} isOff={live.data?.ownership === "BucketOwnerEnforced"} />
    </SpaceBetween>
  );
}

function BucketAcl({ bucket: Bucket, isOff }: { bucket: string; isOff: boolean }) {
  const client = useClient(S3Client);
  const live = useLive(
    `s3/acl/${Bucket}`,
    async () => (await client.send(new GetBucketAclCommand({ Bucket }))).Grants ?? [],
    { everyMs: 20_000 },
  );
  return (
    <Setting
      title="Access control list (ACL)"
      description={
        isOff ? "ACLs are disabled by Object Ownership." : "Grant basic read and write permissions to others."
      }
      live={live}
      locked={() => isOff}
      shown={(grants) =>
        grants.map((grant) => ({
          label: grant.Permission ?? "-",
          value: <span className="squall-anywhere">{granteeOf(grant)}</span>,
        }))
      }
      toForm={(grants) => ({ acl: cannedOf(grants) })}
      fields={(form, change) => (
        <RadioGroup
          ariaLabel="Canned ACL"
          value={form.acl}
          items={canned.map(({ value, label, description }) => ({ value, label, description }))}
          onChange={({ detail }) => change({ acl: detail.value as Canned })}
        />
      )}
      save={({ acl }) => client.send(new PutBucketAclCommand({ Bucket, ACL: acl }))}
    />
  );
}

const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
const anybodySignedIn = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

const canned = [
  { value: "private", label: "Private", description: "The owner alone.", grants: [] },
  {
    value: "public-read",
    label: "Public read",
    description: "Everybody may list the objects. Block public access must let it.",
    grants: [`${everybody} READ`],
  },
  {
    value: "public-read-write",
    label: "Public read and write",
    description: "Everybody may list, write and delete.",
    grants: [`${everybody} READ`, `${everybody} WRITE`],
  },
  {
    value: "authenticated-read",
    label: "Authenticated read",
    description: "Every AWS account may list the objects.",
    grants: [`${anybodySignedIn} READ`],
  },
] as const;
type Canned = (typeof canned)[number]["value"];

function cannedOf(grants: readonly Grant[]): Canned {
  const given = grants.flatMap(({ Grantee, Permission }) => (Grantee?.URI ? [`${Grantee.URI} ${Permission}`] : []));
  return canned.find((one) => [...one.grants].sort().join() === given.sort().join())?.value ?? "private";
}

function granteeOf({ Grantee = { Type: "CanonicalUser" } }: Grant): string {
  if (Grantee.URI === everybody) return "Everyone (public access)";
  if (Grantee.URI === anybodySignedIn) return "Authenticated users group (anyone with an AWS account)";
  return Grantee.URI ?? `Canonical ID: ${Grantee.DisplayName ?? Grantee.ID ?? ""}`;
}
