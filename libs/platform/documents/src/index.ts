export { customerBill, customerBillSummary, literal, moneyOf, owedToCustomer, percentText, taxesOf, type ShownInvoice } from './customer-bill.js';
export { invoicePdf } from './invoice-pdf.js';
export { settlementPdf, type ShownSettlement } from './settlement-pdf.js';
export { quantityText } from './quantity-text.js';
