import { describe, expect, it } from '@jest/globals';
import { fieldLine, priceLine } from './catalog.command.js';

describe('S3-6 the catalog in words', () => {
  it('says of each field whether it is needed, and its values or their range', () => {
    expect(fieldLine({ name: 'mbps', description: 'Capacity.', minCardinality: 1, productSpecCharacteristicValue: [{ valueFrom: '1', valueTo: '10', unitOfMeasure: 'Mbit/s' }] })).toBe('mbps *                        [1 to 10 Mbit/s] Capacity.');
    expect(fieldLine({ name: 'objective', description: 'Why.', minCardinality: 0, productSpecCharacteristicValue: [{ value: 'cost' }, { value: 'profit', isDefault: true }] })).toBe('objective                     [cost, profit (default)] Why.');
    expect(fieldLine({ name: 'from.city', description: 'Where.', minCardinality: 0 })).toBe('from.city                     Where.');
  });

  it('says of each price what it is of, or what it leaves of the one before', () => {
    const price = { name: 'list-price', description: 'The list.', pricingLogicAlgorithm: [] };
    expect(priceLine({ ...price, id: 'list-price.base', price: { unit: 'EUR', value: 0.05 }, unitOfMeasure: { amount: 1, units: 'Mbit/s' } })).toBe('list-price.base          0.05 EUR for 1 Mbit/s: The list.');
    expect(priceLine({ ...price, id: 'utilisation.0', percentage: 95 })).toBe('utilisation.0            95 %: The list.');
    expect(priceLine({ ...price, id: 'raised' })).toBe('raised                   The list.');
  });
});
