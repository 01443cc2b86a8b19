import { createHash, timingSafeEqual } from 'node:crypto';
import type { Principal, SwitchDevice, SwitchState } from '@carriermesh/agent-domain';

/** RFC 6750, and a bound: a longer token is nobody's. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i;

/** Whose token the request bears. The time that it takes says nothing about how much of a token is right. */
export function bearerOf(authorization: string | undefined, device: SwitchDevice, state: SwitchState): Principal | undefined {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  const presented = createHash('sha256').update(token).digest();
  let found: Principal | undefined;
  const compare = (tokenSha256: string, principal: Principal): void => {
    if (timingSafeEqual(presented, Buffer.from(tokenSha256, 'hex'))) found = principal;
  };
  for (const [name, tokenSha256] of device.administrators) compare(tokenSha256, { of: 'device', name });
  for (const { id: elementId, administrators } of state.values()) {
    for (const [name, tokenSha256] of administrators) compare(tokenSha256, { of: 'element', elementId, name });
  }
  return found;
}
