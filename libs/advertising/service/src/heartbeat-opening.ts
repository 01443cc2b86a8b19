import { openSignedBatch, type BatchKind, type Opening, type SentBatch } from '@carriermesh/platform-chassis';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import { agent } from '@carriermesh/wire';

/** Longer than any that is written by its rules. */
const MAX_HEARTBEAT_BYTES = 1_024;

type Named = agent.SessionHeartbeat & { readonly batchId: string };

/** The same checks in the same order as of a batch: whose account, whose key, whose name. Its session's id stands for the batch's. */
const KIND: BatchKind<Named> = {
  name: 'heartbeat',
  domain: SIGNED_AS.sessionHeartbeat,
  codec: {
    typeName: agent.SessionHeartbeat.typeName,
    decode: (bytes) => {
      const heartbeat = agent.SessionHeartbeat.decode(bytes);
      return { ...heartbeat, batchId: heartbeat.sessionId };
    },
  },
  limitBytes: MAX_HEARTBEAT_BYTES,
};

export const openHeartbeat = (sent: SentBatch): Opening<agent.SessionHeartbeat> => openSignedBatch(KIND, sent);
