import { invalid, notSupported } from "../errors.ts";

export const defaultSmsAttributes: Readonly<Record<string, string>> = { MonthlySpendLimit: "1" };

/** Throws InvalidParameter. Source: "SetSMSAttributes". */
export function checkSmsAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw invalid(`${name} is not a valid attribute`);
    check(value, name);
  }
}

const checks: Readonly<Record<string, (value: string, name: string) => void>> = {
  // Nothing is spent: who wants another limit than AWS's own is told so.
  MonthlySpendLimit: (value, name) => {
    if (value !== defaultSmsAttributes.MonthlySpendLimit)
      throw notSupported(name, "a limit to what text messages cost");
  },
  DefaultSenderID: (value, name) => {
    if (!/^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/.test(value)) throw invalid(`${name} is invalid`);
  },
  DefaultSMSType: (value, name) => {
    if (value !== "Promotional" && value !== "Transactional") throw invalid(`${name} is invalid`);
  },
  DeliveryStatusIAMRole: (_value, name) => {
    throw notSupported(name, "logs of text messages' deliveries");
  },
  // Of deliveries that are logged, of which there are none without a role.
  DeliveryStatusSuccessSamplingRate: (value, name) => {
    if (!/^\d{1,3}$/.test(value) || Number(value) > 100) throw invalid(`${name} is invalid`);
  },
  UsageReportS3Bucket: (_value, name) => {
    throw notSupported(name, "reports of text messages");
  },
};
