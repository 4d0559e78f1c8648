// Words beside their part of the page: a table of [German, English] becomes what speaks to a person.

export function speaker(words) {
  return (locale) => {
    const language = locale.startsWith("de") ? 0 : 1;
    return (key, values = {}) =>
      words[key][language].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };
}
