/// The night job: submit, watch, check, add up.
@NullMarked
package dev.offpeak.cli.demo;

import org.jspecify.annotations.NullMarked;
