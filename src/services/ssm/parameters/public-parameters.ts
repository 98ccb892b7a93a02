import type { Parameter } from "@aws-sdk/client-ssm";
import { partitionOf } from "../../../platform/arn.ts";
import { rootPrincipal } from "../../principal.ts";
import type { SsmContext } from "../operation.ts";

/** Which image a public parameter names: by the owner and name with which people look for it. */
interface Naming {
  readonly name: string;
  readonly owner: string;
  readonly image: string;
}

const amazonLinux = "/aws/service/ami-amazon-linux-latest";
const canonical = "/aws/service/canonical/ubuntu/server";

/** Source: "Calling AMI public parameters from Parameter Store"; Canonical's "Find Ubuntu images with the AWS SSM". */
const namings: readonly Naming[] = (["x86_64", "arm64"] as const).flatMap((architecture) => {
  const ubuntu = architecture === "x86_64" ? "amd64" : "arm64";
  const of = (owner: string, image: string, ...names: string[]) => names.map((name) => ({ name, owner, image }));
  return [
    ...of(
      "amazon",
      `al2023-ami-2023.*-kernel-6.1-${architecture}`,
      `${amazonLinux}/al2023-ami-kernel-default-${architecture}`,
      `${amazonLinux}/al2023-ami-kernel-6.1-${architecture}`,
    ),
    ...of("amazon", `amzn2-ami-hvm-*-${architecture}-gp2`, `${amazonLinux}/amzn2-ami-hvm-${architecture}-gp2`),
    ...ubuntuNames("24.04", "noble", "ebs-gp3", ubuntu).map(([name, image]) => ({
      name,
      owner: "099720109477",
      image,
    })),
    ...ubuntuNames("22.04", "jammy", "ebs-gp2", ubuntu).map(([name, image]) => ({
      name,
      owner: "099720109477",
      image,
    })),
  ];
});

/** Ubuntu's are named by version and by code name. */
function ubuntuNames(
  version: string,
  code: string,
  storage: string,
  architecture: string,
): (readonly [string, string])[] {
  const image = `ubuntu/images/hvm-ssd*/ubuntu-${code}-${version}-${architecture}-server-*`;
  return [version, code].map((release) => [
    `${canonical}/${release}/stable/current/${architecture}/hvm/${storage}/ami-id`,
    image,
  ]);
}

export function isPublic(name: string): boolean {
  return name.startsWith("/aws/service/");
}

/** By the name, or all whose names begin so. */
export async function findPublic(
  wanted: (name: string) => boolean,
  context: SsmContext,
): Promise<readonly Parameter[]> {
  const found = namings.filter(({ name }) => wanted(name));
  if (found.length === 0) return [];
  const { region } = context;
  // The images are everybody's: whoever may read the parameter need not be allowed to describe them.
  const as = { principal: rootPrincipal(context.account) };
  const parameters: Parameter[] = [];
  for (const { name, owner, image } of found) {
    const { Images = [] } = await context.call(
      "ec2",
      "DescribeImages",
      { Owners: [owner], Filters: [{ Name: "name", Values: [image] }] },
      as,
    );
    const [newest] = [...Images].sort((left, right) =>
      (left.CreationDate ?? "") < (right.CreationDate ?? "") ? 1 : -1,
    );
    if (!newest) continue;
    parameters.push({
      Name: name,
      Type: "String",
      Value: newest.ImageId,
      Version: 1,
      LastModifiedDate: new Date(newest.CreationDate ?? 0),
      ARN: `arn:${partitionOf(region)}:ssm:${region}::parameter${name}`,
      DataType: "aws:ec2:image",
    });
  }
  return parameters.sort((left, right) => ((left.Name ?? "") < (right.Name ?? "") ? -1 : 1));
}
