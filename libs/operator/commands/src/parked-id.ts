import { OperationalError } from '@carriermesh/platform-errors';

/** Where a stream is parked: `<service>/<reader>/<stream>`, as `carriermesh parked list` prints it. A stream may have slashes in its name. */
export interface ParkedId {
  readonly service: string;
  readonly reader: string;
  readonly stream: string;
}

export const textOf = ({ service, reader, stream }: ParkedId): string => `${service}/${reader}/${stream}`;

/** @throws OperationalError `malformed` when the text has not its three parts */
export function parkedIdIn(text: string): ParkedId {
  const [, service, reader, stream] = /^([^/]+)\/([^/]+)\/(.+)$/.exec(text) ?? [];
  if (service && reader && stream) return { service, reader, stream };
  throw new OperationalError('malformed', `a parked stream is named <service>/<reader>/<stream>, as "carriermesh parked list" prints it, not "${text.slice(0, 120)}"`);
}
