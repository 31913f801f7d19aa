import type { Check } from '../../protocol/check.ts';

/** A check as lines of YAML. */
export function yamlMap(check: Check): string[] {
  return Object.entries(check).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${yamlText(value)}`]));
}

/** A value as YAML has it in one line. */
export function yamlText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const flat = value.replace(/\s+/g, ' ').trim();
  const plain = /^[A-Za-z][\w .,/()+'-]*$/.test(flat) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(flat) && !/[,\]]/.test(flat);
  return plain || /^\d+m$/.test(flat)
    ? flat
    : JSON.stringify(flat).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/g, (letter) => letter);
}
