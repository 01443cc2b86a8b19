// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';

/**
 * An event as it stands in the ledger. The hash of an event is SHA-256 over these bytes with every field in the order of its
 * number: an exported event is hashed as it is, and nobody has to encode it again to check it.
 */
export interface LedgerEvent {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  /** UUID as text. */
  readonly eventId: string;
  /** Name of the payload's schema. */
  readonly type: string;
  readonly payload: Uint8Array;
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: string;
  readonly occurredAt: rt.Instant;
  readonly recordedAt: rt.Instant;
  /** W3C trace context; empty where the event was not traced. */
  readonly traceparent: string;
}

export const LedgerEvent: rt.Codec<LedgerEvent> = rt.codec<LedgerEvent>({
  typeName: 'ledger.v1.LedgerEvent',
  write(m, w) {
    w.int64(8, m.position, 'ledger.v1.LedgerEvent.position');
    w.string(18, m.stream, 'ledger.v1.LedgerEvent.stream');
    w.uint32(24, m.revision, 'ledger.v1.LedgerEvent.revision');
    w.string(34, m.eventId, 'ledger.v1.LedgerEvent.eventId');
    w.string(42, m.type, 'ledger.v1.LedgerEvent.type');
    w.bytes(50, m.payload, 'ledger.v1.LedgerEvent.payload');
    w.string(58, m.correlationId, 'ledger.v1.LedgerEvent.correlationId');
    w.string(66, m.causationId, 'ledger.v1.LedgerEvent.causationId');
    w.string(74, m.actor, 'ledger.v1.LedgerEvent.actor');
    rt.instant(w.tag(82), m.occurredAt, 'ledger.v1.LedgerEvent.occurredAt');
    rt.instant(w.tag(90), m.recordedAt, 'ledger.v1.LedgerEvent.recordedAt');
    w.string(98, m.traceparent, 'ledger.v1.LedgerEvent.traceparent');
  },
  read(r, outerEnd, depth) {
    let position: bigint = 0n;
    let stream: string = '';
    let revision: number = 0;
    let eventId: string = '';
    let type: string = '';
    let payload: Uint8Array = rt.NO_BYTES;
    let correlationId: string = '';
    let causationId: string = '';
    let actor: string = '';
    let occurredAt: rt.Instant | undefined;
    let recordedAt: rt.Instant | undefined;
    let traceparent: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          position = r.int64();
          break;
        case 18:
          stream = r.string();
          break;
        case 24:
          revision = r.uint32();
          break;
        case 34:
          eventId = r.string();
          break;
        case 42:
          type = r.string();
          break;
        case 50:
          payload = r.bytes();
          break;
        case 58:
          correlationId = r.string();
          break;
        case 66:
          causationId = r.string();
          break;
        case 74:
          actor = r.string();
          break;
        case 82:
          if (occurredAt !== undefined) rt.twice('ledger.v1.LedgerEvent.occurredAt');
          occurredAt = rt.readInstant(r, 'ledger.v1.LedgerEvent.occurredAt');
          break;
        case 90:
          if (recordedAt !== undefined) rt.twice('ledger.v1.LedgerEvent.recordedAt');
          recordedAt = rt.readInstant(r, 'ledger.v1.LedgerEvent.recordedAt');
          break;
        case 98:
          traceparent = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      position,
      stream,
      revision,
      eventId,
      type,
      payload,
      correlationId,
      causationId,
      actor,
      occurredAt: occurredAt ?? rt.missing('ledger.v1.LedgerEvent.occurredAt'),
      recordedAt: recordedAt ?? rt.missing('ledger.v1.LedgerEvent.recordedAt'),
      traceparent,
    };
  },
  toJson(m) {
    return {
      position: m.position.toString(),
      stream: m.stream,
      revision: m.revision,
      eventId: m.eventId,
      type: m.type,
      payload: rt.bytesJson(m.payload),
      correlationId: m.correlationId,
      causationId: m.causationId,
      actor: m.actor,
      occurredAt: rt.instantJson(m.occurredAt),
      recordedAt: rt.instantJson(m.recordedAt),
      traceparent: m.traceparent,
    };
  },
});

/** A LedgerEvent as far as it says where it stands, for who wants to know no more of one: its bytes may be read as this. */
export interface LedgerEventPlace {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
}

export const LedgerEventPlace: rt.Codec<LedgerEventPlace> = rt.codec<LedgerEventPlace>({
  typeName: 'ledger.v1.LedgerEventPlace',
  write(m, w) {
    w.int64(8, m.position, 'ledger.v1.LedgerEventPlace.position');
    w.string(18, m.stream, 'ledger.v1.LedgerEventPlace.stream');
    w.uint32(24, m.revision, 'ledger.v1.LedgerEventPlace.revision');
  },
  read(r, outerEnd, depth) {
    let position: bigint = 0n;
    let stream: string = '';
    let revision: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          position = r.int64();
          break;
        case 18:
          stream = r.string();
          break;
        case 24:
          revision = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      position,
      stream,
      revision,
    };
  },
  toJson(m) {
    return {
      position: m.position.toString(),
      stream: m.stream,
      revision: m.revision,
    };
  },
});

/**
 * The operator's word for the whole ledger up to a commit: nothing before it can be changed, cut or forked without a
 * contradiction to this. Signed under the domain `carriermesh.ledger.v1.TreeHead`.
 */
export interface TreeHead {
  /** Commits in the tree (RFC 9162: tree_size). */
  readonly size: bigint;
  /** SHA-256 root over them. The entry of a commit is the concatenation of its events' hashes in order. */
  readonly root: Uint8Array;
  /** Position of the last event of the last commit. */
  readonly position: bigint;
  readonly signedAt: rt.Instant;
}

