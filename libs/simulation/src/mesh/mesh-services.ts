import { advertising } from '@carriermesh/advertising-service';
import { AgreementsView, billing, InMemoryAgreements } from '@carriermesh/billing-service';
import { contracting } from '@carriermesh/contracting-service';
import { monitoring } from '@carriermesh/monitoring-service';
import { paths } from '@carriermesh/paths-service';
import { PERSONAL_DATA, READ_MODEL, type ServiceDefinition } from '@carriermesh/platform-chassis';
import { provisioning } from '@carriermesh/provisioning-service';
import type { Class } from './injector.js';

export const SERVICES: readonly ServiceDefinition[] = [advertising, paths, contracting, provisioning, billing, monitoring];

/** What no simulated service has: rows of its own, and what is known of people. */
export const ABSENT: ReadonlySet<unknown> = new Set([READ_MODEL, PERSONAL_DATA]);

/** What is decided by rows in a database is decided here by the same rows in memory: both keep one contract suite. */
export const REPLACED: ReadonlyMap<Class, Class> = new Map<Class, Class>([[AgreementsView, InMemoryAgreements]]);
