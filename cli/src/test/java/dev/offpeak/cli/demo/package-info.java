@NullMarked
package dev.offpeak.cli.demo;

import org.jspecify.annotations.NullMarked;
