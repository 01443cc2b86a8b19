import { RECORDED_TYPES } from '@carriermesh/contracting-domain';
import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { AcceptQuoteHandler } from './accept-quote.handler.js';
import { Amending } from './amending.js';
import { ChangeServiceHandler } from './change-service.handler.js';
import { ContractRecords } from './contract-records.js';
import { BuyerKeys } from './buyer-keys.view.js';
import { DeclineQuoteHandler } from './decline-quote.handler.js';
import { EstimateServiceHandler } from './estimate-service.handler.js';
import { ForgetPartyHandler } from './forget-party.handler.js';
import { ForgottenParties } from './forgotten-parties.view.js';
import { GetContractHandler } from './get-contract.handler.js';
import { GetPartyHandler } from './get-party.handler.js';
import { GetPriceGuideHandler } from './get-price-guide.handler.js';
import { GetQuoteHandler } from './get-quote.handler.js';
import { GetServiceRequestHandler } from './get-service-request.handler.js';
import { GetSupplyHandler } from './get-supply.handler.js';
import { ListQuotesHandler } from './list-quotes.handler.js';
import { ListServiceRequestsHandler } from './list-service-requests.handler.js';
import { ListTermsHandler } from './list-terms.handler.js';
import { MonthlySpending } from './monthly-spending.view.js';
import { OrderFulfilmentRunner } from './order-fulfilment.runner.js';
import { OrderHeads } from './order-heads.js';
import { OrderRecords } from './order-records.js';
import { OrderRegister } from './order-register.view.js';
import { PartyContacts } from './party-contacts.js';
import { PartyErasure } from './party-erasure.js';
import { PartyErasureReaction } from './party-erasure.reaction.js';
import { PartyRegistration } from './party-registration.js';
import { PopPlaces } from './pop-places.view.js';
import { Quoting } from './quoting.js';
import { RegisterBuyerKeyHandler } from './register-buyer-key.handler.js';
import { RegisterPartyHandler } from './register-party.handler.js';
import { RequestServiceHandler } from './request-service.handler.js';
import { Seller } from './seller.js';
import { ServiceChangeEnding } from './service-change-ending.reaction.js';
import { Signing } from './signing.js';
import { StateTermsHandler } from './state-terms.handler.js';
import { SellerTerms } from './stated-terms.view.js';
import { TerminateContractHandler } from './terminate-contract.handler.js';
import { TerminationRunner } from './termination.runner.js';
import { TermsInForce } from './terms-in-force.js';
import { UpdatePartyHandler } from './update-party.handler.js';

/** Knows the parties, takes orders, prices and quotes them, and signs contracts with the customer and every supplier. */
export const contracting = defineService({
  name: 'contracting',
  gathersMs: 25,
  handlers: [
    ...[RequestServiceHandler, AcceptQuoteHandler, DeclineQuoteHandler, GetServiceRequestHandler, ListServiceRequestsHandler, GetContractHandler, EstimateServiceHandler],
    ...[TerminateContractHandler, ChangeServiceHandler],
    ...[GetQuoteHandler, ListQuotesHandler, RegisterBuyerKeyHandler],
    ...[StateTermsHandler, ListTermsHandler, GetPriceGuideHandler, GetSupplyHandler],
    ...[RegisterPartyHandler, UpdatePartyHandler, ForgetPartyHandler, GetPartyHandler],
  ],
  processes: [OrderFulfilmentRunner, TerminationRunner],
  views: [OrderRegister, PopPlaces, ForgottenParties, BuyerKeys, ProviderKeys, SellerTerms, MonthlySpending],
  reactions: [PartyErasureReaction, ServiceChangeEnding],
  providers: [OrderRecords, OrderHeads, ContractRecords, Amending, Quoting, TermsInForce, Signing, Seller, PartyContacts, PartyRegistration, PartyErasure],
  keepsPersonalData: true,
  listens: [
    'advertising.v1.ProviderEnrolled',
    'advertising.v1.ProviderKeyReplaced',
    'advertising.v1.ResourceAdvertised',
    'contracting.v1.BuyerKeyRegistered',
    'contracting.v1.TermsStated',
    'contracting.v1.ContractSigned',
    'contracting.v1.ContractVoided',
    'contracting.v1.SupplyContractSigned',
    'contracting.v1.SupplyContractAmended',
    'contracting.v1.QuoteAccepted',
    'contracting.v1.QuoteDeclined',
    'contracting.v1.PartyForgotten',
    'provisioning.v1.ServiceActivated',
    'provisioning.v1.ActivationFailed',
    'provisioning.v1.ServiceTerminated',
    'provisioning.v1.ServiceChanged',
    'provisioning.v1.ServiceChangeFailed',
    ...RECORDED_TYPES,
  ],
  publishes: [
    'contracting.v1.ServiceRequested',
    'contracting.v1.ServiceRequestRefused',
    'contracting.v1.ServiceRequestCompleted',
    'contracting.v1.QuoteOffered',
    'contracting.v1.QuoteAccepted',
    'contracting.v1.QuoteDeclined',
    'contracting.v1.QuoteExpired',
    'contracting.v1.QuoteWithdrawn',
    'contracting.v1.ContractSigned',
    'contracting.v1.SupplyContractSigned',
    'contracting.v1.ContractVoided',
    'contracting.v1.ContractAmended',
    'contracting.v1.SupplyContractAmended',
    'contracting.v1.ContractTerminated',
    'contracting.v1.ServiceChangeOrdered',
    'contracting.v1.ServiceChangeCompleted',
    'contracting.v1.ServiceChangeRejected',
    'contracting.v1.TerminationStarted',
    'contracting.v1.TerminationServiceDown',
    'contracting.v1.TerminationEnded',
    'contracting.v1.FulfilmentStarted',
    'contracting.v1.FulfilmentQuoted',
    'contracting.v1.FulfilmentCapacityGone',
    'contracting.v1.FulfilmentCapacityHeld',
    'contracting.v1.FulfilmentQuoteAccepted',
    'contracting.v1.FulfilmentQuoteLapsed',
    'contracting.v1.FulfilmentCapacityCommitted',
    'contracting.v1.FulfilmentContracted',
    'contracting.v1.FulfilmentFailed',
    'contracting.v1.FulfilmentEnded',
    'contracting.v1.BuyerKeyRegistered',
    'contracting.v1.TermsStated',
    'contracting.v1.PartyRegistered',
    'contracting.v1.PartyContactChanged',
    'contracting.v1.PartyForgotten',
    'contracting.v1.PartyKeyErased',
  ],
});
