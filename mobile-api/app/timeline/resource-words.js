/** An R4 resource in a few words. What it does not say is left out. */
import { currentLanguage, hasText, t } from '../words/language.js';

export function entryTitle(resource) {
  const concept = resource.code ?? resource.medicationCodeableConcept ?? resource.vaccineCode ?? resource.type?.[0] ?? resource.type;
  return conceptText(concept) ?? resource.title ?? typeName(resource.resourceType);
}

export function entryDate(resource) {
  return resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.effectiveInstant ?? resource.onsetDateTime
    ?? resource.performedDateTime ?? resource.performedPeriod?.start ?? resource.occurrenceDateTime ?? resource.period?.start
    ?? resource.authoredOn ?? resource.recordedDate ?? resource.date ?? resource.issued ?? null;
}

export function entryValue(resource) {
  if (resource.valueQuantity)
    return quantityText(resource.valueQuantity);
  const components = (resource.component ?? []).map(part => part.valueQuantity).filter(Boolean);
  if (components.length > 0)
    return `${components.map(part => part.value).join(' / ')} ${unitOf(components[0])}`.trim();
  return conceptText(resource.valueCodeableConcept) ?? resource.valueString ?? (resource.valueInteger ?? '').toString();
}

/** @returns {[string, string][]} what else a person may want to know */
export function entryFacts(resource) {
  const status = statusText(resource.clinicalStatus?.coding?.[0]?.code ?? resource.status);
  const notes = (resource.note ?? []).map(note => note.text).join('\n');
  return [
    [t('entry.value'), entryValue(resource)], [t('entry.status'), status], [t('entry.note'), notes],
  ].filter(([, value]) => value);
}

const statusText = code => code && hasText(`status.${code}`) ? t(`status.${code}`) : code;

export const typeName = type => hasText(`type.${type}`) ? t(`type.${type}`) : type;

function conceptText(concept) {
  if (!concept)
    return null;
  const displays = (concept.coding ?? []).map(coding => coding.display).filter(Boolean);
  const isJapanese = text => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text);
  const own = displays.find(display => isJapanese(display) === (currentLanguage() === 'ja'));
  return own ?? concept.text ?? displays[0] ?? null;
}

const quantityText = quantity => `${quantity.comparator ?? ''}${quantity.value ?? ''} ${unitOf(quantity)}`.trim();

// UCUM writes brackets and braces that people do not: mm[Hg], {beats}/min.
const unitOf = quantity => (quantity.unit ?? quantity.code ?? '').replace(/\{[^}]*\}|[[\]]/g, '');
