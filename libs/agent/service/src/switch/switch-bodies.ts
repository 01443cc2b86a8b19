import type { ChangeSight, DeviceSight, ElementShare, ElementSight, NetworkInstance } from '@carriermesh/agent-domain';
import { formatInstant, formatMoney, type Money } from '@carriermesh/kernel';

const moneyBody = (amount: Money): object => ({ amount: formatMoney(amount), currency: amount.currency });

export const shareBody = ({ monthlyCharge, ...share }: ElementShare): object => ({ ...share, monthlyCharge: moneyBody(monthlyCharge) });

export const deviceBody = ({ monthlyCharge, elements, ...sight }: DeviceSight): object => ({ ...sight, elements: elements.map(shareBody), monthlyCharge: moneyBody(monthlyCharge) });

export const elementBody = ({ monthlyCharge, instances, ...sight }: ElementSight): object => ({
  ...sight,
  instances: [...instances.values()].map(instanceBody),
  monthlyCharge: moneyBody(monthlyCharge),
});

export const instanceBody = ({ name, ports }: NetworkInstance): object => ({ name, ports });

export const changeBody = ({ at, ...change }: ChangeSight): object => ({ ...change, at: formatInstant(at) });
