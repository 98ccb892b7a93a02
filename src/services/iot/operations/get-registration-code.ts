import { registrationCodes } from "../certificates/registration-code.ts";
import type { IotOperation } from "../operation.ts";

/** Made when it is first asked for. */
export const getRegistrationCode: IotOperation<"GetRegistrationCode"> = async (_input, context) => {
  const made = context.host.random.bytes(32).toString("hex");
  const code = await context.state.registry.write(context, async (tx) => {
    const existing = await registrationCodes.find(tx);
    if (existing === undefined) await registrationCodes.put(tx, made);
    return existing ?? made;
  });
  return { registrationCode: code };
};