export const TreeHead: rt.Codec<TreeHead> = rt.codec<TreeHead>({
  typeName: 'ledger.v1.TreeHead',
  write(m, w) {
    w.int64(8, m.size, 'ledger.v1.TreeHead.size');
    w.bytes(18, m.root, 'ledger.v1.TreeHead.root');
    w.int64(24, m.position, 'ledger.v1.TreeHead.position');
    rt.instant(w.tag(34), m.signedAt, 'ledger.v1.TreeHead.signedAt');
  },
  read(r, outerEnd, depth) {
    let size: bigint = 0n;
    let root: Uint8Array = rt.NO_BYTES;
    let position: bigint = 0n;
    let signedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          size = r.int64();
          break;
        case 18:
          root = r.bytes();
          break;
        case 24:
          position = r.int64();
          break;
        case 34:
          if (signedAt !== undefined) rt.twice('ledger.v1.TreeHead.signedAt');
          signedAt = rt.readInstant(r, 'ledger.v1.TreeHead.signedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      size,
      root,
      position,
      signedAt: signedAt ?? rt.missing('ledger.v1.TreeHead.signedAt'),
    };
  },
  toJson(m) {
    return {
      size: m.size.toString(),
      root: rt.bytesJson(m.root),
      position: m.position.toString(),
      signedAt: rt.instantJson(m.signedAt),
    };
  },
});

/**
 * What stands in a commit, noted beside its leaf when the leaf was made. It proves nothing by itself: it tells, after the events
 * were touched, which of them were there. Its hashes can be believed where they lead to a leaf that a signed head covers.
 */
export interface CommitContents {
  readonly entries: readonly CommitEntry[];
}

export const CommitContents: rt.Codec<CommitContents> = rt.codec<CommitContents>({
  typeName: 'ledger.v1.CommitContents',
  write(m, w, depth) {
    for (const item of rt.list(m.entries, 'ledger.v1.CommitContents.entries')) w.message(10, CommitEntry, item, depth, 'ledger.v1.CommitContents.entries');
  },
  read(r, outerEnd, depth) {
    const entries: CommitEntry[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          entries.push(CommitEntry.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      entries,
    };
  },
  toJson(m) {
    return {
      entries: m.entries.map((item) => CommitEntry.toJson(item)),
    };
  },
});

/** One event of a commit. */
export interface CommitEntry {
  readonly position: bigint;
  readonly stream: string;
  readonly eventSha256: Uint8Array;
}

export const CommitEntry: rt.Codec<CommitEntry> = rt.codec<CommitEntry>({
  typeName: 'ledger.v1.CommitEntry',
  write(m, w) {
    w.int64(8, m.position, 'ledger.v1.CommitEntry.position');
    w.string(18, m.stream, 'ledger.v1.CommitEntry.stream');
    w.bytes(26, m.eventSha256, 'ledger.v1.CommitEntry.eventSha256');
  },
  read(r, outerEnd, depth) {
    let position: bigint = 0n;
    let stream: string = '';
    let eventSha256: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          position = r.int64();
          break;
        case 18:
          stream = r.string();
          break;
        case 26:
          eventSha256 = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      position,
      stream,
      eventSha256,
    };
  },
  toJson(m) {
    return {
      position: m.position.toString(),
      stream: m.stream,
      eventSha256: rt.bytesJson(m.eventSha256),
    };
  },
});

/**
 * Events that were copied to the bus together, in the ledger's order. Told on `cm.sys.copied` to whoever follows the ledger: it promises
 * nothing, and says by its positions what was lost of it.
 */
export interface CopiedRun {
  /** Position of the event that the ledger holds just before the first of these. */
  readonly after: bigint;
  readonly events: readonly CopiedEvent[];
}

export const CopiedRun: rt.Codec<CopiedRun> = rt.codec<CopiedRun>({
  typeName: 'ledger.v1.CopiedRun',
  write(m, w, depth) {
    w.int64(8, m.after, 'ledger.v1.CopiedRun.after');
    for (const item of rt.list(m.events, 'ledger.v1.CopiedRun.events')) w.message(18, CopiedEvent, item, depth, 'ledger.v1.CopiedRun.events');
  },
  read(r, outerEnd, depth) {
    let after: bigint = 0n;
    const events: CopiedEvent[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          after = r.int64();
          break;
        case 18:
          events.push(CopiedEvent.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      after,
      events,
    };
  },
  toJson(m) {
    return {
      after: m.after.toString(),
      events: m.events.map((item) => CopiedEvent.toJson(item)),
    };
  },
});

/** One event of a run. What a reader has no use for it can pass over by these fields alone. */
export interface CopiedEvent {
  readonly position: bigint;
  readonly type: string;
  /** A LedgerEvent. */
  readonly event: Uint8Array;
}

export const CopiedEvent: rt.Codec<CopiedEvent> = rt.codec<CopiedEvent>({
  typeName: 'ledger.v1.CopiedEvent',
  write(m, w) {
    w.int64(8, m.position, 'ledger.v1.CopiedEvent.position');
    w.string(18, m.type, 'ledger.v1.CopiedEvent.type');
    w.bytes(26, m.event, 'ledger.v1.CopiedEvent.event');
  },
  read(r, outerEnd, depth) {
    let position: bigint = 0n;
    let type: string = '';
    let event: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          position = r.int64();
          break;
        case 18:
          type = r.string();
          break;
        case 26:
          event = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      position,
      type,
      event,
    };
  },
  toJson(m) {
    return {
      position: m.position.toString(),
      type: m.type,
      event: rt.bytesJson(m.event),
    };
  },
});

/** Every event of the context, told apart by its type. */
export type AnyEvent = never;
