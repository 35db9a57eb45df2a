/// Counts AWS calls and DynamoDB write units.
@NullMarked
package dev.offpeak.bench.calls;

import org.jspecify.annotations.NullMarked;
