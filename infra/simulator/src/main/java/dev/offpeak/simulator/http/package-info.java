/// The little HTTP the simulator needs: routing, bodies on disk, replies, server-sent events.
@NullMarked
package dev.offpeak.simulator.http;

import org.jspecify.annotations.NullMarked;
