/// What the gateway adds to a call that somebody waits for, beside other proxies.
@NullMarked
package dev.offpeak.bench.gateway;

import org.jspecify.annotations.NullMarked;
