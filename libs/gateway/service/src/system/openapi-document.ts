import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { invariant } from '@carriermesh/kernel';

/** The description of the API, made from the routes themselves when the gateway starts. */
@Injectable()
export class OpenApiDocument {
  private document: object | undefined;

  describe(app: INestApplication): void {
    const about = new DocumentBuilder()
      .setTitle('CarrierMesh')
      .setDescription(
        'Order a network service over several providers’ networks, read its contract and invoices, and follow what happens to it. ' +
          'Amounts are decimal text with their currency, instants RFC 3339 in UTC, latencies one way. Problems are RFC 9457 problem details; ' +
          'an address that does not take a method answers whoever bears a token 405, with `Allow`.',
      )
      .setVersion('1')
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The buyer’s token.' }, 'buyer')
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The supplier’s token.' }, 'supplier')
      .build();
    this.document = SwaggerModule.createDocument(app, about);
  }

  get value(): object {
    invariant(this.document, 'the API is described before it is served');
    return this.document;
  }
}
