import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { contracting } from '@carriermesh/wire';
import { entry, timeBody } from '../http/bodies.js';
import { fromPlace } from '../service-requests/service-terms.js';
import { ORDER_STATES, SERVICE_STATES, statesOf } from './tmf-states.js';

export const ORDERING_PATH = 'tmf-api/serviceOrdering/v4';
export const INVENTORY_PATH = 'tmf-api/serviceInventoryManagement/v4';

const SERVICE_ID = 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
const ORDER_ID = 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
/** An order asks for one service. */
const ITEM_ID = '1';

export class CharacteristicBody {
  @ApiProperty({ description: 'What is told of the service.', enum: ['from', 'to', 'mbps', 'maxLatencyNs', 'termMonths'], example: 'mbps' })
  name!: string;

  @ApiProperty({ description: 'Always "string".', example: 'string' })
  valueType!: 'string';

  @ApiProperty({ description: 'As text.', example: '100' })
  value!: string;
}

export class OrderItemReferenceBody {
  @ApiProperty({ description: 'The order.', example: ORDER_ID })
  serviceOrderId!: string;

  @ApiProperty({ description: 'Which of its items.', example: ITEM_ID })
  itemId!: string;
}

export class ServiceReferenceBody {
  @ApiPropertyOptional({ description: 'The service, by its contract, once there is one.', example: SERVICE_ID })
  id?: string;

  @ApiPropertyOptional({ description: 'Where the service is.', example: `/${INVENTORY_PATH}/service/${SERVICE_ID}` })
  href?: string;

  @ApiProperty({ description: 'What kind of service it is.', example: 'connectivity' })
  serviceType!: string;

  @ApiProperty({ description: 'What was ordered.', type: [CharacteristicBody] })
  serviceCharacteristic!: readonly CharacteristicBody[];
}

export class OrderItemBody {
  @ApiProperty({ description: 'Which item it is.', example: ITEM_ID })
  id!: string;

  @ApiProperty({ description: 'A new service.', enum: ['add'], example: 'add' })
  action!: 'add';

  @ApiProperty({ description: 'As of the whole order.', enum: ORDER_STATES, example: 'completed' })
  state!: string;

  @ApiProperty({ description: 'The service that is ordered.', type: ServiceReferenceBody })
  service!: ServiceReferenceBody;
}

export class OrderErrorBody {
  @ApiProperty({ description: 'The refusal’s code.', example: 'latency-above-limit' })
  code!: string;

  @ApiProperty({ description: 'One sentence.', example: 'The least latency that can be sold, 71.5 ms, is above the limit of 60 ms.' })
  reason!: string;
}

export class ServiceOrderBody {
  @ApiProperty({ description: 'TMF641.', enum: ['ServiceOrder'], example: 'ServiceOrder' })
  '@type'!: 'ServiceOrder';

  @ApiProperty({ description: 'The order.', example: ORDER_ID })
  id!: string;

  @ApiProperty({ description: 'Where it is.', example: `/${ORDERING_PATH}/serviceOrder/${ORDER_ID}` })
  href!: string;

  @ApiProperty({ description: 'The buyer’s own name for it.', example: '2026-0001' })
  externalId!: string;

  @ApiProperty({ description: 'rejected: nothing was contracted; failed: what was contracted did not come up.', enum: ORDER_STATES, example: 'completed' })
  state!: string;

  @ApiProperty({ description: 'When it was ordered.', format: 'date-time', example: '2026-03-01T12:00:00Z' })
  orderDate!: string;

  @ApiPropertyOptional({ description: 'When the service became active.', format: 'date-time', example: '2026-03-01T12:00:09.25Z' })
  completionDate?: string;

  @ApiProperty({ description: 'One item.', type: [OrderItemBody] })
  serviceOrderItem!: readonly OrderItemBody[];

  @ApiPropertyOptional({ description: 'Why there is no service.', type: [OrderErrorBody] })
  errorMessage?: readonly OrderErrorBody[];
}

export class ServiceBody {
  @ApiProperty({ description: 'TMF638.', enum: ['Service'], example: 'Service' })
  '@type'!: 'Service';

  @ApiProperty({ description: 'The service, by its contract.', example: SERVICE_ID })
  id!: string;

  @ApiProperty({ description: 'Where it is.', example: `/${INVENTORY_PATH}/service/${SERVICE_ID}` })
  href!: string;

  @ApiProperty({ description: 'reserved: under contract, and coming up; inactive: suspended.', enum: SERVICE_STATES, example: 'active' })
  state!: string;

  @ApiProperty({ description: 'What kind of service it is.', example: 'connectivity' })
  serviceType!: string;

  @ApiPropertyOptional({ description: 'When it became active.', format: 'date-time', example: '2026-03-01T12:00:09.25Z' })
  startDate?: string;

  @ApiPropertyOptional({ description: 'When it ends or ended, once that is agreed.', format: 'date-time', example: '2026-06-02T13:00:09.25Z' })
  endDate?: string;

  @ApiProperty({ description: 'What was ordered, with the bandwidth that it was changed to.', type: [CharacteristicBody] })
  serviceCharacteristic!: readonly CharacteristicBody[];

  @ApiProperty({ description: 'The order that it is of.', type: [OrderItemReferenceBody] })
  serviceOrderItem!: readonly OrderItemReferenceBody[];
}

export function serviceOrderBody(record: contracting.ServiceRequestRecord): ServiceOrderBody {
  const { orderId, requestId, terms, requestedAt, contractId, refusal } = record;
  const { order: state, service } = statesOf(record);
  const reference = service && contractId !== undefined ? { id: contractId, href: `/${INVENTORY_PATH}/service/${contractId}` } : {};
  return {
    '@type': 'ServiceOrder',
    id: orderId,
    href: `/${ORDERING_PATH}/serviceOrder/${orderId}`,
    externalId: requestId,
    state,
    orderDate: timeBody(requestedAt),
    ...entry('completionDate', record.activeAt, timeBody),
    serviceOrderItem: [{ id: ITEM_ID, action: 'add', state, service: { ...reference, serviceType: 'connectivity', serviceCharacteristic: characteristics(terms) } }],
    ...entry('errorMessage', refusal, ({ code, message }) => [{ code, reason: message }]),
  };
}

/** @returns `undefined` of an order without a service: one that is not contracted yet, or has come to nothing */
export function serviceBody(record: contracting.ServiceRequestRecord): ServiceBody | undefined {
  const { contractId: id } = record;
  const { service: state } = statesOf(record);
  if (state === undefined || id === undefined) return undefined;
  return {
    '@type': 'Service',
    id,
    href: `/${INVENTORY_PATH}/service/${id}`,
    state,
    serviceType: 'connectivity',
    ...entry('startDate', record.activeAt, timeBody),
    ...entry('endDate', record.endsAt, timeBody),
    serviceCharacteristic: characteristics({ ...record.terms, mbps: record.changedMbps ?? record.terms.mbps }),
    serviceOrderItem: [{ serviceOrderId: record.orderId, itemId: ITEM_ID }],
  };
}

function characteristics({ from, to, mbps, maxLatencyNs, termMonths }: contracting.ServiceTerms): readonly CharacteristicBody[] {
  const told = { from: placeText(from), to: placeText(to), mbps, maxLatencyNs, termMonths };
  return Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [{ name, valueType: 'string' as const, value: String(value) }]));
}

function placeText(place: contracting.ServiceTerms['from']): string {
  const { popId, city, latitude, longitude } = fromPlace(place);
  return popId ?? city ?? `${latitude},${longitude}`;
}
