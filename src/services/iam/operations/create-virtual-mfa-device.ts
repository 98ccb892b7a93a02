import { alphabets } from "../../../platform/random.ts";
import { changeAccount } from "../accounts/account.ts";
import type { MfaDevice } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { mfaDeviceExists, validationError } from "../errors.ts";
import { toPng } from "../mfa/png.ts";
import { toQrCode } from "../mfa/qr-code.ts";
import type { IamOperation } from "../operation.ts";
import { addTags, toTagListIfAny } from "../tags/tags.ts";

const seedLength = 64;

/** A device that an authenticator app plays: the seed is told here, once. */
export const createVirtualMFADevice: IamOperation<"CreateVirtualMFADevice"> = async (input, context) => {
  const { Path: path = "/", VirtualMFADeviceName: name } = input;
  if (!/^\/([!-~]+\/)?$/.test(path)) {
    throw validationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
  const { host, account } = context;
  const seed = host.random.text(seedLength, alphabets.base32);
  const device: MfaDevice = {
    name: iamArn(context, `mfa${path}${name}`),
    createdMs: host.clock.nowMs(),
    seed,
    owner: undefined,
    tags: addTags({}, input.Tags),
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "mfaDevice", device.name)) throw mfaDeviceExists();
    await entityStore.put(tx, "mfaDevice", device);
  });
  const link = `otpauth://totp/${encodeURIComponent(`Amazon Web Services:${name}@${account}`)}?secret=${seed}&issuer=Amazon%20Web%20Services`;
  return {
    VirtualMFADevice: {
      SerialNumber: device.name,
      Base32StringSeed: Buffer.from(seed),
      QRCodePNG: toPng(toQrCode(link)),
      Tags: toTagListIfAny(device.tags),
    },
  };
};
