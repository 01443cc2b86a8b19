import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { contracting } from '@carriermesh/wire';
import type { FastifyReply } from 'fastify';
import { ForBuyers } from '../http/api-problems.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { Parties } from './parties.js';
import { IndividualBody, mediaOf, OrganizationBody, PARTY_PATH, toContact } from './party.body.js';
import { IndividualDto, OrganizationDto } from './party.dto.js';

const PARTY_ID = { name: 'partyId', description: 'The buyer’s own id.', example: 'acme' };
const PUT_DESCRIPTION = 'Whole, as it is from now on: registered at the first time, replaced later. The same again changes nothing. What is said of a party is kept encrypted with a key of its own.';

@ApiTags('parties')
@Controller(`${PARTY_PATH}/individual`)
export class IndividualsController {
  constructor(private readonly parties: Parties) {}

  @Put(':partyId')
  @ApiOperation({ operationId: 'putIndividual', summary: 'Say who the buyer is: a person', description: PUT_DESCRIPTION })
  @ApiParam(PARTY_ID)
  @ApiBody({ type: IndividualDto })
  @ApiResponse({ status: 200, description: 'The person, as it is now.', type: IndividualBody })
  @ApiResponse({ status: 201, description: 'The person, registered.', type: IndividualBody })
  @ForBuyers(404, 413, 415, 422)
  async put(
    @TheBuyer() buyer: Buyer,
    @Param('partyId') partyId: string,
    @Body() { formattedName, contactMedium }: IndividualDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IndividualBody> {
    const { isNew, party } = await this.parties.put(buyer, partyId, { kind: 'person', contact: toContact(formattedName, contactMedium) });
    void reply.status(isNew ? 201 : 200);
    return individualBody(party);
  }

  @Get(':partyId')
  @ApiOperation({ operationId: 'getIndividual', summary: 'Who the buyer is, as a person', description: 'The buyer’s own party, and no other.' })
  @ApiParam(PARTY_ID)
  @ApiResponse({ status: 200, description: 'The person.', type: IndividualBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('partyId') partyId: string): Promise<IndividualBody> {
    return individualBody(await this.parties.get(buyer, partyId, 'person'));
  }
}

@ApiTags('parties')
@Controller(`${PARTY_PATH}/organization`)
export class OrganizationsController {
  constructor(private readonly parties: Parties) {}

  @Put(':partyId')
  @ApiOperation({ operationId: 'putOrganization', summary: 'Say who the buyer is: an organisation', description: PUT_DESCRIPTION })
  @ApiParam(PARTY_ID)
  @ApiBody({ type: OrganizationDto })
  @ApiResponse({ status: 200, description: 'The organisation, as it is now.', type: OrganizationBody })
  @ApiResponse({ status: 201, description: 'The organisation, registered.', type: OrganizationBody })
  @ForBuyers(404, 413, 415, 422)
  async put(
    @TheBuyer() buyer: Buyer,
    @Param('partyId') partyId: string,
    @Body() { name, contactMedium }: OrganizationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationBody> {
    const { isNew, party } = await this.parties.put(buyer, partyId, { kind: 'organisation', contact: toContact(name, contactMedium) });
    void reply.status(isNew ? 201 : 200);
    return organizationBody(party);
  }

  @Get(':partyId')
  @ApiOperation({ operationId: 'getOrganization', summary: 'Who the buyer is, as an organisation', description: 'The buyer’s own party, and no other.' })
  @ApiParam(PARTY_ID)
  @ApiResponse({ status: 200, description: 'The organisation.', type: OrganizationBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('partyId') partyId: string): Promise<OrganizationBody> {
    return organizationBody(await this.parties.get(buyer, partyId, 'organisation'));
  }
}

const individualBody = (party: contracting.PartyRecord): IndividualBody => ({
  ...partyBody(party, 'individual'), '@type': 'Individual', ...(party.contact ? { formattedName: party.contact.displayName } : {}),
});
const organizationBody = (party: contracting.PartyRecord): OrganizationBody => ({
  ...partyBody(party, 'organization'), '@type': 'Organization', ...(party.contact ? { name: party.contact.displayName } : {}),
});

const partyBody = ({ partyId, contact }: contracting.PartyRecord, resource: string) => ({
  id: partyId,
  href: `/${PARTY_PATH}/${resource}/${partyId}`,
  status: contact ? ('initialized' as const) : ('forgotten' as const),
  ...(contact ? { contactMedium: mediaOf(contact) } : {}),
});
