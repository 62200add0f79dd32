package dev.spinrun.trainer.nn;

/** A variable of a script that is being written: its name, or its slot between blocks. */
record Symbol(String name) {}
