// What the editor does with words where no translation is loaded, for units that run without an editor.
export const l10n = {
  t: (message: string, ...values: (string | number | boolean)[]): string =>
    message.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole)),
};
