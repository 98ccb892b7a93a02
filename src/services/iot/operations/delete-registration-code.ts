import { registrationCodes } from "../certificates/registration-code.ts";
import type { IotOperation } from "../operation.ts";

export const deleteRegistrationCode: IotOperation<"DeleteRegistrationCode"> = async (_input, context) => {
  await context.state.registry.write(context, (tx) => registrationCodes.remove(tx));
  return {};
};
