/// The cloud of the template on a laptop: emulators, functions, API, event sources and schedules, without Docker.
@NullMarked
package dev.offpeak.local;

import org.jspecify.annotations.NullMarked;
