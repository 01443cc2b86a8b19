import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { AdvertEvidence } from './advert-evidence.js';
import { AdvertHandler } from './advert.handler.js';
import { Books } from './books.js';
import { CommitHoldHandler } from './commit-hold.handler.js';
import { EnrolProviderHandler } from './enrol-provider.handler.js';
import { GetInventoryHandler } from './get-inventory.handler.js';
import { GetProviderHandler } from './get-provider.handler.js';
import { HoldBook } from './hold-book.js';
import { HoldCapacityHandler } from './hold-capacity.handler.js';
import { HoldExpiryRunner } from './hold-expiry.runner.js';
import { ListSessionsHandler } from './list-sessions.handler.js';
import { ReleaseHoldHandler } from './release-hold.handler.js';
import { ResizeHoldHandler } from './resize-hold.handler.js';
import { SessionWatch } from './session-watch.js';
import { SessionsView } from './sessions.view.js';

/** What providers have on offer, and who has which part of its capacity. */
export const advertising = defineService({
  name: 'advertising',
  handlers: [
    AdvertHandler,
    EnrolProviderHandler,
    HoldCapacityHandler,
    CommitHoldHandler,
    ReleaseHoldHandler, ResizeHoldHandler,
    GetProviderHandler,
    GetInventoryHandler,
    ListSessionsHandler,
  ],
  views: [ProviderKeys, SessionsView],
  processes: [HoldExpiryRunner],
  providers: [Books, HoldBook, AdvertEvidence, SessionWatch],
  listens: [
    'advertising.v1.HoldPlaced',
    'advertising.v1.HoldCommitted',
    'advertising.v1.HoldReleased',
    'advertising.v1.ProviderEnrolled',
    'advertising.v1.ProviderKeyReplaced',
    'advertising.v1.AdvertBatchAccepted',
    'advertising.v1.SessionEstablished',
    'advertising.v1.SessionLost',
  ],
  publishes: [
    'advertising.v1.ProviderEnrolled',
    'advertising.v1.ProviderKeyReplaced',
    'advertising.v1.AdvertBatchAccepted',
    'advertising.v1.AdvertRefused',
    'advertising.v1.SessionEstablished',
    'advertising.v1.SessionLost',
    'advertising.v1.ResourceAdvertised',
    'advertising.v1.ResourceWithdrawn',
    'advertising.v1.CapacityHeld',
    'advertising.v1.CapacityCommitted',
    'advertising.v1.CapacityResized',
    'advertising.v1.CapacityReleased',
    'advertising.v1.HoldPlaced',
    'advertising.v1.HoldCommitted',
    'advertising.v1.HoldResized',
    'advertising.v1.HoldReleased',
    'advertising.v1.HoldWatchStarted',
    'advertising.v1.HoldWatchLapsed',
    'advertising.v1.HoldWatchEnded',
  ],
});
