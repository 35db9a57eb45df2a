package dev.offpeak.cli.demo;

/// Something that had to be so at the end of the night.
///
/// @param what the claim, true or not
/// @param detail the numbers behind it, or what was found instead
record Check(String what, boolean holds, String detail) {}
