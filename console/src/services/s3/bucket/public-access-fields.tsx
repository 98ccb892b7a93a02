import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";

export type PublicAccess = Required<{ readonly [name in keyof PublicAccessBlockConfiguration]: boolean }>;

export const allBlocked: PublicAccess = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export function isAllBlocked(access: PublicAccess): boolean {
  return Object.values(access).every(Boolean);
}

export function isNoneBlocked(access: PublicAccess): boolean {
  return !Object.values(access).some(Boolean);
}

export function toAccess(configuration: PublicAccessBlockConfiguration | undefined): PublicAccess {
  const {
    BlockPublicAcls = false,
    IgnorePublicAcls = false,
    BlockPublicPolicy = false,
    RestrictPublicBuckets = false,
  } = configuration ?? {};
  return { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets };
}

interface PublicAccessFieldsProps {
  readonly access: PublicAccess;
  readonly onChange: (access: PublicAccess) => void;
}

/** "Block all public access" and the four settings it stands for. */
export function PublicAccessFields({ access, onChange }: PublicAccessFieldsProps) {
  const isAll = isAllBlocked(access);
  const setAll = (isBlocked: boolean) =>
    onChange({
      BlockPublicAcls: isBlocked,
      IgnorePublicAcls: isBlocked,
      BlockPublicPolicy: isBlocked,
      RestrictPublicBuckets: isBlocked,
    });
  return (
    <SpaceBetween size="s">
      <Checkbox
        checked={isAll}
        indeterminate={!isAll && !isNoneBlocked(access)}
        description="Turning this setting on is the same as turning on all four settings below. Each of the following settings are independent of one another."
        onChange={({ detail }) => setAll(detail.checked)}
      >
        <b>Block all public access</b>
      </Checkbox>
      <Box padding={{ left: "xl" }}>
        <SpaceBetween size="s">
          {settings.map(({ name, label }) => (
            <Checkbox
              key={name}
              checked={access[name]}
              onChange={({ detail }) => onChange({ ...access, [name]: detail.checked })}
            >
              {label}
            </Checkbox>
          ))}
        </SpaceBetween>
      </Box>
    </SpaceBetween>
  );
}

const settings = [
  {
    name: "BlockPublicAcls",
    label: "Block public access to buckets and objects granted through new access control lists (ACLs)",
  },
  {
    name: "IgnorePublicAcls",
    label: "Block public access to buckets and objects granted through any access control lists (ACLs)",
  },
  {
    name: "BlockPublicPolicy",
    label: "Block public access to buckets and objects granted through new public bucket or access point policies",
  },
  {
    name: "RestrictPublicBuckets",
    label:
      "Block public and cross-account access to buckets and objects through any public bucket or access point policies",
  },
] as const;
