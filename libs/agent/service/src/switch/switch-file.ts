import type { DevicePort, SwitchDevice } from '@carriermesh/agent-domain';
import { isCurrencyCode, parseMoney, type Money } from '@carriermesh/kernel';
import { JsonFields, wrongField } from '../json-fields.js';
import { readYaml } from '../yaml-file.js';

export const MAX_MBPS = 100_000_000;
export const MAX_PORTS = 1_024;
const MAX_DEVICE_ADMINISTRATORS = 16;
export const TOKEN_SHA256 = /^[0-9a-f]{64}$/;
export const TOKEN_RULE = 'the SHA-256 of a token, 64 lower-case hex digits';
export const NAME = /^[A-Za-z0-9_-]{1,64}$/;
export const NAME_RULE = '1 to 64 letters, digits, _ and -';

/** Reads `switch.yaml`: docs/shared-switch.md. @throws OperationalError `misconfigured`, naming the field, its value and what it has to be */
export function readSwitchFile(file: string): SwitchDevice {
  return switchDeviceOf(readYaml(file, "the switch's description"), file);
}

/** @param file whose value it is, named in what is said of it */
export function switchDeviceOf(value: unknown, file: string): SwitchDevice {
  const fields = new JsonFields(value, file);
  const currency = fields.text('currency');
  if (!isCurrencyCode(currency)) throw wrongField(`${file}.currency`, currency, 'an ISO 4217 code of three capital letters');
  const ports = fields.list('ports', MAX_PORTS).map(({ path, value: port }) => portOf(new JsonFields(port, path)));
  if (new Set(ports.map(({ name }) => name)).size < ports.length || ports.length === 0) throw wrongField(`${file}.ports`, ports.map(({ name }) => name), 'a list of different ports, at least one');
  const administrators = fields.list('administrators', MAX_DEVICE_ADMINISTRATORS).map(({ path, value: one }) => administratorOf(new JsonFields(one, path)));
  if (administrators.length === 0 || [0, 1].some((part) => new Set(administrators.map((one) => one[part])).size < administrators.length)) {
    throw wrongField(`${file}.administrators`, administrators.map(([name]) => name), 'a list of different administrators with different tokens, at least one');
  }
  const device: SwitchDevice = {
    id: fields.matching('device', NAME, NAME_RULE),
    capacityMbps: fields.whole('capacityMbps', [1, MAX_MBPS]),
    ports,
    monthlyPerMbps: priceOf(fields, 'monthlyPricePerMbps', { currency, file }),
    monthlyPerPort: priceOf(fields, 'monthlyPricePerPort', { currency, file }),
    administrators: new Map(administrators),
  };
  fields.nothingElse();
  return device;
}

function portOf(fields: JsonFields): DevicePort {
  const port = { name: fields.matching('name', NAME, NAME_RULE), mbps: fields.whole('mbps', [1, MAX_MBPS]) };
  fields.nothingElse();
  return port;
}

function administratorOf(fields: JsonFields): readonly [string, string] {
  const administrator = [fields.matching('name', NAME, NAME_RULE), fields.matching('tokenSha256', TOKEN_SHA256, TOKEN_RULE)] as const;
  fields.nothingElse();
  return administrator;
}

function priceOf(fields: JsonFields, name: string, { currency, file }: { readonly currency: string; readonly file: string }): Money {
  const rule = `an amount of ${currency} that is not negative, in quotes`;
  const text = fields.text(name, rule);
  const price = parseMoney(currency, text);
  if (!price || price.microMinor < 0n) throw wrongField(`${file}.${name}`, text, rule);
  return price;
}
