/// How fast time passes in a stack.
@NullMarked
package dev.offpeak.local.time;

import org.jspecify.annotations.NullMarked;
