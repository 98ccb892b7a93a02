import { AwsError } from "../../../platform/aws-error.ts";
import type { OperationContext } from "../../service.ts";
import { ec2AccessDenied, ec2Refused, invalidParameter, roleMayNotMakeInterfaces } from "../errors.ts";
import { assumeFunctionRole } from "../invocation/role-session.ts";
import type { StoredConfiguration } from "./stored-configuration.ts";

/**
 * The configuration with the VPC of its subnets. The caller looks at groups and subnets, so it is the caller who needs the permission; the role has
 * to be allowed to make the network interfaces. Source: "Giving Lambda functions access to resources in an Amazon VPC". Throws
 * InvalidParameterValueException and AccessDeniedException.
 */
export async function resolveVpc(
  context: OperationContext,
  name: string,
  configuration: StoredConfiguration,
): Promise<StoredConfiguration> {
  const { vpc } = configuration;
  if (!vpc) return configuration;
  const { vpcId: _former, ...settings } = vpc;
  const { subnetIds, securityGroupIds } = settings;
  if ((subnetIds.length === 0) !== (securityGroupIds.length === 0)) {
    throw invalidParameter("SubnetIds and SecurityIds must coexist or be both empty list.");
  }
  if (subnetIds.length === 0) return { ...configuration, vpc: settings };
  const groups = await asked("DescribeSecurityGroups", securityGroupIds, async () => {
    const { SecurityGroups = [] } = await context.call("ec2", "DescribeSecurityGroups", {
      GroupIds: [...securityGroupIds],
    });
    return SecurityGroups.map(({ VpcId = "" }) => VpcId);
  });
  const subnets = await asked("DescribeSubnets", subnetIds, async () => {
    const { Subnets = [] } = await context.call("ec2", "DescribeSubnets", { SubnetIds: [...subnetIds] });
    return Subnets.map(({ VpcId = "" }) => VpcId);
  });
  const [vpcId = ""] = subnets;
  if (subnets.some((id) => id !== vpcId)) throw invalidParameter("Subnets are required to be in the same VPC.");
  if (groups.some((id) => id !== vpcId)) throw invalidParameter("Security Groups are required to be in the same VPC.");
  await checkMayMakeInterfaces(context, name, configuration);
  return { ...configuration, vpc: { ...settings, vpcId } };
}

/** Which VPC each is of. */
async function asked(operation: string, ids: readonly string[], ask: () => Promise<string[]>): Promise<string[]> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // Between services a refusal has not got EC2's own code for it.
    throw error.code === "AccessDenied" ? ec2AccessDenied(operation, ids, error.message) : ec2Refused(operation, error);
  }
}

async function checkMayMakeInterfaces(
  { account, region, host }: OperationContext,
  name: string,
  configuration: StoredConfiguration,
): Promise<void> {
  const { as } = await assumeFunctionRole(host, { account, region, name, configuration });
  const { allowed } = await host.access.authorize({
    principal: as.principal,
    action: "ec2:CreateNetworkInterface",
    resource: `arn:aws:ec2:${region}:${account}:network-interface/*`,
    resourceAccount: account,
    resourcePolicy: undefined,
    conditions: {},
  });
  if (allowed) return;
  if (host.config.auth === "enforce") throw roleMayNotMakeInterfaces();
  host.log.warn(`would be denied on AWS: ${name} cannot be put into a VPC: ${roleMayNotMakeInterfaces().message}`);
}
