"""Messages, numbers, dates, lists and typography of each language: gettext, CLDR through Babel, own overrides."""
