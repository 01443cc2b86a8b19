import { ApiPropertyOptional } from '@nestjs/swagger';
import { readPinnedTariff } from '@carriermesh/tariff-v1';
import { tariff } from '@carriermesh/wire';

/** A property that is a tariff, in the form that docs/tariff.schema.json describes. */
export const ApiUsageTariff = (description: string): PropertyDecorator =>
  ApiPropertyOptional({ description: `${description} As it is written: docs/tariff.schema.json.`, type: 'object', additionalProperties: true, example: { form: 'carriermesh.tariff.v1', id: 'metro', currency: 'EUR' } });

/** As its author wrote it; one that this version can't read, as it is on the wire. */
export function writtenTariff(pinned: tariff.PinnedTariff): object {
  const reading = readPinnedTariff(pinned);
  return 'tariff' in reading ? reading.tariff : (tariff.PinnedTariff.toJson(pinned) as object);
}
