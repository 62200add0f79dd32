package dev.spinrun.trainer.text;

/** Tokens that stand for no text: where it begins and ends, what fills a row, what is unknown. */
record SpecialTokens(String begin, String end, String padding, String unknown) {}
