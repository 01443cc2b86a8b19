import type { OrderBody } from '@carriermesh/operator-commands';

export const LONDON = { latitude: 51.50853, longitude: -0.12574, withinKm: 0 } as const;
export const NEW_YORK = { latitude: 40.71427, longitude: -74.00597, withinKm: 0 } as const;
export const FRANKFURT = { city: 'Frankfurt' } as const;
export const SYDNEY = { city: 'Sydney' } as const;

/** An order with the command's own defaults, and what the scenario says otherwise. */
export const orderBody = (body: Pick<OrderBody, 'requestId' | 'from' | 'to'> & Partial<OrderBody>): OrderBody => ({
  mbps: 1000,
  termMonths: 12,
  objective: 'profit',
  currency: 'EUR',
  acceptance: 'automatic',
  ...body,
});

/** The UUID that an order shares with its quotes, its contract, its segments and its bills. */
export const uuidOf = (id: string): string => {
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(id)?.[0];
  if (uuid === undefined) throw new Error(`"${id}" holds no UUID`);
  return uuid;
};
